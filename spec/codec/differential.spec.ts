import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import protobuf from 'protobufjs'
import * as base from '../../protocol/base/contract.ts'
import { MessageArbitrary } from '../../protocol/talk/arbitraries.ts'
import { decodeBody, encodeBody } from '../../protocol/talk/codec.ts'
import { MessageNumber } from '../../protocol/talk/contract.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import { Reader, Writer } from '../../src/codec/index.ts'
import { runsOf } from '../support/soak.ts'
import { type Fields, librariesFor } from './libraries.ts'

const read = (file: string): string =>
  readFileSync(new URL(`../../protocol/${file}`, import.meta.url), 'utf8')
/** The messages of both as one file. */
const proto =
  read('base/colloquy/v1/colloquy.proto') +
  read('talk/talk/v1/talk.proto').replace(/^(?:syntax|package|option) .*$/gm, '')
const libraries = librariesFor(proto)
const { root } = protobuf.parse(proto)

const enums: { readonly [field: string]: { readonly [name: string]: number } } = {
  'Bye.reason': base.ByeReasonNumber,
  'Denied.reason': base.DenialReasonNumber,
  'Fault.code': base.FaultCodeNumber,
  'Aborted.reason': base.AbortReasonNumber,
  'SessionsAnswered.result': base.SessionsResultNumber,
}

const longs = ['lastSeenMs', 'expiresAtMs', 'beganAtMs', 'usedAtMs']

/** The number of an enum's value, which one of a later version has in its name. */
const numberOf = (values: Readonly<Record<string, number>> | undefined, value: unknown): unknown =>
  values === undefined ? value : (values[String(value)] ?? Number(String(value).replace('UNKNOWN_', '')))

/** A message as both libraries hold it: enums by number, 64 bits as bigint, no `type`. */
const neutral = ({ type, ...fields }: Message): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      longs.includes(name) ? BigInt(value as number) : numberOf(enums[`${type}.${name}`], value),
    ]),
  )

/** The same fields from either library: bytes as plain arrays, 64 bits as numbers, absent defaults as their default. */
const comparable = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => value !== undefined && value !== null && name !== '$typeName')
      .map(([name, value]): [string, unknown] => {
        if (value instanceof Uint8Array) return [name, [...value]]
        if (typeof value === 'bigint') return [name, Number(value)]
        return [name, value]
      }),
  )

const present = (fields: Fields, type: string): Fields => {
  const optional = root
    .lookupType(type)
    .fieldsArray.filter((field) => field.options?.proto3_optional === true)
  const absent = optional.map((field) => field.name)
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => !(absent.includes(name) && (value as { length?: number })?.length === 0),
    ),
  )
}

const ours = (message: Message): Buffer => {
  const writer = new Writer()
  if (!encodeBody(writer, message)) throw new Error(JSON.stringify(writer.fault))
  return Buffer.from(writer.buffer.subarray(0, writer.pos))
}

const readBody = (type: Message['type'], body: Uint8Array) => {
  const reader = new Reader().reset(Buffer.from(body))
  return { message: decodeBody(MessageNumber[type], reader), fault: reader.fault }
}

describe.each(libraries)('$name', ({ encode, decode }) => {
  test('reads what we write', () => {
    fc.assert(
      fc.property(MessageArbitrary, (said) => {
        const heard = comparable(decode(said.type, ours(said)))
        const expected = comparable(neutral(said))
        expect(present(heard, said.type)).toEqual(present(expected, said.type))
      }),
      { numRuns: runsOf(800) },
    )
  })

  test('writes what we read', () => {
    fc.assert(
      fc.property(MessageArbitrary, (said) => {
        expect(readBody(said.type, encode(said.type, neutral(said)))).toEqual({ message: said, fault: null })
      }),
      { numRuns: runsOf(800) },
    )
  })
})

test('@bufbuild/protobuf writes the same bytes', () => {
  fc.assert(
    fc.property(MessageArbitrary, (said) => {
      const theirs = libraries[1].encode(said.type, neutral(said))
      expect(ours(said).toString('hex')).toBe(Buffer.from(theirs).toString('hex'))
    }),
    { numRuns: runsOf(800) },
  )
})

describe('where protobuf takes what we refuse', () => {
  // Body, and which library takes it: j protobufjs, b @bufbuild/protobuf.
  test.each<[string, Message['type'], string, string, string]>([
    ['a repeated scalar: the last wins', 'Ping', '08 01 08 02', 'jb', 'REPEATED_FIELD'],
    ['a padded varint', 'Ping', '08 81 00', 'jb', 'OVERLONG_VARINT'],
    ['a padded tag', 'Ping', '88 00 01', 'jb', 'OVERLONG_VARINT'],
    ['a uint32 of 33 bits: cut', 'Ping', '08 80 80 80 80 10', 'jb', 'OUT_OF_RANGE'],
    ['a bool of 2', 'Logout', '08 02', 'jb', 'OUT_OF_RANGE'],
    ['an enum of 0', 'Bye', '08 00', 'jb', 'OUT_OF_RANGE'],
    ['a group', 'Ping', '13 14', 'jb', 'GROUP'],
    [
      'a uint64 above 2^53',
      'Granted',
      `0a 01 41 12 2b ${'41'.repeat(43)} 18 80 80 80 80 80 80 80 80 01`,
      'jb',
      'OUT_OF_RANGE',
    ],
    ['no required field', 'MyName', '', 'jb', 'MISSING_FIELD'],
    ['text beyond its bound', 'MyName', `0a 41 ${'61'.repeat(65)}`, 'jb', 'OUT_OF_RANGE'],
    ['65 unknown fields', 'Ping', '10 01'.repeat(65), 'jb', 'TOO_MANY_UNKNOWN'],
    ['a known field of another wire type: unknown', 'Ping', '0d 01 00 00 00', 'j', 'WRONG_WIRE_TYPE'],
  ])('%s', (_, type, hex, takers, reason) => {
    const body = Buffer.from(hex.replaceAll(' ', ''), 'hex')
    expect(readBody(type, body).fault?.reason).toBe(reason)
    const taken = libraries.map(({ decode }) => {
      try {
        decode(type, body)
        return true
      } catch {
        return false
      }
    })
    expect(taken).toEqual([takers.includes('j'), takers.includes('b')])
  })
})
