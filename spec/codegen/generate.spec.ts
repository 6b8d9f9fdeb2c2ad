import { describe, expect, test } from '@jest/globals'
import protobuf from 'protobufjs'
import { generate } from '../../src/codegen/generate.ts'
import { isMarked } from '../../src/codegen/source.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { field, message, options, sample } from './sample.ts'

const hash = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 255)
const generated = generate(sample, hash, options)
const proto = 'sample/v3/sample.proto'
const text = (file: string): string => generated.get(file) ?? ''

/** The lines of a file from the first that begins so to the next empty one. */
const block = (file: string, first: string): string => {
  const lines = text(file).split('\n')
  const start = lines.findIndex((line) => line.startsWith(first))
  return lines.slice(start, lines.indexOf('', start)).join('\n')
}

describe('what is generated', () => {
  test('is one file for each thing, sorted, each marked in its first line', () => {
    expect([...generated.keys()]).toEqual([
      'arbitraries.ts',
      'codec.ts',
      'sample/v3/sample.proto',
      'contract.ts',
      'index.ts',
      'io.ts',
      'messages.ts',
      'states.mmd',
    ])
    for (const one of generated.values()) expect(isMarked(one)).toBe(true)
    expect(text('codec.ts').split('\n')[0]).toBe(
      '// Generated from sample.yaml by sample codegen. Do not edit.',
    )
  })

  test('is the same for the same contract, in whatever order its types stand', () => {
    expect(generate({ ...sample, types: [...sample.types].reverse() }, hash, options)).toEqual(generated)
  })

  test('names its run-time as it is told', () => {
    expect(text('codec.ts')).toContain("from 'sample/codec'")
    expect(text('messages.ts')).toContain("from 'sample/types'")
    expect(text('io.ts')).toContain("from 'sample/io'")
    expect(text('arbitraries.ts')).toContain("from 'sample/arbitraries'")
  })
})

describe('messages.ts', () => {
  test('has an interface for each message', () => {
    expect(block('messages.ts', '/** What Tell says.')).toBe(
      [
        '/** What Tell says. Client to server, number 1, since version 1. */',
        'export interface Tell {',
        "  readonly type: 'Tell'",
        '  /** What nick is. 1 to 8 bytes. */',
        '  readonly nick: Nick',
        '  /** What text is. At most 300 bytes. */',
        '  readonly text?: string',
        '}',
      ].join('\n'),
    )
  })

  test('brands text and bytes that are distinct, and lists the names of enums', () => {
    expect(text('messages.ts')).toContain("\nexport type Nick = Brand<string, 'Nick'>\n")
    expect(text('messages.ts')).toContain('\nexport type Key = Uint8Array\n')
    expect(text('messages.ts')).toContain("\nexport type Color = 'DEEP_BLUE' | 'RED'\n")
  })

  test('says what each side may say', () => {
    expect(text('messages.ts')).toContain('\nexport type ClientMessage = Tell | Every | Many\n')
    expect(text('messages.ts')).toContain('\nexport type ServerMessage = Every | Many | Done\n')
    expect(text('messages.ts')).toContain('\nexport type ClientConversation = Many\n')
  })
})

describe('codec.ts', () => {
  test('writes in the order of tags and leaves out defaults', () => {
    expect(block('codec.ts', 'export const encodeTell')).toBe(
      [
        'export const encodeTell = (writer: Writer, message: Tell): boolean => {',
        "  writer.string(10, message.nick, 1, 8, 'Tell.nick')",
        "  if (writer.fault === null) writer.refuse(brokenRule(message.nick, Nick_rules), 'Tell.nick')",
        "  if (message.text !== undefined) writer.string(26, message.text, 0, 300, 'Tell.text')",
        '  return writer.fault === null',
        '}',
      ].join('\n'),
    )
  })

  test('reads fields in any order, each once', () => {
    expect(block('codec.ts', 'export const decodeTell')).toBe(
      [
        'export const decodeTell = (reader: Reader): Tell | null => {',
        "  let nick_ = '' as Nick",
        "  let text_ = ''",
        '  let seen = 0',
        '  while (reader.pos < reader.end) {',
        "    const tag = reader.tag('Tell')",
        '    switch (tag) {',
        '      case 10:',
        "        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Tell.nick')",
        '        seen |= 0x1',
        "        nick_ = reader.string(1, 8, 'Tell.nick') as Nick",
        "        reader.refuse(brokenRule(nick_, Nick_rules), 'Tell.nick')",
        '        break',
        '      case 26:',
        "        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Tell.text')",
        '        seen |= 0x2',
        "        text_ = reader.string(0, 300, 'Tell.text')",
        '        break',
        '      default:',
        '        switch (tag >>> 3) {',
        '          case 1:',
        "            return reader.wrongWireType(tag, 'Tell.nick')",
        '          case 3:',
        "            return reader.wrongWireType(tag, 'Tell.text')",
        '          default:',
        "            reader.skip(tag, 'Tell')",
        '        }',
        '    }',
        '  }',
        '  if (reader.fault !== null) return null',
        "  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Tell.nick')",
        '  const message: Mutable<Tell> = {',
        "    type: 'Tell',",
        '    nick: nick_,',
        '  }',
        '  if ((seen & 0x2) !== 0) message.text = text_',
        '  return message',
        '}',
      ].join('\n'),
    )
  })
})

describe('contract.ts', () => {
  test('expands who may say what, and what follows', () => {
    expect(text('contract.ts')).toContain(
      [
        "      name: 'default',",
        "      turn: 'both',",
        '      within: { heartbeats: 3 },',
        '      maxBody: 4096,',
        '      inFlight: false,',
        '      says: {',
        '        client: {',
        "          Many: 'default',",
        '        },',
        '        server: {',
        "          Many: 'default',",
        "          Done: 'end',",
        '        },',
        '      },',
      ].join('\n'),
    )
    expect(text('contract.ts')).toContain("  hash: '01020304050607ff',")
    expect(block('contract.ts', 'export const ColorNumber')).toBe(
      'export const ColorNumber = {\n  DEEP_BLUE: 2,\n  RED: 7,\n} as const',
    )
  })
})

describe('the .proto', () => {
  test('has optional fields, and enums that begin with 0', () => {
    expect(text(proto)).toContain('package sample.v3;\n\noption go_package = "sample/v3;samplev3";\n')
    expect(block(proto, 'enum Color')).toBe(
      [
        'enum Color {',
        '  // Never sent.',
        '  COLOR_UNSPECIFIED = 0;',
        '  // Blue.',
        '  COLOR_DEEP_BLUE = 2;',
        '  // Red.',
        '  COLOR_RED = 7;',
        '}',
      ].join('\n'),
    )
    expect(block(proto, 'message Tell')).toBe(
      [
        'message Tell {',
        '  // What nick is. 1 to 8 bytes.',
        '  string nick = 1;',
        '  // What text is. At most 300 bytes.',
        '  optional string text = 3;',
        '}',
      ].join('\n'),
    )
  })

  test('names fields as Protobuf does, which give the names of the contract back', () => {
    const odd = message('Odd', 99, [
      field('retryAfterMs', 1, { base: 'bool' }),
      field('hTTPCode', 2, { base: 'bool' }),
      field('a1B2', 3, { base: 'bool' }),
    ])
    const { root } = protobuf.parse(
      generate({ ...sample, messages: [...sample.messages, odd] }, hash, options).get(proto) ?? '',
    )
    expect(Object.keys(root.lookupType('Odd').fields)).toEqual(['retryAfterMs', 'hTTPCode', 'a1B2'])
  })

  test('reserves what was removed', () => {
    const gone = message('Gone', 98, [], {
      reserved: { tags: [9, 3, 5, 6, 7, 536870911], names: ['oldName', 'x'] },
    })
    const kept = message('Kept', 99, [field('now', 4, { base: 'bool' })], {
      reserved: { tags: [1], names: [] },
    })
    const contract: Contract = {
      ...sample,
      messages: [...sample.messages, gone, kept],
      reserved: { numbers: [70, 8, 71], names: ['Older', 'Oldest'] },
    }
    const written = generate(contract, hash, options).get(proto) ?? ''
    expect(written).toContain(
      '\n// Removed, and not to be used again: numbers of messages 8, 70 to 71; names Older, Oldest.\nsyntax',
    )
    expect(written).toContain(
      'message Gone {\n  reserved 3, 5 to 7, 9, 536870911;\n  reserved "old_name", "x";\n}\n',
    )
    expect(written).toContain('message Kept {\n  reserved 1;\n  // What now is.\n  bool now = 4;\n}\n')
    expect(protobuf.parse(written).root.lookupType('Gone').reserved).toEqual([
      [3, 3],
      [5, 7],
      [9, 9],
      [536870911, 536870911],
      'old_name',
      'x',
    ])
    expect(generate({ ...sample, reserved: { numbers: [], names: [] } }, hash, options)).toEqual(generated)
  })
})

describe('states.mmd', () => {
  test('nests states by their dots, with ids that begin as none of the words of Mermaid does', () => {
    expect(text('states.mmd').split('\n').slice(2)).toEqual([
      'stateDiagram-v2',
      '  at_default : default',
      '  at_end : end',
      '  state "talk" as in_talk {',
      '    at_talk_open : open',
      '  }',
      '  [*] --> at_talk_open',
      '  at_talk_open --> at_default : C#58; Tell',
      '  at_talk_open --> at_talk_open : C#58; Every',
      '  at_default --> at_default : C/S#58; Many',
      '  at_default --> at_end : S#58; Done',
      '  at_end --> [*]',
      '  note left of at_talk_open',
      '    In every open state',
      '    C/S: Done leads to end',
      '  end note',
      '',
    ])
  })
})
