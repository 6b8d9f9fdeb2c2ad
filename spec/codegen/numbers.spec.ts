import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { maxBodyBytes } from '../../src/contract/index.ts'
import { expectAgreement, expectJudgement, expectRefusals } from './differential.ts'
import { blockOf, filesOf, running } from './generated.ts'
import { numbers } from './samples.ts'

const contract = numbers
const files = filesOf(contract)
const zero = { type: 'All', small: 0, large: 0, row: 0n, seen: 0n, warm: 0 }
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('of numbers', () => {
  test('TypeScript has number, and bigint where they are big', () => {
    expect(files.get('messages.ts')).toContain('\n/** A row. */\nexport type RowId = bigint\n')
    expect(blockOf(files, 'messages.ts', 'export interface Some')).toBe(
      [
        'export interface Some {',
        "  readonly type: 'Some'",
        '  /** A small one. -3 to -1. */',
        '  readonly small: number',
        '  /** A large one. At least 5. */',
        '  readonly large?: number',
        '  /** A big one. At least -9. */',
        '  readonly row?: bigint',
        '  /** A big one without a sign. 0 to 300. */',
        '  readonly seen?: bigint',
        '  /** A real one. At least 0.5. */',
        '  readonly warm: number',
        '}',
      ].join('\n'),
    )
  })

  test('the .proto has a sign as zigzag', () => {
    const types = /^ {2}(?:optional )?(\w+) \w+ = \d;$/gm
    const proto = [...(files.get('numbers/v1/numbers.proto') ?? '').matchAll(types)].map(([, type]) => type)
    expect(proto.slice(0, 5)).toEqual(['sint32', 'sint64', 'sint64', 'uint64', 'double'])
    expect(proto.slice(5)).toEqual(proto.slice(0, 5))
  })

  test('the largest bodies: 5 + 8 + 10 + 10 + 8 bytes with tags, and 1 + 8 + 10 + 2 + 8', () => {
    expect(contract.messages.map(maxBodyBytes)).toEqual([46, 34])
  })
})

describe('the codec of numbers', () => {
  // By hand: zigzag has 2n for n and -2n - 1 for -n; varints have 7 bits a byte, the lowest first; doubles are IEEE 754.
  test.each<[string, object]>([
    ['', {}],
    ['08 01', { small: -1 }],
    ['08 02', { small: 1 }],
    ['08 fe ff ff ff 0f', { small: 2_147_483_647 }],
    ['08 ff ff ff ff 0f', { small: -2_147_483_648 }],
    ['10 fe ff ff ff ff ff ff 1f', { large: 9_007_199_254_740_991 }],
    ['10 fd ff ff ff ff ff ff 1f', { large: -9_007_199_254_740_991 }],
    ['10 ff ff ff ff ff ff ff 0f', { large: -4_503_599_627_370_496 }],
    ['18 fe ff ff ff ff ff ff ff ff 01', { row: 9_223_372_036_854_775_807n }],
    ['18 ff ff ff ff ff ff ff ff ff 01', { row: -9_223_372_036_854_775_808n }],
    ['20 ff ff ff ff ff ff ff ff ff 01', { seen: 18_446_744_073_709_551_615n }],
    ['20 80 01', { seen: 128n }],
    ['29 00 00 00 00 00 00 f0 3f', { warm: 1 }],
    ['29 00 00 00 00 00 00 00 80', { warm: -0 }],
    ['29 66 66 66 66 66 12 71 c0', { warm: -273.15 }],
  ])('%s is %p', async (body, numbers) => {
    const { encode, decode } = await running(contract, files)
    const message = { ...zero, ...numbers }
    expect(encode(message)).toEqual({ body: hex(body), fault: null })
    expect(decode('All', hex(body))).toEqual({ message, fault: null })
  })

  test.each([
    ['08 80 80 80 80 10', 'OUT_OF_RANGE', 'small'],
    ['10 80 80 80 80 80 80 80 20', 'OUT_OF_RANGE', 'large'],
    ['10 ff ff ff ff ff ff ff 1f', 'OUT_OF_RANGE', 'large'],
    ['10 ff ff ff ff ff ff ff ff ff 01', 'OUT_OF_RANGE', 'large'],
    ['18 ff ff ff ff ff ff ff ff ff 02', 'OVERLONG_VARINT', 'row'],
    ['18 80 80 80 80 80 80 80 80 80 00', 'OVERLONG_VARINT', 'row'],
    ['20 ff ff', 'TRUNCATED', 'seen'],
    ['29 00 00 00 00 00 00 f0', 'TRUNCATED', 'warm'],
    ['29 00 00 00 00 00 00 f8 7f', 'OUT_OF_RANGE', 'warm'],
    ['29 00 00 00 00 00 00 f0 7f', 'OUT_OF_RANGE', 'warm'],
    ['29 00 00 00 00 00 00 f0 ff', 'OUT_OF_RANGE', 'warm'],
    ['29 00 00 00 00 00 44 9f 40', 'OUT_OF_RANGE', 'warm'],
    ['28 01', 'WRONG_WIRE_TYPE', 'warm'],
    ['09 00 00 00 00 00 00 f0 3f', 'WRONG_WIRE_TYPE', 'small'],
  ])('%s is %s at All.%s', async (body, reason, field) => {
    const { decode } = await running(contract, files)
    const fault = { code: 'MALFORMED', reason, path: `All.${field}` }
    expect(decode('All', hex(body))).toEqual({ message: null, fault })
  })

  test('has big integers as decimal text in JSON', async () => {
    const { json } = await running(contract, files)
    const said = { ...zero, row: -9_223_372_036_854_775_808n, seen: 7n }
    const written = { ...zero, row: '-9223372036854775808', seen: '7' }
    expect(json.encode(said)).toEqual(written)
    expect(json.decode(written)).toEqual(E.right(said))
    for (const row of ['-0', '007', '+1', ' 1', '1n', '0x1', '', '9223372036854775808', 7, '1'.repeat(21)])
      expect(E.isLeft(json.decode({ ...written, row }))).toBe(true)
  })

  test('agrees with other libraries', async () => {
    expectAgreement(contract, files, await running(contract, files))
  })

  test('refuses what is beyond its bounds', async () => {
    expectRefusals(await running(contract, files))
  })

  test('judges any bytes', async () => {
    expectJudgement(contract, await running(contract, files))
  })
})
