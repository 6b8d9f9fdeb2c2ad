import { describe, expect, test } from '@jest/globals'
import { encodeBody } from '../../protocol/talk/codec.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import { Writer } from '../../src/codec/index.ts'

const encode = (message: unknown): { readonly hex: string | null; readonly writer: Writer } => {
  const writer = new Writer(8)
  const done = encodeBody(writer, message as Message)
  return { hex: done ? writer.buffer.subarray(0, writer.pos).toString('hex') : null, writer }
}

const plain = (hex: string): string => hex.replaceAll(' ', '')

describe('the written form is canonical', () => {
  test.each<[object, string]>([
    [{ type: 'Ready' }, ''],
    [{ type: 'Ping', nonce: 0 }, ''],
    [{ type: 'Ping', nonce: -0 }, ''],
    [{ type: 'Ping', nonce: 127 }, '08 7f'],
    [{ type: 'Ping', nonce: 128 }, '08 80 01'],
    [{ type: 'Ping', nonce: 300 }, '08 ac 02'],
    [{ type: 'Ping', nonce: 4294967295 }, '08 ff ff ff ff 0f'],
    [
      { type: 'Greeting', name: 'A', known: true, lastSeenMs: 9007199254740991 },
      '0a 01 41 10 01 18 ff ff ff ff ff ff ff 0f',
    ],
    [{ type: 'Greeting', name: 'A', known: false, lastSeenMs: 2147483648 }, '0a 01 41 18 80 80 80 80 08'],
    [{ type: 'Hello', minVersion: 1, maxVersion: 2, protocol: 'talk' }, '08 01 10 02 2a 04 74 61 6c 6b'],
    [
      { protocol: 'talk', agent: '', maxVersion: 2, minVersion: 1, type: 'Hello' },
      '08 01 10 02 22 00 2a 04 74 61 6c 6b',
    ],
    [
      {
        type: 'Hello',
        minVersion: 1,
        maxVersion: 2,
        contract: undefined,
        agent: undefined,
        protocol: 'talk',
      },
      '08 01 10 02 2a 04 74 61 6c 6b',
    ],
    [{ type: 'Say', text: '' }, ''],
    [{ type: 'Say', text: 'é漢😀\ufeff' }, '0a 0c c3 a9 e6 bc a2 f0 9f 98 80 ef bb bf'],
    [{ type: 'Say', text: 'é'.repeat(63) }, `0a 7e ${'c3a9'.repeat(63)}`],
    [{ type: 'Say', text: 'é'.repeat(64) }, `0a 80 01 ${'c3a9'.repeat(64)}`],
    [{ type: 'Say', text: 'é'.repeat(1000) }, `0a d0 0f ${'c3a9'.repeat(1000)}`],
    [{ type: 'Say', text: '漢'.repeat(6000) }, `0a d0 8c 01 ${'e6bca2'.repeat(6000)}`],
    [{ type: 'Say', text: 'a'.repeat(65536) }, `0a 80 80 04 ${'61'.repeat(65536)}`],
    [{ type: 'Bye', reason: 'REPLACED', detail: '' }, '08 05'],
  ])('%o', (message, hex) => {
    expect(encode(message).hex).toBe(plain(hex))
  })
})

describe('what is no such message is refused with a reason and a path, and nothing is written', () => {
  test.each<[unknown, string, string]>([
    [{ type: 'Say', text: '\ud800' }, 'INVALID_UTF8', 'Say.text'],
    [{ type: 'Say', text: `${'a'.repeat(30)}\udc00` }, 'INVALID_UTF8', 'Say.text'],
    [{ type: 'Say', text: `${'a'.repeat(2000)}\ud800a` }, 'INVALID_UTF8', 'Say.text'],
    [{ type: 'Say', text: '\udc00\ud800' }, 'INVALID_UTF8', 'Say.text'],
    [{ type: 'Say', text: 'a'.repeat(65537) }, 'OUT_OF_RANGE', 'Say.text'],
    [{ type: 'Say', text: '漢'.repeat(21846) }, 'OUT_OF_RANGE', 'Say.text'],
    [{ type: 'Say' }, 'WRONG_TYPE', 'Say.text'],
    [{ type: 'Say', text: 5 }, 'WRONG_TYPE', 'Say.text'],
    [{ type: 'Ping', nonce: 4294967296 }, 'OUT_OF_RANGE', 'Ping.nonce'],
    [{ type: 'Ping', nonce: -1 }, 'OUT_OF_RANGE', 'Ping.nonce'],
    [{ type: 'Ping', nonce: 1.5 }, 'OUT_OF_RANGE', 'Ping.nonce'],
    [{ type: 'Ping', nonce: Number.NaN }, 'OUT_OF_RANGE', 'Ping.nonce'],
    [{ type: 'Ping', nonce: 1n }, 'WRONG_TYPE', 'Ping.nonce'],
    [{ type: 'Ping' }, 'WRONG_TYPE', 'Ping.nonce'],
    [
      { type: 'Greeting', name: 'A', known: true, lastSeenMs: 2 ** 53 },
      'OUT_OF_RANGE',
      'Greeting.lastSeenMs',
    ],
    [{ type: 'Greeting', name: 'A', known: 1, lastSeenMs: 0 }, 'WRONG_TYPE', 'Greeting.known'],
    [{ type: 'MyName', name: '' }, 'OUT_OF_RANGE', 'MyName.name'],
    [{ type: 'MyName', name: '漢'.repeat(22) }, 'OUT_OF_RANGE', 'MyName.name'],
    [{ type: 'MyName', name: ' A' }, 'NOT_TRIMMED', 'MyName.name'],
    [{ type: 'MyName', name: 'e\u0301' }, 'NOT_NFC', 'MyName.name'],
    [{ type: 'Bye', reason: 'NO', detail: '' }, 'OUT_OF_RANGE', 'Bye.reason'],
    [{ type: 'Bye', reason: '__proto__', detail: '' }, 'OUT_OF_RANGE', 'Bye.reason'],
    [{ type: 'Bye', detail: '' }, 'OUT_OF_RANGE', 'Bye.reason'],
    [
      { type: 'Hello', minVersion: 1, maxVersion: 1, contract: new Uint8Array(7) },
      'OUT_OF_RANGE',
      'Hello.contract',
    ],
    [
      { type: 'Hello', minVersion: 1, maxVersion: 1, contract: [1, 2, 3, 4, 5, 6, 7, 8] },
      'WRONG_TYPE',
      'Hello.contract',
    ],
    [{ type: 'Resume', token: '!'.repeat(43), received: 0 }, 'NO_MATCH', 'Resume.token'],
    [{ type: 'Nothing' }, 'UNKNOWN_MESSAGE', ''],
    [{ type: '__proto__' }, 'UNKNOWN_MESSAGE', ''],
    [{}, 'UNKNOWN_MESSAGE', ''],
  ])('%#', (message, reason, path) => {
    const { hex, writer } = encode(message)
    expect(hex).toBeNull()
    expect(writer.fault).toEqual({ code: 'MALFORMED', reason, path })
    expect(writer.pos).toBe(0)
    expect(encodeBody(writer, { type: 'Ready' })).toBe(true)
  })

  test('a fault shows nothing of a secret', () => {
    const { writer } = encode({ type: 'Resume', token: `hush-hush${'!'.repeat(34)}`, received: 0 })
    expect(JSON.stringify(writer.fault)).not.toContain('hush')
  })
})

describe('a writer', () => {
  test('leaves room for a header, and holds one body behind the other', () => {
    const writer = new Writer(4)
    for (const nonce of [1, 2, 3]) {
      const start = writer.pos
      writer.ensure(16)
      writer.pos += 16
      expect(encodeBody(writer, { type: 'Ping', nonce })).toBe(true)
      writer.buffer.fill(0, start, start + 16)
    }
    expect(writer.pos).toBe(54)
    expect(writer.buffer.subarray(0, 54).toString('hex')).toBe(
      plain(`${'00'.repeat(16)} 0801 ${'00'.repeat(16)} 0802 ${'00'.repeat(16)} 0803`),
    )
  })

  test('goes back to before a body that was refused', () => {
    const writer = new Writer(4)
    encodeBody(writer, { type: 'Ping', nonce: 1 })
    expect(encodeBody(writer, { type: 'Hello', minVersion: 1, maxVersion: 0, protocol: 'talk' })).toBe(false)
    expect(writer.pos).toBe(2)
    expect(writer.buffer.subarray(0, 2).toString('hex')).toBe('0801')
  })

  test('grows by doubling at least', () => {
    const writer = new Writer(64)
    let grown = 0
    let { buffer } = writer
    for (let i = 0; i < 10_000; i++) {
      encodeBody(writer, { type: 'Say', text: 'sixteen letters.' })
      if (writer.buffer !== buffer) grown++
      buffer = writer.buffer
    }
    expect(writer.pos).toBe(180_000)
    expect(grown).toBeLessThanOrEqual(12)
  })
})
