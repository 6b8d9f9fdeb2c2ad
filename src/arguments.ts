/**
 * Checks what a caller gives, who may have no types: throws a TypeError for what is of another type, a RangeError for what is
 * of the type and cannot be. Either names it, and never repeats it, since it may be a secret.
 */
export type Check = (name: string, value: unknown) => void

/** A check by a test; `what` finishes the sentence that the name begins with `is`. */
export const is =
  (what: string, test: (value: unknown) => boolean): Check =>
  (name, value) => {
    if (!test(value)) throw new TypeError(`${name} is ${what}; ${given(value)}.`)
  }

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const aText = is('a text', (value) => typeof value === 'string')
export const aFlag = is('true or false', (value) => typeof value === 'boolean')
export const aFunction = is('a function', (value) => typeof value === 'function')
/** NaN is one, too: whoever has bounds refuses it by them. */
export const aNumber = is('a number', (value) => typeof value === 'number')
export const anObject = is('an object', isObject)
export const anArray = is('an array', Array.isArray)
export const aBuffer = is('a Buffer or a Uint8Array', ArrayBuffer.isView)
/** As PEM is given. */
export const aTextOrBuffer = is(
  'a text or a Buffer',
  (value) => typeof value === 'string' || ArrayBuffer.isView(value),
)
export const aMap = is('a Map', (value) => isObject(value) && typeof value.get === 'function')
export const aSignal = is('an AbortSignal', (value) => isObject(value) && 'aborted' in value)

/** A whole number from `min` to `max`. */
export const wholeFrom =
  (min: number, max: number = Number.MAX_SAFE_INTEGER): Check =>
  (name, value) => {
    aNumber(name, value)
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
      throw new RangeError(
        `${name} is a whole number from ${min}${max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : ''}.`,
      )
  }

/** A whole number from `min`, or Infinity, which is no limit. */
export const limitFrom =
  (min: number): Check =>
  (name, value) => {
    aNumber(name, value)
    if (value !== Number.POSITIVE_INFINITY && !(Number.isInteger(value) && Number(value) >= min))
      throw new RangeError(`${name} is a whole number from ${min}, or Infinity.`)
  }

/** One of some words. */
export const oneOf =
  (words: readonly string[]): Check =>
  (name, value) => {
    if (typeof value !== 'string' || !words.includes(value))
      throw new RangeError(`${name} is one of ${words.join(', ')}.`)
  }

/** That which may be left out. */
export const optional =
  (check: Check): Check =>
  (name, value) => {
    if (value !== undefined) check(name, value)
  }

/** An array, each item of which passes. */
export const listOf =
  (check: Check): Check =>
  (name, value) => {
    anArray(name, value)
    for (const [index, item] of (value as readonly unknown[]).entries()) check(`${name}[${index}]`, item)
  }

/** An object that has these methods, whatever else it is: `what` says so. */
export const having = (what: string, ...methods: readonly string[]): Check =>
  is(
    what,
    (value) =>
      ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
      methods.every((method) => typeof (value as Readonly<Record<string, unknown>>)[method] === 'function'),
  )

type Checks = Readonly<Record<string, Check>>

/** An object whose fields pass. They are named by the way to them. */
export const objectOf =
  (fields: Checks, check: Check = anObject): Check =>
  (name, value) => {
    check(name, value)
    checkFields(fields, value, `${name}.`)
  }

/** An object with options that pass. They are named by themselves. */
export const optionsOf =
  (fields: Checks): Check =>
  (name, value) => {
    anObject(name, value)
    checkFields(fields, value, '')
  }

/** An object that passes and has no other fields than these, where one that is mistyped must not be one that is not there. */
export const withOnly =
  (fields: readonly string[], check: Check): Check =>
  (name, value) => {
    check(name, value)
    const other = Object.keys(value as object).find((field) => !fields.includes(field))
    if (other !== undefined)
      throw new RangeError(
        `${name} has no ${JSON.stringify(other.slice(0, 64))}; it has ${fields.join(', ')}.`,
      )
  }

const checkFields = (fields: Checks, value: unknown, prefix: string): void => {
  for (const [field, check] of Object.entries(fields))
    check(`${prefix}${field}`, (value as Readonly<Record<string, unknown>>)[field])
}

const given = (value: unknown): string => {
  if (value === undefined) return 'it was not given'
  if (value === null) return 'it was null'
  if (Array.isArray(value)) return 'it was an array'
  return typeof value === 'object' ? 'it was an object of another kind' : `it was a ${typeof value}`
}
