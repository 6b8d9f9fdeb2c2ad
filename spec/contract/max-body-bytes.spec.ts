import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import {
  type Field,
  loadContract,
  type Message,
  maxBodyBytes,
  type Scalar,
} from '../../src/contract/index.ts'
import { base, talk } from './files.ts'

const message = (...fields: readonly Pick<Field, 'tag' | 'optional' | 'value'>[]): Message => ({
  name: 'M',
  ofBase: false,
  number: 1,
  from: 'both',
  conversation: false,
  answer: null,
  deprecated: null,
  example: null,
  about: 'Some.',
  since: 1,
  fields: fields.map((field) => ({
    name: 'f',
    about: 'Some.',
    since: 1,
    secret: false,
    type: null,
    list: null,
    deprecated: null,
    ...field,
  })),
})

const one = (value: Scalar, tag = 1, optional = false): number =>
  maxBodyBytes(message({ tag, optional, value }))

const text = (maxBytes: number): Scalar => ({
  base: 'string',
  minBytes: 0,
  maxBytes,
  rules: [],
  pattern: null,
})

describe('the largest body', () => {
  test('of a message without fields is empty', () => {
    expect(maxBodyBytes(message())).toBe(0)
  })

  test('of text is its tag, its length and its bytes', () => {
    expect(one(text(127))).toBe(1 + 1 + 127)
    expect(one(text(128))).toBe(1 + 2 + 128)
    expect(one(text(16_384))).toBe(1 + 3 + 16_384)
    expect(one({ base: 'bytes', minBytes: 8, maxBytes: 8 })).toBe(1 + 1 + 8)
  })

  test('of a number is that of the largest one', () => {
    expect(one({ base: 'uint32', min: 0, max: 127 })).toBe(1 + 1)
    expect(one({ base: 'uint32', min: 0, max: 4294967295 })).toBe(1 + 5)
    expect(one({ base: 'uint64', min: 0, max: 9007199254740991 })).toBe(1 + 8)
    expect(one({ base: 'enum', open: false, values: [{ name: 'A', number: 300, about: 'Some.' }] })).toBe(
      1 + 2,
    )
    expect(one({ base: 'bool' })).toBe(1 + 1)
  })

  test('grows with tags from 16, 2048 and 262144 on', () => {
    expect([15, 16, 2_047, 2_048, 262_144, 536_870_911].map((tag) => one({ base: 'bool' }, tag))).toEqual([
      2, 3, 3, 4, 5, 6,
    ])
  })

  test('has a zero only where it may be absent', () => {
    expect(one({ base: 'uint32', min: 0, max: 0 })).toBe(0)
    expect(one({ base: 'uint32', min: 0, max: 0 }, 1, true)).toBe(2)
  })

  test('of Say and Fault is what the wire document allows', () => {
    const loaded = loadContract(talk, 'talk.yaml', { bases: new Map([['colloquy@1', base]]) })
    const sizes = new Map(
      (E.isRight(loaded) ? loaded.right.messages : []).map((each) => [each.name, maxBodyBytes(each)]),
    )
    expect(sizes.get('Say')).toBe(1 + 3 + 65_536)
    expect(sizes.get('Fault')).toBe(1 + 5 + (1 + 2 + 256) + 6 + 6)
  })
})
