import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { codePoint } from '../../src/codec/arbitraries.ts'
import { byteLengthOf, decodeText, encodeText } from '../../src/codec/text.ts'
import { runsOf } from '../support/soak.ts'

const anyText = fc.oneof(
  fc.string({ unit: codePoint, maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 30 }),
)

const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text)

describe('text', () => {
  test('is written as the platform writes it, or refused for a lone surrogate', () => {
    fc.assert(
      fc.property(anyText, fc.nat(5), (text, offset) => {
        const buffer = Buffer.alloc(offset + text.length * 3)
        const written = encodeText(buffer, text, offset)
        if (!isWellFormed(text)) {
          expect(written).toBe(-1)
          expect(byteLengthOf(text)).toBe(-1)
          return
        }
        const expected = Buffer.from(new TextEncoder().encode(text))
        expect(buffer.subarray(offset, offset + written).equals(expected)).toBe(true)
        expect(byteLengthOf(text)).toBe(expected.length)
      }),
      { numRuns: runsOf(2000) },
    )
  })

  test('is read as the platform reads it, and refused where the platform refuses', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      anyText.map((text) => new TextEncoder().encode(text)),
      fc
        .array(fc.constantFrom(0x61, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xbb, 0xbd, 0xf0, 0xf4, 0x90), {
          maxLength: 20,
        })
        .map((a) => Uint8Array.from(a)),
    )
    fc.assert(
      fc.property(bytes, fc.nat(5), (given, offset) => {
        const buffer = Buffer.concat([Buffer.alloc(offset, 0xff), given, Buffer.from([0xff])])
        let expected: string | null
        try {
          expected = strict.decode(given)
        } catch {
          expected = null
        }
        expect(decodeText(buffer, offset, offset + given.length)).toBe(expected)
      }),
      { numRuns: runsOf(3000) },
    )
  })

  test('of every length up to forty letters is read and written', () => {
    for (let length = 0; length <= 40; length++) {
      const text = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP'.slice(0, length)
      const buffer = Buffer.alloc(40)
      expect(encodeText(buffer, text, 0)).toBe(length)
      expect(buffer.toString('latin1', 0, length)).toBe(text)
      expect(decodeText(buffer, 0, length)).toBe(text)
    }
  })
})

test('a byte that is none of UTF-8 is found wherever it stands among letters', () => {
  for (let length = 1; length <= 20; length++)
    for (let at = 0; at < length; at++) {
      const buffer = Buffer.from('abcdefghijklmnopqrstuvwxyz')
      buffer[at] = 0xff
      expect(decodeText(buffer, 0, length)).toBe(null)
      expect(decodeText(buffer, 0, at)).toBe('abcdefghijklmnopqrstuvwxyz'.slice(0, at))
    }
})

test('texts of one code point are all but the surrogates', () => {
  for (const text of ['\0', 'a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'])
    expect(codePoint.canShrinkWithoutContext(text)).toBe(true)
  for (const other of ['', 'ab', '\ud800', '\udfff', '\ufeffa', 7])
    expect(codePoint.canShrinkWithoutContext(other)).toBe(false)
  // The last one that a shrink tries is the one before.
  const before = (text: string) => [...codePoint.shrink(text, undefined)].at(-1)?.value
  expect(['\ue001', '\ue000', '\ud7ff'].map(before)).toEqual(['\ue000', '\ud7ff', '\ud7fe'])
  fc.assert(fc.property(codePoint, (text) => /^\P{Surrogate}$/u.test(text)))
})
