import { describe, expect, test } from '@jest/globals'
import { decodeBody } from '../../protocol/talk/codec.ts'
import { MessageNumber } from '../../protocol/talk/contract.ts'
import { Reader, type Reason } from '../../src/codec/index.ts'

const fromHex = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

const decode = (name: keyof typeof MessageNumber, hex: string) => {
  const reader = new Reader().reset(fromHex(hex))
  return { message: decodeBody(MessageNumber[name], reader), fault: reader.fault, reader }
}

const token = '41'.repeat(43)

describe('a body is refused with a reason and a path', () => {
  test.each<[keyof typeof MessageNumber, string, Reason, string]>([
    // Varints: the shortest form only, at most 64 bits.
    ['Ping', '08 80 00', 'OVERLONG_VARINT', 'Ping.nonce'],
    ['Ping', '08 81 80 00', 'OVERLONG_VARINT', 'Ping.nonce'],
    ['Ping', '08 80 80 80 80 80 80 80 80 80 02', 'OVERLONG_VARINT', 'Ping.nonce'],
    ['Ping', '08 80 80 80 80 80 80 80 80 80 80 01', 'OVERLONG_VARINT', 'Ping.nonce'],
    ['Ping', '08 80 80 80 80 80 80 80 80 80 80', 'OVERLONG_VARINT', 'Ping.nonce'],
    ['Ping', '88 00 01', 'OVERLONG_VARINT', 'Ping'],
    ['Say', '0a 83 00 61 62 63', 'OVERLONG_VARINT', 'Say.text'],
    ['Ping', '10 80 00', 'OVERLONG_VARINT', 'Ping'],
    ['Ping', '12 81 00 61', 'OVERLONG_VARINT', 'Ping'],
    // Bodies that end too early.
    ['Ping', '08', 'TRUNCATED', 'Ping.nonce'],
    ['Ping', '08 80', 'TRUNCATED', 'Ping.nonce'],
    ['Ping', '08 80 80 80 80 80 80 80 80 80', 'TRUNCATED', 'Ping.nonce'],
    ['Ping', '88', 'TRUNCATED', 'Ping'],
    ['Say', '0a', 'TRUNCATED', 'Say.text'],
    ['Say', '0a 03 61 62', 'TRUNCATED', 'Say.text'],
    ['Say', '0a ff ff ff ff 0f 61', 'TRUNCATED', 'Say.text'],
    ['Say', '0a ff ff ff ff ff ff ff ff ff 01 61', 'TRUNCATED', 'Say.text'],
    ['Ping', '11 01 02 03 04 05 06 07', 'TRUNCATED', 'Ping'],
    ['Ping', '15 01 02 03', 'TRUNCATED', 'Ping'],
    ['Ping', '12 02 61', 'TRUNCATED', 'Ping'],
    ['Ping', '12 ff ff ff ff ff ff ff ff ff 01', 'TRUNCATED', 'Ping'],
    // Bytes left over are read as fields, and are none.
    ['Ping', '08 01 00', 'INVALID_TAG', 'Ping'],
    ['Ready', '00', 'INVALID_TAG', 'Ready'],
    // Tags.
    ['Ping', '07', 'INVALID_TAG', 'Ping'],
    ['Ping', '0e 01', 'INVALID_TAG', 'Ping.nonce'],
    ['Ping', '17 01', 'INVALID_TAG', 'Ping'],
    ['Ping', '80 80 80 80 10 01', 'INVALID_TAG', 'Ping'],
    ['Ping', 'ff ff ff ff ff ff ff ff ff 01', 'INVALID_TAG', 'Ping'],
    // Groups, known and unknown.
    ['Ping', '13 14', 'GROUP', 'Ping'],
    ['Ping', '14', 'GROUP', 'Ping'],
    ['Ping', '0b 0c', 'GROUP', 'Ping.nonce'],
    ['Ping', '0c', 'GROUP', 'Ping.nonce'],
    // A known field under another wire type.
    ['Ping', '0a 01 61', 'WRONG_WIRE_TYPE', 'Ping.nonce'],
    ['Ping', '0d 01 00 00 00', 'WRONG_WIRE_TYPE', 'Ping.nonce'],
    ['Say', '08 01', 'WRONG_WIRE_TYPE', 'Say.text'],
    ['Say', '09 01 02 03 04 05 06 07 08', 'WRONG_WIRE_TYPE', 'Say.text'],
    // A field comes once.
    ['Ping', '08 01 08 01', 'REPEATED_FIELD', 'Ping.nonce'],
    ['Ping', '08 00 08 00', 'REPEATED_FIELD', 'Ping.nonce'],
    ['Say', '0a 01 61 0a 01 62', 'REPEATED_FIELD', 'Say.text'],
    ['Hello', '08 01 10 01 22 00 22 00', 'REPEATED_FIELD', 'Hello.agent'],
    // Numbers.
    ['Ping', '08 80 80 80 80 10', 'OUT_OF_RANGE', 'Ping.nonce'],
    ['Ping', '08 ff ff ff ff ff ff ff ff ff 01', 'OUT_OF_RANGE', 'Ping.nonce'],
    ['Greeting', '0a 01 41 18 80 80 80 80 80 80 80 10', 'OUT_OF_RANGE', 'Greeting.lastSeenMs'],
    ['Greeting', '0a 01 41 18 81 80 80 80 80 80 80 10', 'OUT_OF_RANGE', 'Greeting.lastSeenMs'],
    ['Greeting', '0a 01 41 18 ff ff ff ff ff ff ff ff ff 01', 'OUT_OF_RANGE', 'Greeting.lastSeenMs'],
    ['Logout', '08 02', 'OUT_OF_RANGE', 'Logout.everywhere'],
    ['Hello', '08 00 10 01', 'OUT_OF_RANGE', 'Hello.minVersion'],
    ['Bye', '08 00', 'OUT_OF_RANGE', 'Bye.reason'],
    ['Bye', '08 80 80 80 80 08', 'OUT_OF_RANGE', 'Bye.reason'],
    ['Bye', '08 ff ff ff ff ff ff ff ff ff 01', 'OUT_OF_RANGE', 'Bye.reason'],
    // Lengths.
    ['MyName', '0a 00', 'OUT_OF_RANGE', 'MyName.name'],
    ['MyName', `0a 41 ${'61'.repeat(65)}`, 'OUT_OF_RANGE', 'MyName.name'],
    ['Say', `0a 81 80 04 ${'61'.repeat(65537)}`, 'OUT_OF_RANGE', 'Say.text'],
    ['Hello', '08 01 10 01 1a 07 01 02 03 04 05 06 07', 'OUT_OF_RANGE', 'Hello.contract'],
    ['Hello', '08 01 10 01 1a 09 01 02 03 04 05 06 07 08 09', 'OUT_OF_RANGE', 'Hello.contract'],
    ['Hello', '08 01 10 01 1a 00', 'OUT_OF_RANGE', 'Hello.contract'],
    ['Resume', `0a 2a ${'41'.repeat(42)}`, 'OUT_OF_RANGE', 'Resume.token'],
    // Text that is not UTF-8: alone, over-long, surrogates, beyond U+10FFFF, cut; short and long.
    ['Say', '0a 01 ff', 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 02 c0 80', 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 03 e0 80 af', 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 03 ed a0 80', 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 06 ed a0 80 ed b0 80', 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 04 f4 90 80 80', 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 02 e2 82', 'INVALID_UTF8', 'Say.text'],
    ['Say', `0a 21 ${'61'.repeat(32)} 80`, 'INVALID_UTF8', 'Say.text'],
    ['Say', '0a 04 ef bf bd ff', 'INVALID_UTF8', 'Say.text'],
    // Rules of types.
    ['MyName', '0a 02 41 20', 'NOT_TRIMMED', 'MyName.name'],
    ['MyName', '0a 02 20 41', 'NOT_TRIMMED', 'MyName.name'],
    ['MyName', '0a 04 41 e3 80 80', 'NOT_TRIMMED', 'MyName.name'],
    ['MyName', '0a 02 41 07', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 02 41 7f', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 03 41 c2 85', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 04 41 e2 80 ae', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 04 41 e2 80 a8', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 04 41 ee 80 80', 'NOT_PRINTABLE', 'MyName.name'],
    // U+FE0F, U+034F, U+3164, U+FFA0, U+2800, U+0378 (unassigned), U+FFFF, U+E0100
    ['MyName', '0a 04 41 ef b8 8f', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 04 41 cd 8f 41', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 03 e3 85 a4', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 03 ef be a0', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 03 e2 a0 80', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 02 cd b8', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 04 41 ef bf bf', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 05 41 f3 a0 84 80', 'NOT_PRINTABLE', 'MyName.name'],
    ['MyName', '0a 03 65 cc 81', 'NOT_NFC', 'MyName.name'],
    ['Resume', `0a 2b ${'41'.repeat(42)} 2e`, 'NO_MATCH', 'Resume.token'],
    ['Resume', `0a 2b ${'41'.repeat(42)} 0a`, 'NO_MATCH', 'Resume.token'],
    // Required fields.
    ['MyName', '', 'MISSING_FIELD', 'MyName.name'],
    ['Hello', '08 01', 'MISSING_FIELD', 'Hello.maxVersion'],
    ['Hello', '10 01', 'MISSING_FIELD', 'Hello.minVersion'],
    ['Bye', '12 01 61', 'MISSING_FIELD', 'Bye.reason'],
    ['Welcome', '08 01 30 e8 07', 'MISSING_FIELD', 'Welcome.contract'],
    ['Resume', '10 01', 'MISSING_FIELD', 'Resume.token'],
    ['Register', '0a 01 41', 'MISSING_FIELD', 'Register.password'],
    // Unknown fields are skipped, but not without end.
    ['Ping', '10 01 '.repeat(65), 'TOO_MANY_UNKNOWN', 'Ping'],
  ])('%s %s is %s at %s', (name, hex, reason, path) => {
    const { message, fault, reader } = decode(name, hex)
    expect(message).toBeNull()
    expect(fault).toEqual({ code: 'MALFORMED', reason, path })
    expect(reader.pos).toBe(reader.end)
  })

  test('a number that no message has is UNKNOWN_MESSAGE', () => {
    for (const number of [0, 26, 63, 65, 65535, -1, Number.NaN, 1.5]) {
      const reader = new Reader().reset(Buffer.alloc(0))
      expect(decodeBody(number, reader)).toBeNull()
      expect(reader.fault).toEqual({ code: 'MALFORMED', reason: 'UNKNOWN_MESSAGE', path: '' })
    }
  })
})

describe('a body is taken', () => {
  test.each<[string, keyof typeof MessageNumber, string, object]>([
    ['without its defaults', 'Ping', '', { nonce: 0 }],
    ['with a written default', 'Ping', '08 00', { nonce: 0 }],
    ['with the greatest uint32', 'Ping', '08 ff ff ff ff 0f', { nonce: 4294967295 }],
    ['with a number of two bytes', 'Ping', '08 ac 02', { nonce: 300 }],
    ['with a number of five bytes', 'Ping', '08 80 80 80 80 01', { nonce: 268435456 }],
    [
      'with the greatest uint64 that is a number',
      'Greeting',
      '0a 01 41 10 01 18 ff ff ff ff ff ff ff 0f',
      { name: 'A', known: true, lastSeenMs: 9007199254740991 },
    ],
    [
      'with fields in any order',
      'Hello',
      '22 01 63 2a 04 74 61 6c 6b 10 03 08 02',
      { minVersion: 2, maxVersion: 3, agent: 'c', protocol: 'talk' },
    ],
    [
      'without optional fields',
      'Hello',
      '08 02 10 03 2a 04 74 61 6c 6b',
      { minVersion: 2, maxVersion: 3, protocol: 'talk' },
    ],
    [
      'with an empty optional field',
      'Hello',
      '08 02 10 03 22 00 2a 04 74 61 6c 6b',
      { minVersion: 2, maxVersion: 3, agent: '', protocol: 'talk' },
    ],
    [
      'with unknown fields of every wire type',
      'Ping',
      '10 05 19 00 01 02 03 04 05 06 07 22 01 ff 2d 00 00 00 00 08 01',
      { nonce: 1 },
    ],
    ['with the highest field number', 'Ping', 'f8 ff ff ff 0f 00 08 01', { nonce: 1 }],
    ['with an unknown number of 64 bits', 'Ping', '10 ff ff ff ff ff ff ff ff ff 01 08 01', { nonce: 1 }],
    ['with 64 unknown fields', 'Ping', `${'10 01 '.repeat(64)} 08 07`, { nonce: 7 }],
    ['with a byte order mark', 'Say', '0a 04 ef bb bf 61', { text: '\ufeffa' }],
    ['with U+FFFD itself', 'Say', '0a 03 ef bf bd', { text: '\ufffd' }],
    ['with NUL in plain text', 'Say', '0a 01 00', { text: '\0' }],
    ['with text of four bytes a character', 'Say', '0a 04 f0 9f 98 80', { text: '😀' }],
    ['with a space within a name', 'MyName', '0a 03 41 20 42', { name: 'A B' }],
    ['with a token', 'Resume', `0a 2b ${token}`, { token: 'A'.repeat(43), received: 0 }],
  ])('%s: %s %s', (_, name, hex, fields) => {
    const { message, fault } = decode(name, hex)
    expect(fault).toBeNull()
    expect(message).toStrictEqual({ type: name, ...fields })
  })

  test('with nothing in it', () => {
    expect(decode('Ready', '').message).toStrictEqual({ type: 'Ready' })
  })

  test('only between its bounds, whatever stands around it', () => {
    const reader = new Reader().reset(fromHex('ff ff 08 01 ff ff'), 2, 4)
    expect(decodeBody(MessageNumber.Ping, reader)).toStrictEqual({ type: 'Ping', nonce: 1 })
    expect(decodeBody(MessageNumber.Say, reader.reset(fromHex('0a 02 61 62'), 0, 3))).toBeNull()
    expect(reader.fault?.reason).toBe('TRUNCATED')
  })

  test('after a reader that had a fault was reset', () => {
    const reader = new Reader().reset(fromHex('00'))
    expect(decodeBody(MessageNumber.Ping, reader)).toBeNull()
    expect(decodeBody(MessageNumber.Ping, reader.reset(fromHex('08 01')))).not.toBeNull()
    expect(reader.fault).toBeNull()
  })
})

describe('an unknown key of the prototype chain does no harm', () => {
  test('decoded messages are plain objects with own properties only', () => {
    const { message } = decode('Hello', '08 01 10 01 2a 04 74 61 6c 6b')
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype)
    expect(Object.keys(message ?? {})).toEqual(['type', 'minVersion', 'maxVersion', 'protocol'])
  })
})
