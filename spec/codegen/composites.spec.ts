import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { maxBodyBytes } from '../../src/contract/index.ts'
import { expectAgreement, expectJudgement, expectRefusals } from './differential.ts'
import { blockOf, filesOf, running } from './generated.ts'
import { shapes } from './samples.ts'

const contract = shapes
const files = filesOf(contract)
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const tell = (fields: object) => ({ type: 'Tell', change: { case: 'gone' }, ways: [], ...fields })
const nothing = { small: [], rows: [], real: [], flags: [true, false], colors: [], counts: [] }

describe('of records, lists and unions', () => {
  test('TypeScript has interfaces, readonly arrays and unions by case', () => {
    expect(blockOf(files, 'messages.ts', 'export interface Entry')).toBe(
      [
        'export interface Entry {',
        '  /** Its row. */',
        '  readonly id: RowId',
        '  /** What it is called. At most 3 items. */',
        '  readonly labels: readonly Label[]',
        '  /** What it holds. At most 20 items of 40 bytes together. Each: at most 4 bytes. */',
        '  readonly blobs: readonly Blob[]',
        '  /** What it says. 1 to 2 items. Each: 1 to 300 bytes. */',
        '  readonly words: readonly Word[]',
        '}',
      ].join('\n'),
    )
    expect(blockOf(files, 'messages.ts', 'export type Change')).toBe(
      [
        'export type Change =',
        '  /** It is there. At most 1,024 bytes. */',
        "  | { readonly case: 'put'; readonly value: Entry }",
        '  /** It is not. */',
        "  | { readonly case: 'gone' }",
        '  /** It is elsewhere. 0 to 300. */',
        "  | { readonly case: 'moved'; readonly value: number }",
        '  /** An arm of a later version. It is heard, and cannot be said. */',
        "  | { readonly case: 'unknown'; readonly tag: number }",
      ].join('\n'),
    )
  })

  test('the .proto has messages, repeated fields and a oneof', () => {
    const proto = 'shapes/v2/shapes.proto'
    expect(blockOf(files, proto, 'message Label')).toBe(
      [
        'message Label {',
        '  reserved 3;',
        '  reserved "weight";',
        '  // What it says. 1 to 300 bytes.',
        '  string type = 1;',
        '  // Its color.',
        '  optional Color color = 2;',
        '}',
      ].join('\n'),
    )
    expect(blockOf(files, proto, 'message Change')).toBe(
      [
        'message Change {',
        '  // Of an arm that says all.',
        '  message NoValue {}',
        '  oneof arm {',
        '    // It is there. At most 1,024 bytes.',
        '    Entry put = 1;',
        '    // It is not.',
        '    NoValue gone = 3;',
        '    // It is elsewhere. 0 to 300.',
        '    uint32 moved = 4;',
        '  }',
        '}',
      ].join('\n'),
    )
    expect(blockOf(files, proto, 'message Way')).toContain('  oneof arm_1 {')
    expect(blockOf(files, proto, 'message Count')).toContain('  repeated sint32 small = 1;')
  })

  test('the largest bodies are the sums of what is within', () => {
    // Way: a tag, a length and 300 bytes: 303; each with a tag of two bytes and a length of two: 307.
    // Change: an Entry of 1,024 bytes, with a tag and a length of two: 1,027; so that of Tell: 1,030.
    const tellBytes = 3 + 1_024 + 3 + 1_027 + 2 * 307
    // Numbers up to 600 in zigzag have two bytes, rows ten, doubles eight, colors five, counts eight.
    const countBytes = 2 + 4 * 2 + (2 + 3 * 10) + (2 + 3 * 8) + (2 + 3) + (3 + 3 * 5) + (3 + 2 * 8)
    expect(contract.messages.map(maxBodyBytes)).toEqual([tellBytes, countBytes])
  })
})

describe('the codec of records and unions', () => {
  const entry = { id: -1n, labels: [], blobs: [], words: ['a'] }

  test.each<[string, object]>([
    // A change that is gone: field 2 of two bytes: field 3 of none.
    ['12 02 1a 00', {}],
    ['12 02 20 00', { change: { case: 'moved', value: 0 } }],
    ['12 03 20 ac 02', { change: { case: 'moved', value: 300 } }],
    ['0a 05 08 01 22 01 61 12 02 1a 00', { entry }],
    ['12 07 0a 05 08 01 22 01 61', { change: { case: 'put', value: entry } }],
    [
      '0a 0e 08 01 12 05 0a 01 62 10 02 1a 00 22 01 61 12 02 1a 00',
      { entry: { ...entry, labels: [{ type: 'b', color: 'BLUE' }], blobs: [new Uint8Array(0)] } },
    ],
    [
      '12 02 1a 00 a2 01 02 08 09 a2 01 03 12 01 63',
      {
        ways: [
          { case: 'arm', value: 'UNKNOWN_9' },
          { case: 'word', value: 'c' },
        ],
      },
    ],
  ])('%s is %j', async (body, fields) => {
    const { encode, decode } = await running(contract, files)
    expect(encode(tell(fields))).toEqual({ body: hex(body), fault: null })
    expect(decode('Tell', hex(body))).toEqual({ message: tell(fields), fault: null })
  })

  test.each<[string, string, object]>([
    ['fields of a later version are passed over', '12 06 1a 04 08 07 10 01', {}],
    ['an arm of a later version is heard', '12 02 48 07', { change: { case: 'unknown', tag: 9 } }],
    [
      'beside an arm that is known it is passed over',
      '12 04 48 07 20 05',
      { change: { case: 'moved', value: 5 } },
    ],
  ])('%s: %s', async (_, body, fields) => {
    const { decode } = await running(contract, files)
    expect(decode('Tell', hex(body))).toEqual({ message: tell(fields), fault: null })
  })

  test.each([
    ['two arms', '12 04 1a 00 20 05', 'REPEATED_FIELD', 'Change.moved'],
    ['an arm twice', '12 04 1a 00 1a 00', 'REPEATED_FIELD', 'Change.gone'],
    ['no arm', '12 00', 'MISSING_FIELD', 'Tell.change'],
    ['a union twice', '12 02 1a 00 12 02 1a 00', 'REPEATED_FIELD', 'Tell.change'],
    ['no union', '', 'MISSING_FIELD', 'Tell.change'],
    ['a record without what it must have', '0a 00 12 02 1a 00', 'MISSING_FIELD', 'Entry.words'],
    ['a record longer than what holds it', '12 05 0a 05 08 01 22', 'TRUNCATED', 'Change.put'],
    ['a record longer than the body', '12 03 1a 00', 'TRUNCATED', 'Tell.change'],
    ['an arm under another wire type', '12 02 18 00', 'WRONG_WIRE_TYPE', 'Change.gone'],
    ['a scalar in a record twice', '0a 07 08 01 08 01 22 01 61 12 02 1a 00', 'REPEATED_FIELD', 'Entry.id'],
    ['a rule of a type within', '0a 05 08 01 22 01 20 12 02 1a 00', 'NOT_TRIMMED', 'Entry.words'],
    [
      'one item too many',
      '0a 0b 08 01 22 01 61 22 01 61 22 01 61 12 02 1a 00',
      'OUT_OF_RANGE',
      'Entry.words',
    ],
    ['an unknown arm of a closed union', '12 02 1a 00 a2 01 02 48 07', 'MISSING_FIELD', 'Tell.ways'],
    ['a group within', '0a 02 6b 6c 12 02 1a 00', 'GROUP', 'Entry'],
  ])('%s: %s is %s at %s', async (_, body, reason, path) => {
    const { decode } = await running(contract, files)
    expect(decode('Tell', hex(body))).toEqual({ message: null, fault: { code: 'MALFORMED', reason, path } })
  })

  test('a list has no more bytes than it may, with the tags and lengths of its items', async () => {
    const { encode, decode } = await running(contract, files)
    // Six blobs of four bytes take 36 bytes, and another one of two bytes 4.
    const blobs = [...Array(6).fill(new Uint8Array(4)), new Uint8Array(2)]
    const most = tell({ entry: { ...entry, blobs } })
    expect(decode('Tell', encode(most).body ?? hex('')).message).toEqual(most)
    const fault = { code: 'MALFORMED', reason: 'OUT_OF_RANGE', path: 'Entry.blobs' }
    expect(encode(tell({ entry: { ...entry, blobs: [...blobs, new Uint8Array(0)] } }))).toEqual({
      body: null,
      fault,
    })
    expect(decode('Tell', hex(`0a 2f ${'1a 04 00 00 00 00 '.repeat(7)} 22 01 61 08 01`)).fault).toEqual(fault)
  })

  test('a record has no more bytes than it may, even with fields of a later version', async () => {
    const { encode, decode } = await running(contract, files)
    const label = { type: 'x'.repeat(300) }
    const large = tell({ entry: { ...entry, labels: [label, label, label], words: ['y'.repeat(300)] } })
    expect(encode(large).fault).toEqual({ code: 'MALFORMED', reason: 'OUT_OF_RANGE', path: 'Tell.entry' })
    const padding = `7a 80 08 ${'00'.repeat(1_024)}`
    const fault = { code: 'MALFORMED', reason: 'OUT_OF_RANGE', path: 'Tell.entry' }
    expect(decode('Tell', hex(`0a 88 08 22 01 61 08 01 ${padding} 12 02 1a 00`)).fault).toEqual(fault)
  })

  test('64 unknown fields are passed over in a body, wherever they stand', async () => {
    const { decode } = await running(contract, files)
    const body = (within: number, beside: number) =>
      hex(
        `${'48 00'.repeat(beside)} 12 ${(within * 2 + 2).toString(16).padStart(2, '0')} 1a 00 ${'48 00'.repeat(within)}`,
      )
    expect(decode('Tell', body(32, 32)).fault).toBeNull()
    expect(decode('Tell', body(32, 33)).fault).toMatchObject({ reason: 'TOO_MANY_UNKNOWN' })
  })

  test('what was heard as unknown cannot be said', async () => {
    const { encode, json } = await running(contract, files)
    const unknown = tell({ change: { case: 'unknown', tag: 9 } })
    expect(encode(unknown).fault).toEqual({ code: 'MALFORMED', reason: 'OUT_OF_RANGE', path: 'Tell.change' })
    expect(json.decode(json.encode(unknown))).toEqual(E.right(unknown))
  })

  test('the JSON form is that of what is within', async () => {
    const { json } = await running(contract, files)
    const said = tell({ entry: { ...entry, labels: [{ type: 'b' }], blobs: [Uint8Array.of(1, 255)] } })
    const written = {
      ...{ type: 'Tell', change: { case: 'gone' }, ways: [] },
      entry: { id: '-1', labels: [{ type: 'b' }], blobs: ['01ff'], words: ['a'] },
    }
    expect(json.encode(said)).toEqual(written)
    expect(json.decode(written)).toEqual(E.right(said))
    const refused = [
      { ...written, entry: { ...written.entry, more: 1 } },
      { ...written, entry: { id: '-1', labels: [], blobs: [] } },
      { ...written, entry: [] },
      { ...written, entry: { ...written.entry, words: ['a', 'b', 'c'] } },
      { ...written, entry: { ...written.entry, words: { length: 1, 0: 'a' } } },
      { ...written, change: { case: 'gone', value: 1 } },
      { ...written, change: { case: 'put' } },
      { ...written, change: { case: 'constructor' } },
      { ...written, change: JSON.parse('{"__proto__":{"case":"gone"}}') },
      { ...written, ways: [{ case: 'unknown', tag: 9 }] },
    ]
    for (const value of refused) {
      expect(E.isLeft(json.decode(value))).toBe(true)
      expect(json.is(value)).toBe(false)
    }
  })
})

describe('the codec of lists in one field', () => {
  test.each<[string, object]>([
    ['22 02 01 00', {}],
    ['0a 04 01 02 d8 04 22 02 01 00', { small: [-1, 1, 300] }],
    ['12 02 01 00 22 02 01 00', { rows: [-1n, 0n] }],
    [`1a 10 ${'00'.repeat(7)} 80 00 00 00 00 00 00 f0 3f 22 02 01 00`, { real: [-0, 1] }],
    ['22 02 01 00 8a 01 02 02 09', { colors: ['BLUE', 'UNKNOWN_9'] }],
    ['22 02 01 00 92 01 03 00 ac 02', { counts: [0, 300] }],
  ])('%s is %j', async (body, fields) => {
    const { encode, decode } = await running(contract, files)
    const message = { type: 'Count', ...nothing, ...fields }
    expect(encode(message)).toEqual({ body: hex(body), fault: null })
    expect(decode('Count', hex(body))).toEqual({ message, fault: null })
  })

  test('reads items in fields of their own, too, and in several', async () => {
    const { decode } = await running(contract, files)
    const heard = decode('Count', hex('08 01 0a 02 02 03 22 01 01 08 04 20 00'))
    expect(heard.message).toEqual({ type: 'Count', ...nothing, small: [-1, 1, -2, 2] })
  })

  test.each([
    ['one too many', '0a 05 01 01 01 01 01 22 02 01 00', 'OUT_OF_RANGE', 'Count.small'],
    ['one too many beside', '0a 04 01 01 01 01 08 01 22 02 01 00', 'OUT_OF_RANGE', 'Count.small'],
    ['too few', '22 01 01', 'OUT_OF_RANGE', 'Count.flags'],
    ['none', '', 'MISSING_FIELD', 'Count.flags'],
    ['an item that is cut', '0a 01 81 22 02 01 00', 'TRUNCATED', 'Count.small'],
    ['an item beyond its bounds', '0a 01 0b 22 02 01 00', 'OUT_OF_RANGE', 'Count.small'],
    ['a double that is cut', '1a 07 00 00 00 00 00 00 00 22 02 01 00', 'TRUNCATED', 'Count.real'],
    ['a length beyond the body', '0a 08 01', 'TRUNCATED', 'Count.small'],
    ['another wire type', '0d 00 00 00 00 22 02 01 00', 'WRONG_WIRE_TYPE', 'Count.small'],
    ['a value that no color has', '22 02 01 00 8a 01 01 00', 'OUT_OF_RANGE', 'Count.colors'],
  ])('%s: %s is %s at %s', async (_, body, reason, path) => {
    const { decode } = await running(contract, files)
    expect(decode('Count', hex(body))).toEqual({ message: null, fault: { code: 'MALFORMED', reason, path } })
  })

  test('no more is kept than a list may have, however many are sent', async () => {
    const { decode } = await running(contract, files)
    const body = Buffer.concat([hex('0a 80 80 40'), Buffer.alloc(1 << 20, 1)])
    expect(decode('Count', body).fault).toMatchObject({ reason: 'OUT_OF_RANGE', path: 'Count.small' })
  })
})

describe('records, lists and unions', () => {
  test('agree with other libraries', async () => {
    expectAgreement(contract, files, await running(contract, files))
  })

  test('refuse what is beyond their bounds', async () => {
    expectRefusals(await running(contract, files))
  })

  test('judge any bytes', async () => {
    expectJudgement(contract, await running(contract, files))
  })
})
