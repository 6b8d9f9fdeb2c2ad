import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as base from '../../protocol/base/io.ts'
import { arbitraries, MessageArbitrary } from '../../protocol/talk/arbitraries.ts'
import { encodeBody } from '../../protocol/talk/codec.ts'
import * as talk from '../../protocol/talk/io.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import { Writer } from '../../src/codec/index.ts'
import { runsOf } from '../support/soak.ts'

const io = { ...base, ...talk }
const { MessageJson } = io

describe('the JSON form', () => {
  test('of every message goes through JSON and back', () => {
    fc.assert(
      fc.property(MessageArbitrary, (message) => {
        const text = JSON.stringify(MessageJson.encode(message))
        expect(MessageJson.decode(JSON.parse(text))).toEqual(E.right(message))
        expect(MessageJson.is(message)).toBe(true)
      }),
      { numRuns: runsOf(500) },
    )
  })

  test('has names for enums and hexadecimal digits for bytes', () => {
    const hello = {
      type: 'Hello',
      minVersion: 1,
      maxVersion: 2,
      contract: '00ff00ff00ff00ff',
      protocol: 'talk',
    }
    const decoded = io.HelloJson.decode(hello)
    expect(decoded).toEqual(
      E.right({
        type: 'Hello',
        minVersion: 1,
        maxVersion: 2,
        contract: Uint8Array.of(0, 255, 0, 255, 0, 255, 0, 255),
        protocol: 'talk',
      }),
    )
    if (E.isRight(decoded)) expect(io.HelloJson.encode(decoded.right)).toEqual(hello)
    expect(io.ByeJson.decode({ type: 'Bye', reason: 'DONE', detail: '' })).toEqual(
      E.right({ type: 'Bye', reason: 'DONE', detail: '' }),
    )
  })

  test.each<[string, unknown]>([
    ['an unknown key', { type: 'Ping', nonce: 1, more: 1 }],
    ['a missing key', { type: 'Ping' }],
    ['a wrong type', { type: 'Ping', nonce: '1' }],
    ['a value beyond its range', { type: 'Ping', nonce: 2 ** 32 }],
    ['an unknown message', { type: 'Pling', nonce: 1 }],
    ['a key of the prototype', Object.create({ type: 'Ping', nonce: 1 })],
    ['a __proto__ of its own', JSON.parse('{"type":"Ping","nonce":1,"__proto__":{"x":1}}')],
    ['a type that objects have', { type: 'constructor' }],
    [
      'an optional key that holds undefined',
      { type: 'Hello', minVersion: 1, maxVersion: 1, agent: undefined },
    ],
    ['digits in capitals', { type: 'Hello', minVersion: 1, maxVersion: 1, contract: 'FF00FF00FF00FF00' }],
    ['digits that are too many', { type: 'Hello', minVersion: 1, maxVersion: 1, contract: '00'.repeat(9) }],
    ['an unknown name of an enum', { type: 'Bye', reason: 'toString', detail: '' }],
    ['a number of an enum', { type: 'Bye', reason: 1, detail: '' }],
    ['text with a lone surrogate', { type: 'Say', text: '\ud800' }],
    ['a name with a space before it', { type: 'MyName', name: ' A' }],
    ['an array', [{ type: 'Ping', nonce: 1 }]],
    ['null', null],
    ['nothing', undefined],
  ])('with %s is refused', (_, value) => {
    expect(E.isLeft(MessageJson.decode(value))).toBe(true)
    expect(MessageJson.is(value)).toBe(false)
  })

  test('of a message beyond its refinements is refused', () => {
    const beyond = Object.values(arbitraries).flatMap(({ beyond }) => (beyond === null ? [] : [beyond]))
    fc.assert(
      fc.property(fc.oneof(...beyond), ({ message }) => {
        expect(MessageJson.is(message)).toBe(false)
        expect(E.isLeft(MessageJson.decode(message))).toBe(true)
      }),
      { numRuns: runsOf(500) },
    )
  })

  test('does not change what all objects inherit', () => {
    MessageJson.decode(JSON.parse('{"type":"__proto__","__proto__":{"polluted":true}}'))
    MessageJson.decode(JSON.parse('{"__proto__":{"type":"Ping","nonce":1}}'))
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

/** Everything a failure holds, through every object it refers to. */
const everythingIn = (value: unknown, seen: Set<unknown> = new Set()): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || seen.has(value)) return ''
  seen.add(value)
  return Object.values(value)
    .map((inner) => everythingIn(inner, seen))
    .join('\n')
}

describe('a failure', () => {
  test('of a type or message with a secret carries no value', () => {
    const secret = 'hunter2-hunter2'
    const failures = [
      io.Password.decode(secret.repeat(40)),
      io.Token.decode(secret),
      io.LoginJson.decode({ type: 'Login', name: ' A', password: secret }),
      io.LoginJson.decode({ type: 'Login', name: 'A', password: secret, [secret]: 1 }),
      io.LoginJson.decode({ type: 'Login', name: 'A', password: secret.repeat(40) }),
      MessageJson.decode({ type: 'Logn', name: 'A', password: secret }),
      MessageJson.decode({ type: 'Resume', token: secret, received: 0 }),
      io.LoginWire.decode(Buffer.from(secret)),
    ]
    for (const failure of failures) {
      expect(E.isLeft(failure)).toBe(true)
      expect(everythingIn(failure)).not.toContain('hunter2')
      if (E.isLeft(failure)) for (const { value } of failure.left) expect(value).toBeUndefined()
    }
  })

  test('says what is wrong and where', () => {
    const failure = io.MyNameJson.decode({ type: 'MyName', name: ' A' })
    expect(E.isLeft(failure) && failure.left.map(({ message, value }) => ({ message, value }))).toEqual([
      { message: 'PersonName: NOT_TRIMMED', value: ' A' },
    ])
    const body = io.SayWire.decode(Uint8Array.of(0x0a, 0x01, 0xff))
    expect(E.isLeft(body) && body.left[0]?.message).toBe('MALFORMED: INVALID_UTF8 at Say.text')
  })
})

describe('the form of a body', () => {
  test('is what the codec writes', () => {
    fc.assert(
      fc.property(arbitraries.Say.valid, (message) => {
        const writer = new Writer()
        encodeBody(writer, message as Message)
        const body = io.SayWire.encode(message)
        expect(Buffer.from(body).equals(writer.buffer.subarray(0, writer.pos))).toBe(true)
        expect(io.SayWire.decode(body)).toEqual(E.right(message))
      }),
    )
  })

  test('may lie within a larger buffer', () => {
    const around = Uint8Array.of(9, 9, 0x0a, 0x01, 0x61, 9)
    expect(io.SayWire.decode(around.subarray(2, 5))).toEqual(E.right({ type: 'Say', text: 'a' }))
    expect(E.isLeft(io.SayWire.decode('a'))).toBe(true)
  })

  test('of what is no message is a mistake of the caller', () => {
    expect(() => io.SayWire.encode({ type: 'Say', text: '\ud800' })).toThrow('INVALID_UTF8 at Say.text')
  })
})

describe('a named type', () => {
  test('is made from what fulfils it', () => {
    expect(io.PersonName.decode('Ada')).toEqual(E.right('Ada'))
    expect(E.isLeft(io.PersonName.decode('Ada '))).toBe(true)
    expect(io.ContractHash.is(new Uint8Array(8))).toBe(true)
    expect(io.ContractHash.is(new Uint8Array(7))).toBe(false)
    expect(io.Heartbeat.is(999)).toBe(false)
    expect(io.FaultCode.is('GAP')).toBe(true)
    expect(io.FaultCode.is('hasOwnProperty')).toBe(false)
  })
})
