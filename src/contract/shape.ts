import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Rule } from './rules.ts'

/** A part of a JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown }

/**
 * An io-ts decoder that also knows the rule it refuses by and its JSON Schema, so that editors and the loader agree.
 * Shapes change nothing: what was decoded is the very value that was given.
 */
export interface Shape<A> extends t.Decoder<unknown, A> {
  readonly rule: Rule
  readonly schema: JsonSchema
}

type Shapes = { readonly [key: string]: Shape<unknown> }
/** The type of what a shape describes. */
export type Of<S> = S extends Shape<infer A> ? A : never
type Flat<A> = { readonly [K in keyof A]: A[K] }

/** An object with these keys and no others. */
export type Closed<R extends Shapes, O extends Shapes> = Flat<
  { readonly [K in keyof R]: Of<R[K]> } & { readonly [K in keyof O]?: Of<O[K]> }
>

/** Stands in place of a key that an object does not have. */
export const unknownKey: t.Type<never> = new t.Type(
  'no such key',
  (_): _ is never => false,
  (value, context) => t.failure(value, context),
  (never) => never,
)

/** A value without parts. */
export const leaf = <A>(
  name: string,
  schema: JsonSchema,
  is: (value: unknown) => value is A,
  rule: Rule = 'VALUE_WRONG',
): Shape<A> =>
  shape(name, rule, schema, (value, context) => (is(value) ? t.success(value) : t.failure(value, context)))

/** One of a few words. */
export const oneOf = <const W extends string>(...words: readonly W[]): Shape<W> =>
  leaf(words.join(' or '), { enum: words }, (value): value is W => words.some((word) => word === value))

/** An object with the required keys, any of the optional ones, and no others. */
export const closed = <R extends Shapes, O extends Shapes>(
  name: string,
  required: R,
  optional: O,
): Shape<Closed<R, O>> => {
  const known = new Map<string, Shape<unknown>>(Object.entries({ ...required, ...optional }))
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: Object.fromEntries([...known].map(([key, part]) => [key, part.schema])),
  }
  return shape(name, 'VALUE_WRONG', schema, (value, context) => {
    if (!isObject(value)) return t.failure(value, context)
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key))
    return gather<Closed<R, O>>(value, [
      ...missing.map((key) => inner(required[key] as Shape<unknown>, undefined, key, context)),
      ...Object.keys(value).map((key) => inner(known.get(key) ?? unknownKey, value[key], key, context)),
    ])
  })
}

/** An object from names to values of one shape. */
export const dictionary = <A>(
  name: string,
  values: Shape<A>,
  min: 0 | 1 = 0,
): Shape<{ readonly [name: string]: A }> => {
  const schema = {
    type: 'object',
    additionalProperties: values.schema,
    ...(min > 0 && { minProperties: min }),
  }
  return shape(name, 'VALUE_WRONG', schema, (value, context) =>
    isObject(value) && Object.keys(value).length >= min
      ? gather(
          value,
          Object.keys(value).map((key) => inner(values, value[key], key, context)),
        )
      : t.failure(value, context),
  )
}

/** A list of values of one shape. */
export const list = <A>(name: string, items: Shape<A>): Shape<readonly A[]> =>
  shape(name, 'VALUE_WRONG', { type: 'array', items: items.schema }, (value, context) =>
    Array.isArray(value)
      ? gather(
          value,
          value.map((item: unknown, i) => inner(items, item, String(i), context)),
        )
      : t.failure(value, context),
  )

/** An object where the value is one, a leaf where it is none. */
export const leafOr = <A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> =>
  shape<A | B>(
    `${one.name}, or ${other.name}`,
    'VALUE_WRONG',
    { anyOf: [one.schema, other.schema] },
    (value, context) => (isObject(value) ? other.validate(value, context) : one.validate(value, context)),
  )

/** The same shape with a sentence for whoever hovers over it in an editor. */
export const described = <A>(one: Shape<A>, description: string): Shape<A> =>
  shape(one.name, one.rule, { description, ...one.schema }, one.validate)

const shape = <A>(name: string, rule: Rule, schema: JsonSchema, validate: t.Validate<unknown, A>): Shape<A> =>
  Object.assign(
    new t.Type<A, unknown, unknown>(
      name,
      (value): value is A => E.isRight(validate(value, [])),
      validate,
      t.identity,
    ),
    { rule, schema },
  )

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inner = (part: t.Decoder<unknown, unknown>, value: unknown, key: string, context: t.Context) =>
  part.validate(value, t.appendContext(context, key, part, value))

// The one cast: a value whose parts are all right is of the shape.
const gather = <A>(value: unknown, parts: readonly t.Validation<unknown>[]): t.Validation<A> => {
  const errors = parts.flatMap((part) => (E.isLeft(part) ? part.left : []))
  return errors.length > 0 ? E.left(errors) : t.success(value as A)
}
