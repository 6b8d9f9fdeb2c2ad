import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { maxBodyBytes } from '../../src/contract/index.ts'
import { librariesFor } from '../codec/libraries.ts'
import { runsOf } from '../support/soak.ts'
import { blockOf, filesOf, running } from './generated.ts'
import { colors } from './samples.ts'

const contract = colors
const files = filesOf(contract)
const proto = files.get('colors/v1/colors.proto') ?? ''

describe('of an open enum', () => {
  test('the type has every later value as UNKNOWN_ and its number', () => {
    expect(files.get('messages.ts')).toContain(
      "\nexport type Color = 'DEEP_BLUE' | 'RED' | `UNKNOWN_\x24{number}`\n",
    )
  })

  test('the codec names what it knows, and numbers what it does not', () => {
    expect(blockOf(files, 'codec.ts', 'const numberOfColor')).toBe(
      [
        'const numberOfColor = (name: Color): number => {',
        '  switch (name) {',
        "    case 'DEEP_BLUE':",
        '      return 2',
        "    case 'RED':",
        '      return 7',
        '    default: {',
        '      const number = unknownNumber(name)',
        '      // A number that has a name is written by that name alone.',
        '      return nameOfColor(number) === null ? number : 0',
        '    }',
        '  }',
        '}',
      ].join('\n'),
    )
    expect(blockOf(files, 'codec.ts', 'const readColor')).toBe(
      [
        'const readColor = (reader: Reader, path: string): Color | null => {',
        '  const number = reader.uint(1, 2147483647, path)',
        '  if (number === 0) return null',
        '  return nameOfColor(number) ?? `UNKNOWN_\x24{number}`',
        '}',
      ].join('\n'),
    )
  })

  test('the .proto says so, and reserves what was removed', () => {
    expect(blockOf(files, 'colors/v1/colors.proto', '// A color.')).toBe(
      [
        '// A color. Values of later versions are taken, too.',
        'enum Color {',
        '  reserved 3 to 4, 9;',
        '  reserved "COLOR_GREY", "COLOR_BEIGE";',
        '  // Never sent.',
        '  COLOR_UNSPECIFIED = 0;',
        '  // Blue.',
        '  COLOR_DEEP_BLUE = 2;',
        '  // Red.',
        '  COLOR_RED = 7;',
        '}',
      ].join('\n'),
    )
  })

  test('the largest value takes five bytes', () => {
    expect(contract.messages.map(maxBodyBytes)).toEqual([12])
  })
})

describe('the codec of an open enum', () => {
  const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

  test.each([
    ['08 07', 'RED'],
    ['08 01', 'UNKNOWN_1'],
    ['08 80 01', 'UNKNOWN_128'],
    ['08 ff ff ff ff 07', 'UNKNOWN_2147483647'],
  ])('%s is %s, and is written so again', async (body, color) => {
    const { encode, decode } = await running(contract, files)
    const message = { type: 'Paint', color }
    expect(decode('Paint', hex(body))).toEqual({ message, fault: null })
    expect(encode(message)).toEqual({ body: hex(body), fault: null })
  })

  test.each(['08 00', '08 80 80 80 80 08', '08 ff ff ff ff ff ff ff ff ff 01'])(
    '%s is none: 0, and what 31 bits do not hold',
    async (body) => {
      const { decode } = await running(contract, files)
      const fault = { code: 'MALFORMED', reason: 'OUT_OF_RANGE', path: 'Paint.color' }
      expect(decode('Paint', hex(body))).toEqual({ message: null, fault })
    },
  )

  test.each([
    ['the number of a name', 'UNKNOWN_7'],
    ['0', 'UNKNOWN_0'],
    ['a number of 32 bits', 'UNKNOWN_2147483648'],
    ['a number with a zero before it', 'UNKNOWN_01'],
    ['a number with a line behind it', 'UNKNOWN_1\n'],
    ['no number', 'UNKNOWN_'],
    ['a number alone', 7],
    ['a list', ['UNKNOWN_1']],
  ])('%s is not written', async (_, color) => {
    const { encode, json } = await running(contract, files)
    const fault = { code: 'MALFORMED', reason: 'OUT_OF_RANGE', path: 'Paint.color' }
    expect(encode({ type: 'Paint', color })).toEqual({ body: null, fault })
    expect(json.is({ type: 'Paint', color })).toBe(false)
    expect(E.isLeft(json.decode({ type: 'Paint', color }))).toBe(true)
  })

  test('has one canonical form, which other libraries read and write', async () => {
    const { encode, decode, json, MessageArbitrary } = await running(contract, files)
    const numbers: Readonly<Record<string, number>> = { RED: 7, DEEP_BLUE: 2 }
    const numberOf = (name: unknown): number => numbers[String(name)] ?? Number(String(name).slice(8))
    for (const library of librariesFor(proto)) {
      fc.assert(
        fc.property(MessageArbitrary, (said) => {
          const fields = Object.fromEntries(
            Object.entries(said).flatMap(([key, value]) => (key === 'type' ? [] : [[key, numberOf(value)]])),
          )
          const { body } = encode(said)
          expect(body).toEqual(Buffer.from(library.encode('Paint', fields)))
          expect(library.decode('Paint', body ?? Buffer.alloc(0))).toMatchObject(fields)
          expect(decode('Paint', library.encode('Paint', fields))).toEqual({ message: said, fault: null })
          expect(json.decode(JSON.parse(JSON.stringify(json.encode(said))))).toEqual(E.right(said))
        }),
        { numRuns: runsOf(300) },
      )
    }
  })

  test('refuses what is beyond it', async () => {
    const { encode, json, arbitraries } = await running(contract, files)
    const beyond = arbitraries.Paint?.beyond
    if (beyond == null) throw new Error('There is nothing beyond.')
    fc.assert(
      fc.property(beyond, ({ message, path }) => {
        expect(encode(message).fault).toMatchObject({ path })
        expect(json.is(message)).toBe(false)
      }),
      { numRuns: runsOf(300) },
    )
  })
})
