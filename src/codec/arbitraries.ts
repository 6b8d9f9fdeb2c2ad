// What generated fast-check arbitraries lean on: values within the refinements, at their bounds, and beyond them.
import * as fc from 'fast-check'
import { brokenRule, type TextRules } from './refinements.ts'
import { byteLengthOf } from './text.ts'

export { wholly } from './refinements.ts'

/** Values of one field. */
export interface FieldArbitrary<A> {
  readonly valid: fc.Arbitrary<A>
  /** The least and the greatest that are allowed. */
  readonly atBound: fc.Arbitrary<A>
  /** What an encoder has to refuse; null where there is no such value of the type. */
  readonly beyond: fc.Arbitrary<unknown> | null
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
    .map((most) => most + 'z'.repeat(bytes - byteLengthOf(most)))

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

/** So many bytes. */
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

/** Messages of a type from what their fields may hold. */
export const message = <M extends { readonly type: string }>(
  name: M['type'],
  fields: { readonly [field: string]: ArbitraryField },
): MessageArbitrary<M> => {
  const entries = Object.entries(fields)
  const always = ['type', ...entries.filter(([, field]) => !field.optional).map(([key]) => key)]
  const record = (of: (field: ArbitraryField) => fc.Arbitrary<unknown>): fc.Arbitrary<M> =>
    fc.record(
      { type: fc.constant(name), ...Object.fromEntries(entries.map(([key, field]) => [key, of(field)])) },
      { requiredKeys: always as never[], noNullPrototype: true },
      // The record is built from the fields of M: the one place where they become an M.
    ) as unknown as fc.Arbitrary<M>
  const valid = record((field) => field.values.valid)
  const beyond = entries.flatMap(([key, field]) => {
    if (field.values.beyond === null) return []
    // A present `undefined` is how an optional field is absent.
    const values = field.optional
      ? field.values.beyond.filter((value) => value !== undefined)
      : field.values.beyond
    return [
      fc
        .tuple(valid, values)
        .map(([m, value]) => ({ message: { ...m, [key]: value }, path: `${name}.${key}` })),
    ]
  })
  return {
    valid,
    atBound: record((field) => field.values.atBound),
    beyond: beyond.length === 0 ? null : fc.oneof(...beyond),
  }
}
