import { describe, expect, test } from '@jest/globals'
import { formatFault } from '../../src/codec/fault.ts'
import { Reader } from '../../src/codec/reader.ts'
import { byteLengthOf, encodeText } from '../../src/codec/text.ts'
import { Writer } from '../../src/codec/writer.ts'

// Bytes by hand, from the Protocol Buffers document about encoding.

const hexOf = (write: (writer: Writer) => void, size = 1): string => {
  const writer = new Writer(size)
  write(writer)
  return writer.fault === null ? writer.buffer.subarray(0, writer.pos).toString('hex') : writer.fault.reason
}

/** Reads bytes that lie between others, and expects that all of them were read. */
const readFrom = <A>(hex: string, read: (reader: Reader) => A): A | string => {
  const body = Buffer.from(hex, 'hex')
  const reader = new Reader().reset(
    Buffer.concat([Buffer.from('ff', 'hex'), body, Buffer.from('0101', 'hex')]),
    1,
    1 + body.length,
  )
  const value = read(reader)
  if (reader.fault !== null) return reader.fault.reason
  expect(reader.pos).toBe(reader.end)
  return value
}

const MAX = Number.MAX_SAFE_INTEGER

describe('an unsigned number', () => {
  test.each([
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [16_383, 'ff7f'],
    [16_384, '808001'],
    [2 ** 21 - 1, 'ffff7f'],
    [2 ** 21, '80808001'],
    [2 ** 28 - 1, 'ffffff7f'],
    [2 ** 28, '8080808001'],
    [2 ** 31 - 1, 'ffffffff07'],
    [2 ** 31, '8080808008'],
    [2 ** 32 - 1, 'ffffffff0f'],
    [2 ** 35 + 5, '858080808001'],
    [MAX, 'ffffffffffffff0f'],
  ])('%d is %s', (value, hex) => {
    expect(hexOf((writer) => writer.uint(0, value, 0, MAX, 'f'))).toBe(hex)
    expect(hexOf((writer) => writer.uint(8, value, 0, MAX, 'f'))).toBe(`08${hex}`)
    expect(readFrom(hex, (reader) => reader.uint(0, MAX, 'f'))).toBe(value)
  })

  test('lies within its bounds', () => {
    const written = [9, 10, 20, 21, 10.5, Number.NaN, '10'].map((value) =>
      hexOf((writer) => writer.uint(0, value as number, 10, 20, 'f')),
    )
    const beyond = 'OUT_OF_RANGE'
    expect(written).toEqual([beyond, '0a', '14', beyond, beyond, beyond, 'WRONG_TYPE'])
    expect(
      ['09', '0a', '14', '15'].map((hex) => readFrom(hex, (reader) => reader.uint(10, 20, 'f'))),
    ).toEqual([beyond, 10, 20, beyond])
  })

  test.each([
    ['', 'TRUNCATED'],
    ['80', 'TRUNCATED'],
    ['ffffffffffffffffff', 'TRUNCATED'],
    ['8000', 'OVERLONG_VARINT'],
    ['808080808000', 'OVERLONG_VARINT'],
    ['ffffffffffffffffff02', 'OVERLONG_VARINT'],
    ['ffffffffffffffffff80', 'OVERLONG_VARINT'],
    ['ffffffffffffffffffff', 'OVERLONG_VARINT'],
    ['ffffffffffffffffffff01', 'OVERLONG_VARINT'],
  ])('%s is %s', (hex, reason) => {
    expect(readFrom(hex, (reader) => reader.varint('f'))).toBe(reason)
  })
})

describe('a number with a sign', () => {
  test.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [-2, '03'],
    [2_147_483_647, 'feffffff0f'],
    [-2_147_483_648, 'ffffffff0f'],
    [-(2 ** 52), 'ffffffffffffff0f'],
    [2 ** 52, '8080808080808010'],
    [MAX, 'feffffffffffff1f'],
    [-MAX, 'fdffffffffffff1f'],
  ])('%d is %s', (value, hex) => {
    expect(hexOf((writer) => writer.int(0, value, -MAX, MAX, 'f'))).toBe(hex)
    expect(hexOf((writer) => writer.int(16, value, -MAX, MAX, 'f'))).toBe(`10${hex}`)
    expect(readFrom(hex, (reader) => reader.int(-MAX, MAX, 'f'))).toBe(value)
  })

  test('lies within its bounds', () => {
    const beyond = 'OUT_OF_RANGE'
    expect(
      [-11, -10, 20, 21, 0.5, Number.NaN, true].map((value) =>
        hexOf((writer) => writer.int(0, value as number, -10, 20, 'f')),
      ),
    ).toEqual([beyond, '13', '28', beyond, beyond, beyond, 'WRONG_TYPE'])
    expect(
      ['15', '13', '28', '2a'].map((hex) => readFrom(hex, (reader) => reader.int(-10, 20, 'f'))),
    ).toEqual([beyond, -10, 20, beyond])
    expect(readFrom('ffffffffffffffffff01', (reader) => reader.int(-10, 20, 'f'))).toBe(beyond)
  })
})

const UINT64 = 2n ** 64n - 1n
const INT64 = 2n ** 63n - 1n

describe('a number of 64 bits', () => {
  test.each([
    [0n, '00'],
    [127n, '7f'],
    [128n, '8001'],
    [2n ** 53n - 1n, 'ffffffffffffff0f'],
    [2n ** 53n, '8080808080808010'],
    [2n ** 53n + 1n, '8180808080808010'],
    [2n ** 63n, '80808080808080808001'],
    [UINT64, 'ffffffffffffffffff01'],
  ])('%s is %s', (value, hex) => {
    expect(hexOf((writer) => writer.bigUint(0, value, 0n, UINT64, 'f'))).toBe(hex)
    expect(hexOf((writer) => writer.bigUint(8, value, 0n, UINT64, 'f'))).toBe(`08${hex}`)
    expect(readFrom(hex, (reader) => reader.bigUint(0n, UINT64, 'f'))).toBe(value)
  })

  test.each([
    [0n, '00'],
    [-1n, '01'],
    [1n, '02'],
    [2n ** 53n, '8080808080808020'],
    [INT64, 'feffffffffffffffff01'],
    [-INT64 - 1n, 'ffffffffffffffffff01'],
  ])('with a sign, %s is %s', (value, hex) => {
    expect(hexOf((writer) => writer.bigInt(0, value, -INT64 - 1n, INT64, 'f'))).toBe(hex)
    expect(hexOf((writer) => writer.bigInt(8, value, -INT64 - 1n, INT64, 'f'))).toBe(`08${hex}`)
    expect(readFrom(hex, (reader) => reader.bigInt(-INT64 - 1n, INT64, 'f'))).toBe(value)
  })

  test('lies within its bounds', () => {
    const beyond = 'OUT_OF_RANGE'
    const values = [9n, 10n, 20n, 21n, 10]
    expect(
      values.map((value) => hexOf((writer) => writer.bigUint(0, value as bigint, 10n, 20n, 'f'))),
    ).toEqual([beyond, '0a', '14', beyond, 'WRONG_TYPE'])
    expect(
      values.map((value) => hexOf((writer) => writer.bigInt(0, value as bigint, 10n, 20n, 'f'))),
    ).toEqual([beyond, '14', '28', beyond, 'WRONG_TYPE'])
    const read = ['09', '0a', '14', '15']
    expect(read.map((hex) => readFrom(hex, (reader) => reader.bigUint(10n, 20n, 'f')))).toEqual([
      beyond,
      10n,
      20n,
      beyond,
    ])
  })
})

describe('a finite number', () => {
  test.each([
    [0, '0000000000000000'],
    [1.5, '000000000000f83f'],
    [-2, '00000000000000c0'],
  ])('%d is %s', (value, hex) => {
    expect(hexOf((writer) => writer.double(0, value, -10, 10, 'f'))).toBe(hex)
    expect(hexOf((writer) => writer.double(9, value, -10, 10, 'f'))).toBe(`09${hex}`)
    expect(readFrom(hex, (reader) => reader.double(-10, 10, 'f'))).toBe(value)
  })

  test('lies within its bounds, and has eight bytes', () => {
    const beyond = 'OUT_OF_RANGE'
    const values = [1, 1.5, 2, 2.5, Number.NaN, Number.POSITIVE_INFINITY, '2']
    expect(values.map((value) => hexOf((writer) => writer.double(0, value as number, 1.5, 2, 'f')))).toEqual([
      beyond,
      '000000000000f83f',
      '0000000000000040',
      beyond,
      beyond,
      beyond,
      'WRONG_TYPE',
    ])
    const read = ['000000000000f03f', '000000000000f83f', '0000000000000040', '0000000000000440']
    expect(read.map((hex) => readFrom(hex, (reader) => reader.double(1.5, 2, 'f')))).toEqual([
      beyond,
      1.5,
      2,
      beyond,
    ])
    expect(readFrom('000000000000f87f', (reader) => reader.double(-MAX, MAX, 'f'))).toBe(beyond)
    expect(readFrom('000000000000f8', (reader) => reader.double(1.5, 2, 'f'))).toBe('TRUNCATED')
  })
})

test('a bool is 0 or 1', () => {
  expect([true, false, 1].map((value) => hexOf((writer) => writer.bool(8, value as boolean, 'f')))).toEqual([
    '0801',
    '0800',
    'WRONG_TYPE',
  ])
  expect(hexOf((writer) => writer.bool(0, true, 'f'))).toBe('01')
  expect(['00', '01', '02', '8100'].map((hex) => readFrom(hex, (reader) => reader.bool('f')))).toEqual([
    false,
    true,
    'OUT_OF_RANGE',
    'OVERLONG_VARINT',
  ])
})

describe('text', () => {
  test.each([
    ['', '00'],
    ['\u007f', '017f'],
    ['\u0080', '02c280'],
    ['\u07ff', '02dfbf'],
    ['\u0800', '03e0a080'],
    ['\ud7ff', '03ed9fbf'],
    ['\ue000', '03ee8080'],
    ['\uffff', '03efbfbf'],
    ['\u{10000}', '04f0908080'],
    ['\u{10ffff}', '04f48fbfbf'],
    ['a\u{1f600}b', '0661f09f988062'],
  ])('%j is %s', (text, hex) => {
    expect(hexOf((writer) => writer.string(10, text, 0, 8, 'f'))).toBe(`0a${hex}`)
    expect(readFrom(hex, (reader) => reader.string(0, 8, 'f'))).toBe(text)
  })

  test.each([
    ['\ud800'],
    ['\udbff'],
    ['\udc00'],
    ['\udfff'],
    ['\ud800\udbff'],
    ['\ud800\ue000'],
    ['\ud800a'],
    ['\udc00\udc00'],
    ['\ud800\ud800'],
    ['a\udbff'],
  ])('with a lone surrogate, %j, is refused, short or long', (text) => {
    for (const length of [0, 30, 2_000])
      expect(hexOf((writer) => writer.string(10, 'x'.repeat(length) + text, 0, 9_000, 'f'))).toBe(
        'INVALID_UTF8',
      )
    expect([byteLengthOf(text), encodeText(Buffer.alloc(20), text, 0)]).toEqual([-1, -1])
  })

  test('has as many bytes as its bounds say, however they are counted', () => {
    const sizeOf = (text: string, max: number): number | string => {
      const hex = hexOf((writer) => writer.string(10, text, 3, max, 'f'))
      return /^[A-Z]/.test(hex) ? hex : hex.length / 2
    }
    expect([sizeOf('ab', 9), sizeOf('abc', 3), sizeOf('abcd', 3), sizeOf('é', 3), sizeOf('éa', 3)]).toEqual([
      'OUT_OF_RANGE',
      5,
      'OUT_OF_RANGE',
      'OUT_OF_RANGE',
      5,
    ])
    // 64 of two bytes, 16,384 of one: the length gets a digit more than there are characters.
    expect([sizeOf('é'.repeat(64), 128), sizeOf('é'.repeat(64), 127)]).toEqual([131, 'OUT_OF_RANGE'])
    for (const [text, bytes] of [
      ['é'.repeat(512), 1_024],
      ['é'.repeat(1_024), 2_048],
      ['é'.repeat(1_025), 2_050],
      ['é'.repeat(8_191), 16_382],
      ['x'.repeat(16_383), 16_383],
      ['€'.repeat(700_000), 2_100_000],
    ] as const) {
      expect(sizeOf(text, bytes - 1)).toBe('OUT_OF_RANGE')
      const writer = new Writer(1)
      writer.string(10, text, 3, bytes, 'f')
      const reader = new Reader().reset(writer.buffer, 1, writer.pos)
      expect([writer.fault, reader.string(bytes, bytes, 'f') === text, reader.pos]).toEqual([
        null,
        true,
        writer.pos,
      ])
    }
    expect(hexOf((writer) => writer.string(10, 7 as unknown as string, 0, 8, 'f'))).toBe('WRONG_TYPE')
  })

  test('of a length that is not within the body, or of other bytes, is refused', () => {
    const read = (hex: string, min = 0, max = 8) => readFrom(hex, (reader) => reader.string(min, max, 'f'))
    expect([
      read('0361'),
      read('026161', 3),
      read('03616161', 3),
      read('03616161', 0, 2),
      read('01ff'),
    ]).toEqual(['TRUNCATED', 'OUT_OF_RANGE', 'aaa', 'OUT_OF_RANGE', 'INVALID_UTF8'])
    // As the replacement character itself, it is right.
    expect(read('03efbfbd')).toBe('\ufffd')
    for (let bytes = 1; bytes <= 18; bytes++) {
      const hex = bytes.toString(16).padStart(2, '0') + '61'.repeat(bytes - 1)
      expect([read(`${hex}7f`, 0, 20), read(`${hex}80`, 0, 20)]).toEqual([
        `${'a'.repeat(bytes - 1)}\u007f`,
        'INVALID_UTF8',
      ])
    }
  })
})

test.each([[0], [1], [31], [32], [33], [200]])('%d bytes are copied', (count) => {
  const value = Uint8Array.from({ length: count }, (_, at) => at)
  const writer = new Writer(1)
  writer.bytes(10, value, count, count, 'f')
  const reader = new Reader().reset(writer.buffer, 1, writer.pos)
  const read = reader.bytes(count, count, 'f')
  writer.buffer.fill(0)
  expect([[...read], reader.pos, reader.fault]).toEqual([[...value], writer.pos, null])
  expect(hexOf((other) => other.bytes(10, value, count + 1, 999, 'f'))).toBe('OUT_OF_RANGE')
  if (count > 0) expect(hexOf((other) => other.bytes(10, value, 0, count - 1, 'f'))).toBe('OUT_OF_RANGE')
  expect(hexOf((other) => other.bytes(10, [...value] as unknown as Uint8Array, 0, 999, 'f'))).toBe(
    'WRONG_TYPE',
  )
})

test('a list has as many items as its bounds say, and a record is an object', () => {
  const items = (value: unknown) =>
    hexOf((writer) => void writer.items(value as readonly unknown[], 1, 2, 'f'))
  expect([[], [1], [1, 2], [1, 2, 3], 'ab'].map(items)).toEqual([
    'OUT_OF_RANGE',
    '',
    '',
    'OUT_OF_RANGE',
    'WRONG_TYPE',
  ])
  const record = (value: unknown) => hexOf((writer) => void writer.isObject(value, 'f'))
  expect([{}, [], null, 'a', undefined].map(record)).toEqual([
    '',
    '',
    'WRONG_TYPE',
    'WRONG_TYPE',
    'WRONG_TYPE',
  ])
  expect(new Writer().items([1], 1, 2, 'f')).toBe(true)
  expect(new Writer().isObject({}, 'f')).toBe(true)
})

describe('a field whose length comes later', () => {
  const nested = (bytes: number, max: number): string =>
    hexOf((writer) => {
      const start = writer.begin(10, max)
      writer.ensure(bytes)
      for (let at = 0; at < bytes; at++) writer.buffer[writer.pos++] = 0x61
      writer.end(start, max, 'f')
    })

  test.each([
    [0, 5, '00'],
    [3, 5, '03616161'],
    [3, 127, '03616161'],
    [3, 128, '03616161'],
    [3, 2_097_152, '03616161'],
    [3, 2 ** 28, '03616161'],
    [128, 70_000, `8001${'61'.repeat(128)}`],
  ])('of %d bytes where %d may be there has the shortest length', (bytes, max, hex) => {
    expect(nested(bytes, max)).toBe(`0a${hex}`)
  })

  test('may have as many bytes as its bound, and not one more', () => {
    expect([nested(5, 5), nested(6, 5)]).toEqual(['0a056161616161', 'OUT_OF_RANGE'])
    const limited = (max: number) =>
      hexOf((writer) => {
        writer.empty(10)
        writer.empty(10)
        writer.limit(2, max, 'f')
      })
    expect([limited(2), limited(1)]).toEqual(['0a000a00', 'OUT_OF_RANGE'])
  })
})

describe('a record', () => {
  test('ends where its length says, and its holder goes on behind it', () => {
    // Field 1 with 0x0805, and then field 2 with 7.
    const reader = new Reader().reset(Buffer.from('0208051007', 'hex'))
    const outer = reader.enter(2, 'f')
    expect([outer, reader.end, reader.tag('f'), reader.uint(0, 9, 'f'), reader.pos]).toEqual([5, 3, 8, 5, 3])
    reader.leave(outer)
    expect([reader.tag('f'), reader.uint(0, 9, 'f'), reader.pos, reader.fault]).toEqual([16, 7, 5, null])
  })

  test('lies wholly within its holder and its bound; a fault ends both', () => {
    for (const [hex, max, reason] of [
      ['03080510', 2, 'OUT_OF_RANGE'],
      ['030805', 9, 'TRUNCATED'],
    ] as const) {
      const reader = new Reader().reset(Buffer.from(hex, 'hex'))
      const outer = reader.enter(max, 'f')
      expect([reader.fault?.reason, reader.pos >= reader.end]).toEqual([reason, true])
      reader.leave(outer)
      expect([reader.pos, reader.end]).toEqual([outer, outer])
    }
  })

  test('without fields passes over those of a later version, and refuses what is none', () => {
    const empty = (hex: string) => readFrom(hex, (reader) => reader.empty('f'))
    expect([empty('00'), empty('020801'), empty('0408010802'), empty('0208'), empty('0108')]).toEqual([
      undefined,
      undefined,
      undefined,
      'TRUNCATED',
      'TRUNCATED',
    ])
  })
})

describe('an unknown field', () => {
  const skipped = (hex: string) =>
    readFrom(hex, (reader) => {
      while (reader.pos < reader.end) reader.skip(reader.tag('f'), 'f')
    })

  test.each([
    ['a varint', '08ff01'],
    ['64 bits', '090102030405060708'],
    ['bytes', '0a03616263'],
    ['no bytes', '0a00'],
    ['32 bits', '0d01020304'],
    ['the highest number', 'f8ffffff0f01'],
  ])('of %s is passed over', (_, hex) => {
    expect(skipped(hex)).toBeUndefined()
    expect(skipped(`${hex}0801`)).toBeUndefined()
  })

  test.each([
    ['0901020304050607', 'TRUNCATED'],
    ['0a0361', 'TRUNCATED'],
    ['0d010203', 'TRUNCATED'],
    ['0b', 'GROUP'],
    ['0c', 'GROUP'],
    ['0e', 'INVALID_TAG'],
    ['0f', 'INVALID_TAG'],
    ['00', 'INVALID_TAG'],
    ['07', 'INVALID_TAG'],
    ['8880808010', 'INVALID_TAG'],
    ['8800', 'OVERLONG_VARINT'],
  ])('%s is %s', (hex, reason) => {
    expect(skipped(hex)).toBe(reason)
  })

  test('may come 64 times in one body', () => {
    expect([skipped('0801'.repeat(64)), skipped('0801'.repeat(65))]).toEqual([undefined, 'TOO_MANY_UNKNOWN'])
  })
})

test('a known field under another wire type is told apart from a group and from no tag', () => {
  const reasons = [8, 9, 10, 11, 12, 13, 14, 15].map((tag) => {
    const reader = new Reader().reset(Buffer.alloc(1))
    reader.wrongWireType(tag, 'f')
    return reader.fault?.reason
  })
  const wrong = 'WRONG_WIRE_TYPE'
  expect(reasons).toEqual([wrong, wrong, wrong, 'GROUP', 'GROUP', wrong, 'INVALID_TAG', 'INVALID_TAG'])
})

test('the first fault sticks until the next body', () => {
  const reader = new Reader().reset(Buffer.from('0a', 'hex'))
  reader.refuse(null, 'none')
  expect(reader.fault).toBeNull()
  reader.refuse('NO_MATCH', 'one')
  reader.fail('TRUNCATED', 'two')
  expect([reader.fault, reader.pos]).toEqual([{ code: 'MALFORMED', reason: 'NO_MATCH', path: 'one' }, 1])
  expect(reader.reset(Buffer.alloc(3)).fault).toBeNull()
  expect([reader.pos, reader.end]).toEqual([0, 3])
  const writer = new Writer()
  writer.refuse(null, 'none')
  writer.refuse('NO_MATCH', 'one')
  writer.fail('TRUNCATED', 'two')
  expect(writer.fault).toEqual({ code: 'MALFORMED', reason: 'NO_MATCH', path: 'one' })
  expect([writer.reset(5).fault, writer.pos]).toEqual([null, 5])
})

test('a fault is told with its place, where it has one', () => {
  expect([
    formatFault({ code: 'MALFORMED', reason: 'TRUNCATED', path: 'Ping.nonce' }),
    formatFault({ code: 'MALFORMED', reason: 'TRUNCATED', path: '' }),
  ]).toEqual(['MALFORMED: TRUNCATED at Ping.nonce', 'MALFORMED: TRUNCATED'])
})
