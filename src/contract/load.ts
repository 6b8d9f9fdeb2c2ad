import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { aMap, aText, optional, optionsOf } from '../arguments.ts'
import { type Base, baseName, isBase } from './base.ts'
import { checkConduct } from './check/conduct.ts'
import { check } from './check.ts'
import type { Contract } from './contract.ts'
import { type ContractFailure, type Flaw, type Place, quote, toFailures } from './failure.ts'
import { type WrittenContract, writtenContract } from './model.ts'
import { didYouMean } from './near.ts'
import type { Path, Places } from './places.ts'
import { resolve } from './resolve.ts'
import type { Rule } from './rules.ts'
import { type JsonSchema, unknownKey } from './shape.ts'
import { readYaml } from './yaml.ts'

/** The surroundings that a contract is read in. */
export interface LoadOptions {
  /** The texts of the contracts that it may stand on, by name and version: `colloquy@1`. None unless given. */
  readonly bases?: ReadonlyMap<string, string>
}

const loadOptions = optionsOf({ bases: optional(aMap) })

/**
 * Reads a contract. `file` is only the name that failures carry. Failures come in the order of the file and all at
 * once for each of four steps, since each step rests on the one before: the YAML, its structure, its base, its rules.
 */
export const loadContract = (
  text: string,
  file: string,
  options: LoadOptions = {},
): E.Either<readonly ContractFailure[], Contract> => {
  aText('text', text)
  aText('file', file)
  loadOptions('options', options)
  const { bases = new Map() } = options
  const loaded = E.Monad.chain(readWritten(text), ({ written, places }) =>
    E.Monad.chain(findBase(written.base, places.ofValue(['base']), bases), (base) =>
      check(written, base, places),
    ),
  )
  return E.isLeft(loaded) ? E.left(toFailures(loaded.left, file)) : loaded
}

/**
 * As `loadContract`, and a contract that loads is looked at further: whether crossing messages meet again, last words are
 * waited for, a silence can be broken and everything refused. Keys that there are not keep no other fault from being told.
 */
export const checkContract = (
  text: string,
  file: string,
  { bases = new Map() }: LoadOptions = {},
): E.Either<readonly ContractFailure[], Contract> => {
  const read = readYaml(text)
  if (E.isLeft(read)) return E.left(toFailures(read.left, file))
  const { data, places } = read.right
  const decoded = writtenContract.decode(data)
  const strange = E.isLeft(decoded) ? decoded.left : []
  const unknown = strange.filter(isUnknownKey)
  // Without them, the rest can be read.
  const written =
    unknown.length === strange.length
      ? readStructure(without(data, unknown), places)
      : readStructure(data, places)
  const flaws = unknown.map((error) => toFlaw(error, places))
  if (E.isLeft(written)) return E.left(toFailures(written.left, file))
  const base = findBase(written.right.base, places.ofValue(['base']), bases)
  if (E.isLeft(base)) return E.left(toFailures([...flaws, ...base.left], file))
  const checked = check(written.right, base.right, places)
  const all = [
    ...flaws,
    ...(E.isLeft(checked) ? checked.left : checkConduct(written.right, checked.right, places)),
  ]
  return E.isRight(checked) && all.length === 0 ? checked : E.left(toFailures(all, file))
}

const isUnknownKey = ({ context }: t.ValidationError): boolean => context.at(-1)?.type === unknownKey

/** A value without the keys that it should not have. */
const without = (data: unknown, unknown: readonly t.ValidationError[]): unknown => {
  const paths = new Set(unknown.map(({ context }) => JSON.stringify(context.slice(1).map(({ key }) => key))))
  const cut = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !paths.has(JSON.stringify([...path, key])))
        .map(([key, inner]) => [key, cut(inner, [...path, key])]),
    )
  }
  return cut(data, [])
}

interface Readable {
  readonly written: WrittenContract
  readonly places: Places
}

const readWritten = (text: string): E.Either<readonly Flaw[], Readable> =>
  E.Monad.chain(readYaml(text), ({ data, places }) =>
    E.Monad.map(readStructure(data, places), (written) => ({ written, places })),
  )

const findBase = (
  name: string | undefined,
  place: Place,
  bases: ReadonlyMap<string, string>,
): E.Either<readonly Flaw[], Base | null> => {
  if (name === undefined) return E.right(null)
  const text = bases.get(name)
  if (text === undefined) {
    const message = `There is no ${quote(name)}.${didYouMean(name, bases.keys())}`
    return E.left([{ place, rule: 'BASE_UNKNOWN', message }])
  }
  const loaded = E.Monad.chain(readWritten(text), ({ written, places }) =>
    E.Monad.map(check(written, null, places), (contract) => ({
      contract,
      incomplete: resolve(written),
      standsOn: written.base,
    })),
  )
  const isFit =
    E.isRight(loaded) &&
    loaded.right.standsOn === undefined &&
    isBase(loaded.right.contract) &&
    baseName(loaded.right.contract) === name
  if (isFit) return loaded
  const [flaw] = E.isLeft(loaded) ? loaded.left : []
  const because = flaw === undefined ? '' : ` It does not load: ${flaw.rule} in line ${flaw.place.line}.`
  return E.left([{ place, rule: 'BASE_UNFIT', message: `${quote(name)} is no base.${because}` }])
}

const readStructure = (data: unknown, places: Places): E.Either<readonly Flaw[], WrittenContract> => {
  const decoded = writtenContract.decode(data)
  return E.isLeft(decoded) ? E.left(decoded.left.map((error) => toFlaw(error, places))) : decoded
}

/** The keys that there are where a strange one was found. */
const keysAround = (context: t.Context): readonly string[] => {
  const around = context.at(-2)?.type
  // A shape of an object carries the schema that editors know.
  const schema = around !== undefined && 'schema' in around ? (around.schema as JsonSchema) : {}
  return Object.keys((schema.properties as object | undefined) ?? {})
}

const toFlaw = ({ context }: t.ValidationError, places: Places): Flaw => {
  const path: Path = context.slice(1).map(({ key }) => key)
  const last = context.at(-1)
  const name = path.at(-1) ?? ''
  if (last === undefined || path.length === 0) {
    return { place: places.ofValue([]), rule: 'VALUE_WRONG', message: 'The file does not hold a contract.' }
  }
  if (last.type === unknownKey) {
    return {
      place: places.ofKey(path),
      rule: 'KEY_UNKNOWN',
      message: `There is no ${quote(String(name))} here.${didYouMean(String(name), keysAround(context))}`,
    }
  }
  const rule = 'rule' in last.type ? (last.type.rule as Rule) : 'VALUE_WRONG'
  if (last.actual === undefined) {
    return {
      place: places.ofKey(path.slice(0, -1)),
      rule: rule === 'ABOUT_REQUIRED' ? rule : 'KEY_MISSING',
      message: `${quote(String(name))} is missing.`,
    }
  }
  return { place: places.ofValue(path), rule, message: `${quote(String(name))} is not ${last.type.name}.` }
}
