import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { canonicalContract, formatFailure, loadContract } from '../../src/contract/index.ts'
import { chat, colloquyBases, jobs, kv } from './files.ts'

const load = (text: string) => {
  const loaded = loadContract(text, 'x.yaml', { bases: colloquyBases })
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))
  return loaded.right
}

describe('contracts of somebody else', () => {
  test.each([
    ['kv', kv, 10],
    ['chat', chat, 12],
    ['jobs', jobs, 9],
  ])('%s loads', (protocol, text, messages) => {
    const contract = load(text)
    expect(contract.protocol).toBe(protocol)
    expect(contract.messages.filter(({ ofBase }) => !ofBase)).toHaveLength(messages)
  })

  test('a message is answered once, or by a stream', () => {
    const answerOf = (name: string) => load(kv).messages.find((message) => message.name === name)?.answer
    expect(answerOf('Get')).toEqual({ each: [], end: ['Found', 'NotFound'], window: 0 })
    expect(answerOf('Watch')).toEqual({ each: ['Changed'], end: ['Refused'], window: 256 })
    expect(answerOf('Found')).toBeNull()
    const usual = load(kv.replace(', window: 64', ''))
    expect(canonicalContract(usual)).toBe(canonicalContract(load(kv)))
    expect(canonicalContract(load(kv.replace('window: 64', 'window: 65')))).not.toBe(canonicalContract(usual))
  })

  test('an example is what a message holds in JSON', () => {
    const put = load(kv).messages.find(({ name }) => name === 'Put')
    expect(put?.example).toEqual({ key: 'greeting', value: '68656c6c6f', ifRevision: 0 })
  })

  test('the body of Put has room for a value of 1 MiB', () => {
    const converse = load(kv).states.find(({ name }) => name === 'converse')
    // A Changed with a put Entry: 512 + 2^20 bytes of key and value, and what else there is of it.
    expect(converse?.maxBody).toBe(1_054_369 + Math.ceil(1_054_369 / 8))
  })

  test('jobs moves through its states, and what none names may be said in each', () => {
    const { states } = load(jobs)
    const working = states.find(({ name }) => name === 'converse.working')
    expect(working?.says.get('Run')).toBe('converse.working')
    expect(working?.says.get('Drain')).toBe('converse.draining')
    expect(working?.says.get('Output')).toBe('converse.working')
    expect(working?.says.has('Work')).toBe(false)
  })
})

describe('a flaw on a base', () => {
  const told = (text: string): readonly string[] => {
    const loaded = loadContract(text, 'x.yaml', { bases: colloquyBases })
    return E.isLeft(loaded) ? loaded.left.map(({ rule, remedy }) => `${rule} ${remedy}`) : []
  }

  const one = (number: number, fields: string): string =>
    `protocol: one\nbase: colloquy@1\nversion: 1\nabout: One.\nmessages:\n  One: { number: ${number}, from: client, about: One., fields: { a: ${fields} } }\n`

  test.each([1, 19, 63, 65_536])('number %d is the only one, with a remedy that can be done', (number) => {
    expect(told(one(number, '{ tag: 1, type: uint32, about: A. }'))).toEqual([
      expect.stringMatching(/^NUMBER_OUT_OF_RANGE On a base, number messages from 64 to 65535; /),
    ])
  })

  test('a body that is too large for any state is bounded, and no maxBody raised that is not there', () => {
    expect(told(one(64, '{ tag: 1, type: bytes, maxBytes: 16 MiB, about: A. }'))).toEqual([
      'BODY_TOO_LARGE Bound the fields of the message more tightly (bodies are below 16 MiB), or raise the maxBody of a state that gives one itself.',
    ])
  })
})

describe('an example of every kind of value', () => {
  const whole = (example: string): string => `protocol: all
base: colloquy@1
version: 1
about: All.
types:
  Mood: { base: enum, open: true, about: A mood., values: { GOOD: { number: 1, about: Good. } } }
  Pair: { base: record, about: A pair., fields: { a: { tag: 1, type: int32, about: A. }, b: { tag: 2, type: double, max: 2, optional: true, about: B. } } }
  Way: { base: union, about: A way., of: { pair: { tag: 1, type: Pair, about: A pair. }, none: { tag: 2, about: None. } } }
messages:
  All:
    number: 64
    from: client
    about: All.
    example: ${example}
    fields:
      word: { tag: 1, type: string, maxBytes: 6, pattern: '[a-z]+', optional: true, about: A word. }
      blob: { tag: 2, type: bytes, minBytes: 1, maxBytes: 2, optional: true, about: A blob. }
      big: { tag: 3, type: int64, big: true, optional: true, about: A big one. }
      mood: { tag: 4, type: Mood, optional: true, about: A mood. }
      flag: { tag: 5, type: bool, optional: true, about: A flag. }
      pairs: { tag: 6, list: Pair, maxItems: 2, about: Pairs. }
      way: { tag: 7, type: Way, optional: true, about: A way. }
`

  const failuresOf = (example: string): readonly string[] => {
    const loaded = loadContract(whole(example), 'x.yaml', { bases: colloquyBases })
    return E.isLeft(loaded) ? loaded.left.map(({ rule, message }) => `${rule} ${message}`) : []
  }

  test.each([
    '{ pairs: [] }',
    '{ pairs: [{ a: -1 }, { a: 1, b: 0.5 }], word: abc, blob: ff00, big: "-9223372036854775808" }',
    '{ pairs: [], mood: GOOD, flag: true, way: { case: none } }',
    '{ pairs: [], mood: UNKNOWN_7, way: { case: pair, value: { a: 1 } } }',
  ])('%s is one', (example) => expect(failuresOf(example)).toEqual([]))

  test.each([
    ['{ }', 'The example has no pairs.'],
    ['{ pairs: [], more: 1 }', 'There is no such field.'],
    ['{ pairs: [], constructor: 1 }', 'There is no such field.'],
    ['{ pairs: [{ }] }', 'The example has no a.'],
    ['{ pairs: [{ a: 1 }, { a: 1 }, { a: 1 }] }', 'A list of 0 to 2 items is wanted.'],
    ['{ pairs: [{ a: 0.5 }] }', 'A whole number from -2147483648 to 2147483647 is wanted.'],
    ['{ pairs: [{ a: 1, b: 3 }] }', 'A number from -1.7976931348623157e+308 to 2 is wanted.'],
    ['{ pairs: [], word: abcdefg }', 'Text of 0 to 6 bytes is wanted.'],
    ['{ pairs: [], word: ABC }', 'Text that keeps the rules of its type is wanted.'],
    ['{ pairs: [], blob: FF }', 'Text of 1 to 2 bytes in lower-case hexadecimal digits is wanted.'],
    [
      '{ pairs: [], big: 7 }',
      'Text of a whole number from -9223372036854775808 to 9223372036854775807 is wanted.',
    ],
    ['{ pairs: [], mood: UNKNOWN_1 }', 'The name of a value is wanted.'],
    ['{ pairs: [], flag: 1 }', 'true or false is wanted.'],
    ['{ pairs: [], way: { case: gone } }', 'The case of a union is wanted.'],
    ['{ pairs: [], way: { case: none, value: 1 } }', 'There is no such key.'],
    ['{ pairs: [], way: { case: pair } }', 'The fields of a record are wanted.'],
  ])('%s is none', (example, message) =>
    expect(failuresOf(example)).toEqual([expect.stringContaining(`EXAMPLE_WRONG ${message}`)]),
  )
})
