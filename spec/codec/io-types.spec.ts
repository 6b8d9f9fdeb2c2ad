import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { list, record, union } from '../../src/codec/io-composites.ts'
import { messageJson, unionJson, wire } from '../../src/codec/io-messages.ts'
import { bigInteger, decimalOf, double, integer } from '../../src/codec/io-numbers.ts'
import { bool, bytes, hexOf, oneOf, openEnum, text } from '../../src/codec/io-scalars.ts'
import { isNfc, isPrintable, isTrimmed, wholly } from '../../src/codec/refinements.ts'

/** The decoded value, or a text that says why there is none, and where. */
const given = (type: t.Mixed, value: unknown): unknown => {
  const decoded = type.decode(value)
  if (E.isRight(decoded)) return [decoded.right]
  return decoded.left[0]?.message
}

/** Decodes values, and expects `is` to agree. */
const judged = (type: t.Mixed, values: readonly unknown[]): readonly unknown[] =>
  values.map((value) => {
    const is = given(type, value)
    expect([value, type.is(value)]).toEqual([value, typeof is !== 'string'])
    return typeof is === 'string' ? is : 'right'
  })

const right = 'right'
const wrong = 'T: WRONG_TYPE'
const beyond = 'T: OUT_OF_RANGE'

describe('scalars in their JSON form', () => {
  test('whole numbers within bounds', () => {
    const type = integer('T', -2, 5, false)
    expect(judged(type, [-3, -2, 5, 6, 0.5, Number.NaN, '1', 1n])).toEqual([
      beyond,
      right,
      right,
      beyond,
      beyond,
      beyond,
      wrong,
      wrong,
    ])
    expect(judged(integer('T', 0, 2 ** 60, false), [2 ** 53 - 1, 2 ** 53])).toEqual([right, beyond])
  })

  test('finite numbers within bounds', () => {
    expect(judged(double('T', -2, 5.5, false), [-2.5, -2, 0.1, 5.5, 6, Number.NaN, '1'])).toEqual([
      beyond,
      right,
      right,
      right,
      beyond,
      beyond,
      wrong,
    ])
  })

  test('numbers of 64 bits, which JSON has as decimal digits', () => {
    const type = bigInteger('T', -2n, 5n, false)
    expect(judged(type, [-3n, -2n, 5n, 6n, 1])).toEqual([beyond, right, right, beyond, wrong])
    const json = decimalOf(bigInteger('T', -(2n ** 63n), 2n ** 64n - 1n, false), false)
    expect(
      ['0', '-1', '42', '18446744073709551615', '-9223372036854775808'].map((value) => given(json, value)),
    ).toEqual([[0n], [-1n], [42n], [2n ** 64n - 1n], [-(2n ** 63n)]])
    expect(
      [
        '18446744073709551616',
        '-9223372036854775809',
        '',
        '00',
        '01',
        '-0',
        '--1',
        ' 1',
        '1 ',
        '1a',
        'a1',
        '0x1',
        '1.0',
        '1'.repeat(21),
        5,
        5n,
      ].map((value) => given(json, value)),
    ).toEqual([beyond, beyond, ...Array.from({ length: 14 }, () => wrong)])
    expect([json.encode(-7n), json.is(5n), json.is('5')]).toEqual(['-7', true, false])
  })

  test('text of so many bytes that keeps its rules', () => {
    const type = text('T', 2, 4, null, false)
    expect(judged(type, ['a', 'ab', 'abcd', 'abcde', 'é', 'éé', 'ééa', '\ud800a', '\u{1f600}', 7])).toEqual([
      beyond,
      right,
      right,
      beyond,
      right,
      right,
      beyond,
      'T: INVALID_UTF8',
      right,
      wrong,
    ])
    const rules = { nfc: true, printable: true, trimmed: true, pattern: wholly('[^q]*') }
    expect(
      judged(text('T', 0, 20, rules, false), [
        '',
        'ab',
        'a b',
        ' a',
        'a ',
        'é',
        'e\u0301',
        'a\u0007',
        'aq',
        'a~',
      ]),
    ).toEqual([
      right,
      right,
      right,
      'T: NOT_TRIMMED',
      'T: NOT_TRIMMED',
      right,
      'T: NOT_NFC',
      'T: NOT_PRINTABLE',
      'T: NO_MATCH',
      right,
    ])
    const none = { nfc: false, printable: false, trimmed: false, pattern: null }
    const odd = [' a', 'e\u0301', 'a\u0007']
    expect(judged(text('T', 0, 20, none, false), odd)).toEqual([right, right, right])
    expect(judged(text('T', 0, 20, { ...none, nfc: true }, false), odd)).toEqual([right, 'T: NOT_NFC', right])
    expect(judged(text('T', 0, 20, { ...none, trimmed: true }, false), odd)).toEqual([
      'T: NOT_TRIMMED',
      right,
      right,
    ])
    expect(judged(text('T', 0, 20, { ...none, printable: true }, false), odd)).toEqual([
      right,
      right,
      'T: NOT_PRINTABLE',
    ])
    expect([isNfc('é'), isNfc('e\u0301'), isPrintable('a\u200b'), isTrimmed('a\u00a0')]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  test('bytes, which JSON has as hexadecimal digits', () => {
    const type = bytes('T', 1, 3, false)
    expect(
      judged(type, [new Uint8Array(0), new Uint8Array(1), new Uint8Array(3), new Uint8Array(4), 'ab']),
    ).toEqual([beyond, right, right, beyond, wrong])
    const json = hexOf(type, 3, false)
    expect(['00', '01ff', '0102030'].map((value) => given(json, value))).toEqual([
      [Uint8Array.of(0)],
      [Uint8Array.of(1, 255)],
      wrong,
    ])
    expect(
      ['', '01020304', 'AB', 'g0', '0', '0x01', ' 01', '01 ', '01\n', 7].map((value) => given(json, value)),
    ).toEqual([beyond, wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong])
    expect(json.encode(Uint8Array.of(1, 171))).toBe('01ab')
  })

  test('bools, names and values of enums', () => {
    expect(judged(bool('T', false), [true, false, 1, 'true', null])).toEqual([
      right,
      right,
      wrong,
      wrong,
      wrong,
    ])
    expect(judged(oneOf('T', ['A', 'B'], false), ['A', 'B', 'C', 7])).toEqual([right, right, beyond, beyond])
    const open = openEnum('T', { A: 1, B: 7 }, false)
    expect(
      judged(open, [
        'A',
        'B',
        'C',
        'UNKNOWN_2',
        'UNKNOWN_2147483647',
        'UNKNOWN_2147483648',
        'UNKNOWN_7',
        'UNKNOWN_0',
      ]),
    ).toEqual([right, right, beyond, right, right, beyond, beyond, beyond])
    expect(
      judged(open, ['UNKNOWN_02', 'XUNKNOWN_2', 'UNKNOWN_2X', 'UNKNOWN_', 'UNKNOWN_12345678901', 2]),
    ).toEqual(Array.from({ length: 6 }, () => beyond))
  })
})

const digits = decimalOf(bigInteger('N', 0n, 9n, false), false)
const fields = { one: { type: digits, optional: false }, two: { type: digits, optional: true } }

describe('composites in their JSON form', () => {
  test('a record has its fields and no others', () => {
    const type = record<{ one: bigint; two?: bigint }>('T', fields, false)
    expect(given(type, { one: '1' })).toEqual([{ one: 1n }])
    expect(given(type, { one: '1', two: '2' })).toEqual([{ one: 1n, two: 2n }])
    expect(
      [
        {},
        { two: '2' },
        { one: '1', more: 1 },
        [],
        null,
        'a',
        { one: 'x' },
        { one: '1', two: undefined },
      ].map((value) => given(type, value)),
    ).toEqual([
      'T.one: MISSING_FIELD',
      'T.one: MISSING_FIELD',
      'T: UNKNOWN_FIELD',
      wrong,
      wrong,
      wrong,
      'N: WRONG_TYPE',
      'N: WRONG_TYPE',
    ])
    expect(given(type, Object.create({ one: '1' }))).toBe('T.one: MISSING_FIELD')
    expect([type.encode({ one: 1n }), type.encode({ one: 1n, two: 2n })]).toEqual([
      { one: '1' },
      { one: '1', two: '2' },
    ])
    expect([{ one: 1n }, { one: '1' }, { one: 1n, more: 1 }, {}, [], null].map(type.is)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('a list has so many items', () => {
    const type = list('T', digits, 1, 2, false)
    expect(
      [['1'], ['1', '2'], [], ['1', '2', '3'], {}, 'a', ['1', 'x']].map((value) => given(type, value)),
    ).toEqual([[[1n]], [[1n, 2n]], beyond, beyond, wrong, wrong, 'N: WRONG_TYPE'])
    expect([[1n], [1n, 2n], [], [1n, 2n, 3n], ['1'], {}].map(type.is)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
    expect(type.encode([3n, 4n])).toEqual(['3', '4'])
  })

  test('a union has one of its arms, with a value where that has one', () => {
    const arms = { some: digits, none: null }
    const type = union<{ case: string }>('T', arms, false, false)
    expect(given(type, { case: 'some', value: '1' })).toEqual([{ case: 'some', value: 1n }])
    expect(given(type, { case: 'none' })).toEqual([{ case: 'none' }])
    expect(
      [
        { case: 'some' },
        { case: 'none', value: '1' },
        { case: 'other' },
        { case: 'constructor' },
        { case: 'unknown', tag: 3 },
        { case: 7 },
        {},
        Object.create({ case: 'none' }),
        [],
        null,
        { case: 'some', value: 'x' },
      ].map((value) => given(type, value)),
    ).toEqual([
      'T.value: MISSING_FIELD',
      'T: UNKNOWN_FIELD',
      beyond,
      beyond,
      beyond,
      beyond,
      beyond,
      beyond,
      wrong,
      wrong,
      'N: WRONG_TYPE',
    ])
    expect(
      [
        { case: 'some', value: 1n },
        { case: 'none' },
        { case: 'some', value: '1' },
        { case: 'some' },
        { case: 'other' },
        null,
      ].map(type.is),
    ).toEqual([true, true, false, false, false, false])
    expect([
      type.encode({ case: 'some', value: 1n } as { case: string }),
      type.encode({ case: 'none' }),
    ]).toEqual([{ case: 'some', value: '1' }, { case: 'none' }])
  })

  test('an open union has arms of a later version, by their tags', () => {
    const type = union<{ case: string }>('T', { none: null }, true, false)
    expect(
      [1, 536_870_911, 0, 536_870_912, 1.5, '1'].map((tag) => given(type, { case: 'unknown', tag })),
    ).toEqual([
      [{ case: 'unknown', tag: 1 }],
      [{ case: 'unknown', tag: 536_870_911 }],
      'tag: OUT_OF_RANGE',
      'tag: OUT_OF_RANGE',
      'tag: OUT_OF_RANGE',
      'tag: OUT_OF_RANGE',
    ])
    expect([given(type, { case: 'unknown' }), given(type, { case: 'other', tag: 1 })]).toEqual([
      'T.tag: MISSING_FIELD',
      beyond,
    ])
    expect(
      [
        { case: 'unknown', tag: 1 },
        { case: 'unknown', tag: 0 },
      ].map(type.is),
    ).toEqual([true, false])
    expect(type.encode({ case: 'unknown', tag: 5 } as { case: string })).toEqual({ case: 'unknown', tag: 5 })
  })
})

describe('messages', () => {
  interface One {
    readonly type: 'One'
    readonly one: bigint
  }
  const one = messageJson<One>('One', fields, false)

  test('have their type, their fields and no others', () => {
    expect(given(one, { type: 'One', one: '1' })).toEqual([{ type: 'One', one: 1n }])
    expect(
      [
        { one: '1' },
        { type: 'Two', one: '1' },
        Object.assign(Object.create({ type: 'One' }), { one: '1' }),
        { type: 'One' },
        { type: 'One', one: '1', more: 1 },
        { type: 'One', one: 'x' },
        [],
        null,
      ].map((value) => given(one, value)),
    ).toEqual([
      'One: UNKNOWN_MESSAGE',
      'One: UNKNOWN_MESSAGE',
      'One: UNKNOWN_MESSAGE',
      'One.one: MISSING_FIELD',
      'One: UNKNOWN_FIELD',
      'N: WRONG_TYPE',
      'One: WRONG_TYPE',
      'One: WRONG_TYPE',
    ])
    expect(
      [
        { type: 'One', one: 1n },
        { type: 'Two', one: 1n },
        { type: 'One', one: '1' },
        { type: 'One' },
        [],
        null,
      ].map(one.is),
    ).toEqual([true, false, false, false, false, false])
    expect(one.encode({ type: 'One', one: 1n })).toEqual({ type: 'One', one: '1' })
  })

  test('are told apart by their type', () => {
    const all = unionJson<One>('All', new Map([['One', one]]), false)
    expect(
      [{ type: 'One', one: '1' }, { type: 'Two' }, { type: 7 }, {}, null].map((value) => given(all, value)),
    ).toEqual([
      [{ type: 'One', one: 1n }],
      'All: UNKNOWN_MESSAGE',
      'All: UNKNOWN_MESSAGE',
      'All: UNKNOWN_MESSAGE',
      'All: UNKNOWN_MESSAGE',
    ])
    expect([{ type: 'One', one: 1n }, { type: 'One', one: 1 }, { type: 'Two' }].map(all.is)).toEqual([
      true,
      false,
      false,
    ])
    expect(all.encode({ type: 'One', one: 1n })).toEqual({ type: 'One', one: '1' })
  })

  test('on the wire lie in a view, and say their fault', () => {
    const body = wire<One>(
      one,
      (writer, message) => {
        writer.bigUint(8, message.one, 0n, 9n, 'One.one')
        return writer.fault === null
      },
      (reader) => {
        if (reader.tag('One') !== 8) return null
        const read = reader.bigUint(0n, 9n, 'One.one')
        return reader.fault === null ? { type: 'One', one: read } : null
      },
      false,
    )
    const view = Uint8Array.of(99, 8, 5, 99).subarray(1, 3)
    expect([
      given(body, view),
      given(body, Uint8Array.of(8, 10)),
      given(body, Uint8Array.of(16, 1)),
      given(body, '08'),
    ]).toEqual([[{ type: 'One', one: 5n }], 'MALFORMED: OUT_OF_RANGE at One.one', 'One', 'One: WRONG_TYPE'])
    expect([...body.encode({ type: 'One', one: 5n })]).toEqual([8, 5])
    expect(() => body.encode({ type: 'One', one: 10n })).toThrow(
      new TypeError('MALFORMED: OUT_OF_RANGE at One.one'),
    )
  })
})
