import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { arbitraries, MessageArbitrary } from '../../protocol/talk/arbitraries.ts'
import { decodeBody, encodeBody } from '../../protocol/talk/codec.ts'
import { MessageNumber } from '../../protocol/talk/contract.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import { Reader, Writer } from '../../src/codec/index.ts'
import { runsOf } from '../support/soak.ts'

const bodyOf = (message: Message): Buffer => {
  const writer = new Writer(16)
  if (!encodeBody(writer, message)) throw new Error(JSON.stringify(writer.fault))
  return Buffer.from(writer.buffer.subarray(0, writer.pos))
}

const decode = (type: Message['type'], body: Buffer) => {
  const reader = new Reader().reset(body)
  return { message: decodeBody(MessageNumber[type], reader), reader }
}

const names = Object.keys(arbitraries) as readonly Message['type'][]

/** The fields of a body, each with its tag: read by a plain reading of the wire format. */
const fieldsOf = (body: Buffer): readonly Buffer[] => {
  const fields: Buffer[] = []
  const varint = (from: number): readonly [number, number] => {
    let [value, pos] = [0n, from]
    for (let shift = 0n; ; shift += 7n) {
      const byte = body[pos++] as number
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return [Number(value), pos]
    }
  }
  for (let pos = 0; pos < body.length; ) {
    const start = pos
    const [tag, afterTag] = varint(pos)
    const [value, afterValue] = varint(afterTag)
    pos = tag % 8 === 2 ? afterValue + value : afterValue
    fields.push(body.subarray(start, pos))
  }
  return fields
}

describe.each(names)('%s', (name) => {
  const { valid, atBound, beyond } = arbitraries[name]
  const message: fc.Arbitrary<Message> = fc.oneof<fc.Arbitrary<Message>[]>(valid, atBound)

  test('what is said is what is heard', () => {
    fc.assert(
      fc.property(message, (said) => {
        expect(decode(name, bodyOf(said)).message).toEqual(said)
      }),
      { numRuns: 60 },
    )
  })

  test('the order of fields does not matter, and writing again is canonical', () => {
    fc.assert(
      fc.property(message, fc.infiniteStream(fc.nat()), (said, order) => {
        const body = bodyOf(said)
        const fields = fieldsOf(body).map((field) => ({ field, at: order.next().value as number }))
        const shuffled = fields.sort((a, b) => a.at - b.at).map(({ field }) => field)
        const heard = decode(name, Buffer.concat(shuffled)).message
        expect(heard).toEqual(said)
        expect(bodyOf(heard as Message).equals(body)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('a value beyond its refinement is not written, and the path says which', () => {
    if (beyond === null) return
    fc.assert(
      fc.property(beyond, ({ message: said, path }) => {
        const writer = new Writer(16)
        expect(encodeBody(writer, said as Message)).toBe(false)
        expect(writer.fault?.path).toBe(path)
        expect(writer.pos).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  test('a body cut anywhere is a message or a fault', () => {
    fc.assert(
      fc.property(valid as fc.Arbitrary<Message>, fc.nat(), (said, at) => {
        const body = bodyOf(said)
        const { message: heard, reader } = decode(
          name,
          body.subarray(0, body.length === 0 ? 0 : at % body.length),
        )
        expect(heard === null).toBe(reader.fault !== null)
      }),
      { numRuns: 60 },
    )
  })
})

const type = fc.constantFrom(...names)

/** Bytes that look like fields more often than chance would have it. */
const fieldLike = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.tuple(fc.nat(40), fc.nat(12)).map(([tag, value]) => Uint8Array.of(tag, value)),
      fc.constantFrom(
        Uint8Array.of(0x80, 0),
        Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
        Uint8Array.of(0x0a, 0xff),
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Buffer.concat(parts))

describe('whatever the bytes', () => {
  test('decoding gives a message or a coded fault, and never throws', () => {
    fc.assert(
      fc.property(type, fieldLike, (name, body) => {
        const { message, reader } = decode(name, body)
        if (message === null) expect(reader.fault?.code).toBe('MALFORMED')
        else {
          expect(reader.fault).toBeNull()
          // A message that was taken can be said, and is heard as the same.
          expect(decode(name, bodyOf(message)).message).toEqual(message)
        }
        expect(reader.pos).toBe(reader.end)
      }),
      { numRuns: runsOf(3000) },
    )
  })

  test('a body with one byte changed gives a message or a coded fault', () => {
    fc.assert(
      fc.property(MessageArbitrary, fc.nat(), fc.nat(255), (said, at, xor) => {
        const body = bodyOf(said)
        if (body.length > 0) body[at % body.length] = (body[at % body.length] as number) ^ xor
        const { message, reader } = decode(said.type, body)
        expect(message === null).toBe(reader.fault !== null)
        if (message !== null) expect(bodyOf(message)).toBeDefined()
      }),
      { numRuns: runsOf(2000) },
    )
  })

  test('a fault never shows what was read', () => {
    fc.assert(
      fc.property(type, fieldLike, (name, body) => {
        const { fault } = decode(name, body).reader
        if (fault !== null) expect(Object.keys(fault).sort()).toEqual(['code', 'path', 'reason'])
        if (fault !== null) expect(fault.path).toMatch(new RegExp(`^${name}(?:\\.[a-z][A-Za-z]*)?$`))
      }),
    )
  })

  test('each byte is looked at a bounded number of times', () => {
    const size = 65536
    const worst = {
      'unknown fields': Buffer.from('10 01'.replaceAll(' ', '').repeat(size / 2), 'hex'),
      'a varint without an end': Buffer.alloc(size, 0x80),
      'empty fields of a known tag': Buffer.from('0a00'.repeat(size / 2), 'hex'),
    }
    for (const body of Object.values(worst)) {
      let reads = 0
      // Counts what is read one byte at a time; the methods of Buffer work once on what they are given.
      const counted = new Proxy(body, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads++
          const value: unknown = Reflect.get(target, key, target)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
      const reader = new Reader().reset(counted, 0, body.length)
      decodeBody(MessageNumber.Ping, reader)
      decodeBody(MessageNumber.Say, reader.reset(counted, 0, body.length))
      expect(reads).toBeLessThan(1000)
    }
  })

  test('nothing that was decoded shares memory with the buffer', () => {
    const body = bodyOf({
      type: 'Hello',
      minVersion: 1,
      maxVersion: 1,
      contract: new Uint8Array(8).fill(7),
      protocol: 'talk',
      agent: 'an agent with a name of more than sixteen letters',
    } as unknown as Message)
    const { message } = decode('Hello', body)
    const before = structuredClone(message)
    body.fill(0)
    expect(message).toEqual(before)
    expect(message?.type === 'Hello' && message.contract?.buffer).not.toBe(body.buffer)
    expect(message?.type === 'Hello' && message.contract?.buffer.byteLength).toBe(8)
  })
})
