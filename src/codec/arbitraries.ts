/**
 * The run-time of generated fast-check arbitraries: values within the refinements, at their bounds, and beyond them.
 * @module
 */

import * as fc from 'fast-check'
import { brokenRule, type TextRules } from './refinements.ts'
import { byteLengthOf } from './text.ts'

export { wholly } from './refinements.ts'

/** Values of one field. */
export interface FieldArbitrary<A> {
  readonly valid: fc.Arbitrary<A>
  /** The least and the greatest that are allowed. */
  readonly atBound: fc.Arbitrary<A>
  /** Values that an encoder has to refuse; null where there is no such value of the type. */
  readonly beyond: fc.Arbitrary<unknown> | null
  /** Values that an encoder has to refuse for something within them, with the path of that; none unless given. */
  readonly beyondWithin?: fc.Arbitrary<{ readonly value: unknown; readonly path: string }> | null
}

/** Messages of one type. */
export interface MessageArbitrary<M> {
  readonly valid: fc.Arbitrary<M>
  /** Every field at one of its bounds. */
  readonly atBound: fc.Arbitrary<M>
  /** Exactly one field is beyond its refinement: `path` is that field's. Null where no field can be. */
  readonly beyond: fc.Arbitrary<{ readonly message: unknown; readonly path: string }> | null
}

const freely: TextRules = { nfc: false, printable: false, trimmed: false, pattern: null }

const SURROGATES = { first: 0xd800, count: 0x800 }

/**
 * Texts of one code point, any but a surrogate. The unit `binary` of fast-check is the same, but makes a table of all of
 * them first, which takes most of a second.
 */
export const codePoint: fc.Arbitrary<string> = fc.nat(0x10ffff - SURROGATES.count).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (value) => {
    const point =
      typeof value === 'string' && /^\P{Surrogate}$/u.test(value) ? value.codePointAt(0) : undefined
    if (point === undefined) throw new Error('not one code point')
    return point < SURROGATES.first ? point : point - SURROGATES.count
  },
)

/** Characters of one to four bytes, among them those that careless code trips over. */
const character: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: codePoint },
  {
    weight: 1,
    arbitrary: fc.constantFrom('é', 'ß', 'Ж', '漢', '€', '😀', '\ufeff', '\ufffd', '\0', '\uffff'),
  },
)

const mildCharacter: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  fc.constantFrom('é', 'ß', 'Ж', '漢', '€', '😀', '-', ' ', '"', '\\', '<'),
)

/** As many of the characters as fit, and padding up to the least. */
const assemble = (characters: readonly string[], min: number, max: number): string => {
  let said = ''
  let size = 0
  for (const next of characters) {
    const more = byteLengthOf(next)
    if (size + more > max) break
    said += next
    size += more
  }
  return said + 'a'.repeat(Math.max(0, min - size))
}

const exactly = (bytes: number): fc.Arbitrary<string> =>
  fc
    .constantFrom('a', 'é', '漢', '😀')
    .map((unit) => unit.repeat(Math.floor(bytes / byteLengthOf(unit))))
    .map((text) => text + 'z'.repeat(bytes - byteLengthOf(text)))

/** A pattern that is one class of characters, repeated. */
const classOf = (pattern: RegExp): RegExp | null => {
  const found = /^\^\(\?:(\[[^\]]+\])[+*]?\)\$$/.exec(pattern.source)
  return found === null ? null : new RegExp(`^${found[1]}$`, 'u')
}

const matching = (pattern: RegExp, min: number, max: number): fc.Arbitrary<string> => {
  const unit = classOf(pattern)
  if (unit === null) return fc.stringMatching(pattern)
  return fc.array(fc.stringMatching(unit), { minLength: min, maxLength: max }).map((units) => units.join(''))
}

/** Text of so many bytes that keeps some rules. */
export const text = (min: number, max: number, rules: TextRules | null): FieldArbitrary<string> => {
  const kept = rules ?? freely
  const holds = (value: string): boolean => {
    const bytes = byteLengthOf(value)
    return bytes >= min && bytes <= max && brokenRule(value, kept) === null
  }
  const shortest = fc.constant('a'.repeat(min))
  const unit = rules === null ? character : mildCharacter
  const some = fc
    .array(unit, { maxLength: Math.min(max, 80) })
    .map((characters) => assemble(characters, min, max))
  const tooMany: fc.Arbitrary<string> = exactly(max + 1)
  const broken = [
    ...(kept.nfc ? ['e\u0301'] : []),
    ...(kept.printable
      ? ['a\u0007', 'a\u200b', 'a\u2028b', 'a\ue000', 'a\u0378', 'a\ufe0f', '\u3164', 'a\u2800']
      : []),
    ...(kept.trimmed ? [' a', 'a ', 'a\u3000'] : []),
  ].filter((value) => byteLengthOf(value) >= min && byteLengthOf(value) <= max)
  return {
    valid: (kept.pattern === null ? some : matching(kept.pattern, min, max)).filter(holds),
    atBound:
      kept.pattern === null
        ? fc.oneof(shortest, exactly(min), exactly(max)).filter(holds)
        : fc.oneof(matching(kept.pattern, min, min), matching(kept.pattern, max, max)).filter(holds),
    beyond: fc.oneof(
      tooMany,
      fc.constant('\ud800'),
      fc.constant(`\udc00${'a'.repeat(Math.max(0, min - 3))}`),
      fc.constantFrom(undefined, null, 7, {}),
      ...(min > 0 ? [exactly(min - 1)] : []),
      ...broken.map((value) => fc.constant(value)),
      ...(kept.pattern === null ? [] : [some.filter((value) => brokenRule(value, kept) === 'NO_MATCH')]),
    ),
  }
}

/** Bytes, and how many of them. */
export const bytes = (min: number, max: number): FieldArbitrary<Uint8Array> => ({
  valid: fc.uint8Array({ minLength: min, maxLength: Math.max(min, Math.min(max, 256)) }),
  atBound: fc.constantFrom(min, max).map((length) => new Uint8Array(length).fill(0xa5)),
  beyond: fc.oneof(
    fc.constant(max + 1).map((length) => new Uint8Array(length)),
    fc.constantFrom(undefined, null, '', [], {}),
    ...(min > 0 ? [fc.constant(min - 1).map((length) => new Uint8Array(length))] : []),
  ),
})

/** A whole number within inclusive bounds. */
export const integer = (min: number, max: number): FieldArbitrary<number> => ({
  valid: fc.oneof(
    fc.bigInt({ min: BigInt(min), max: BigInt(max) }).map(Number),
    fc.integer({ min: -300, max: 300 }).map((n) => Math.min(max, Math.max(min, n))),
  ),
  atBound: fc.constantFrom(min, max),
  beyond: fc.constantFrom<unknown>(
    max + 1,
    min - 1,
    0.5,
    Number.NaN,
    Infinity,
    -Infinity,
    '1',
    null,
    undefined,
    1n,
  ),
})

/** A finite number within inclusive bounds. */
export const double = (min: number, max: number): FieldArbitrary<number> => ({
  valid: fc.double({ min, max, noNaN: true }),
  atBound: fc.constantFrom(min, max),
  beyond: fc.constantFrom<unknown>(Number.NaN, Infinity, -Infinity, '1', null, undefined, 1n),
})

/** A whole number of 64 bits within inclusive bounds. */
export const bigInteger = (min: bigint, max: bigint): FieldArbitrary<bigint> => ({
  valid: fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max)),
  atBound: fc.constantFrom(min, max),
  beyond: fc.constantFrom<unknown>(max + 1n, min - 1n, 1, '1', null, undefined),
})

/** A bool. */
export const bool = (): FieldArbitrary<boolean> => ({
  valid: fc.boolean(),
  atBound: fc.boolean(),
  beyond: fc.constantFrom<unknown>(0, 1, 'true', null, undefined),
})

/** One of some names. */
export const oneOf = <A extends string>(names: readonly A[]): FieldArbitrary<A> => ({
  valid: fc.constantFrom(...names),
  atBound: fc.constantFrom(...names),
  beyond: fc.constantFrom<unknown>('', 'UNSPECIFIED', '__proto__', 'constructor', 0, null, undefined),
})

/** Values of an open enum, by its numbers: those with a name, and those of later versions. */
export const openEnum = (numbers: Readonly<Record<string, number>>): FieldArbitrary<string> => {
  const names = Object.keys(numbers)
  const named = Object.values(numbers)
  const isFree = (number: number): boolean => !named.includes(number)
  const unknown = (number: number): string => `UNKNOWN_${number}`
  const free = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 0x7fffffff }))
  return {
    valid: fc.oneof(fc.constantFrom(...names), free.filter(isFree).map(unknown)),
    atBound: fc.constantFrom(...names, ...[1, 0x7fffffff].filter(isFree).map(unknown)),
    beyond: fc.constantFrom<unknown>(
      ...named.map(unknown),
      ...['', 'UNKNOWN_0', 'UNKNOWN_01', 'UNKNOWN_-1', 'UNKNOWN_1e3', 'UNKNOWN_2147483648', 'UNSPECIFIED'],
      ...['__proto__', 'constructor', 0, null, undefined],
    ),
  }
}

/** A field as a message has it. */
export interface ArbitraryField {
  readonly values: FieldArbitrary<unknown>
  readonly optional: boolean
}

/** Fields by their names. */
export type ArbitraryFields = { readonly [field: string]: ArbitraryField }

/** Objects from what their fields may hold, with the values that some arbitrary of each gives. */
const objects = (
  fields: ArbitraryFields,
  of: (values: FieldArbitrary<unknown>) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> => {
  const entries = Object.entries(fields)
  const always = entries.filter(([, field]) => !field.optional).map(([key]) => key)
  return fc.record(Object.fromEntries(entries.map(([key, { values }]) => [key, of(values)])), {
    requiredKeys: always,
    noNullPrototype: true,
  })
}

interface Beyond {
  readonly value: Record<string, unknown>
  readonly path: string
}

/** Objects of which exactly one field is beyond its refinement. */
const objectsBeyond = (name: string, fields: ArbitraryFields): readonly fc.Arbitrary<Beyond>[] => {
  const valid = objects(fields, (values) => values.valid)
  return Object.entries(fields).flatMap(([key, { values, optional }]) => {
    const { beyond, beyondWithin = null } = values
    // A present `undefined` is how an optional field is absent.
    const refused = optional ? (beyond?.filter((value) => value !== undefined) ?? null) : beyond
    const own = refused?.map((value) => ({ value, path: `${name}.${key}` }))
    return [own, beyondWithin].flatMap((broken) =>
      broken == null
        ? []
        : [
            fc
              .tuple(valid, broken)
              .map(([all, { value, path }]) => ({ value: { ...all, [key]: value }, path })),
          ],
    )
  })
}

const noRecords: readonly unknown[] = [undefined, null, 7, '', true]

/** No more bytes than a value has in its encoded form: each number and each length counted as if it were the longest. */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return 10 + Math.max(0, byteLengthOf(value))
  if (value instanceof Uint8Array) return 10 + value.length
  if (typeof value !== 'object' || value === null) return 15
  return Object.values(value).reduce((sum: number, part) => sum + sizeOf(part), 10)
}

/** Records whose encoded form has at most so many bytes, where something but their fields bounds it. */
export const record = (
  name: string,
  fields: ArbitraryFields,
  maxBytes: number | null,
): FieldArbitrary<Record<string, unknown>> => {
  const beyond = objectsBeyond(name, fields)
  const fits = (value: unknown): boolean => maxBytes === null || sizeOf(value) <= maxBytes
  const valid = objects(fields, ({ valid }) => valid).filter(fits)
  return {
    valid,
    // The fields cannot all be at their bounds within a bound of the whole record.
    atBound: maxBytes === null ? objects(fields, ({ atBound }) => atBound) : valid,
    beyond: fc.constantFrom(...noRecords),
    beyondWithin: beyond.length === 0 ? null : fc.oneof(...beyond),
  }
}

/** Lists of so many items, whose encoded form has at most so many bytes. */
export const list = (
  item: FieldArbitrary<unknown>,
  min: number,
  max: number,
  maxBytes: number | null,
): FieldArbitrary<readonly unknown[]> => {
  const fits = (items: readonly unknown[]): boolean => maxBytes === null || sizeOf(items) <= maxBytes
  const some = (of: fc.Arbitrary<unknown>, minLength: number, maxLength: number) =>
    fc.array(of, { minLength, maxLength })
  const few = Math.max(min, Math.min(max, 5))
  const valid = some(item.valid, min, few).filter(fits)
  const { beyond = null, beyondWithin = null } = item
  const tooMany = max <= 1_000 ? [item.valid.map((one) => Array(max + 1).fill(one))] : []
  const tooFew = min > 0 ? [item.valid.map((one) => Array(min - 1).fill(one))] : []
  return {
    valid,
    atBound: fc.oneof(
      some(item.valid, min, min),
      max <= 64 && maxBytes === null ? some(item.valid, max, max) : valid,
    ),
    beyond: fc.oneof(
      fc.constantFrom<unknown>(undefined, null, 7, '', {}),
      ...tooMany,
      ...tooFew,
      ...(beyond === null
        ? []
        : [fc.tuple(valid, beyond).map(([items, one]) => [one, ...items.slice(0, max - 1)])]),
    ),
    beyondWithin:
      beyondWithin === null
        ? null
        : fc.tuple(valid, beyondWithin).map(([items, { value, path }]) => ({
            value: [
              ...Array(Math.max(0, min - 1 - items.length)).fill(items[0]),
              ...items.slice(0, max - 1),
              value,
            ],
            path,
          })),
  }
}

/** Unions of arms; null where an arm has no value. */
export const union = (
  name: string,
  arms: { readonly [arm: string]: FieldArbitrary<unknown> | null },
): FieldArbitrary<{ readonly case: string }> => {
  const entries = Object.entries(arms)
  const each = (of: (values: FieldArbitrary<unknown>) => fc.Arbitrary<unknown>) =>
    fc.oneof(
      ...entries.map(([key, values]) =>
        values === null ? fc.constant({ case: key }) : of(values).map((value) => ({ case: key, value })),
      ),
    )
  const within = entries.flatMap(([key, values]) => {
    if (values === null) return []
    const { beyond, beyondWithin = null } = values
    return [
      ...(beyond === null
        ? []
        : [beyond.map((value) => ({ value: { case: key, value }, path: `${name}.${key}` }))]),
      ...(beyondWithin === null
        ? []
        : [beyondWithin.map(({ value, path }) => ({ value: { case: key, value }, path }))]),
    ]
  })
  return {
    valid: each(({ valid }) => valid),
    atBound: each(({ atBound }) => atBound),
    beyond: fc.constantFrom<unknown>(
      ...noRecords,
      {},
      { case: '' },
      { case: 'constructor' },
      { case: '__proto__' },
    ),
    beyondWithin: within.length === 0 ? null : fc.oneof(...within),
  }
}

/** Messages of a type from what their fields may hold. */
export const message = <M extends { readonly type: string }>(
  name: M['type'],
  fields: ArbitraryFields,
): MessageArbitrary<M> => {
  // The object is built from the fields of M: the one place where they become an M.
  const messages = (of: (values: FieldArbitrary<unknown>) => fc.Arbitrary<unknown>): fc.Arbitrary<M> =>
    objects(fields, of).map((object) => ({ type: name, ...object }) as unknown as M)
  const beyond = objectsBeyond(name, fields)
  return {
    valid: messages(({ valid }) => valid),
    atBound: messages(({ atBound }) => atBound),
    beyond:
      beyond.length === 0
        ? null
        : fc.oneof(...beyond).map(({ value, path }) => ({ message: { type: name, ...value }, path })),
  }
}
