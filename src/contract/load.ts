import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { type Base, baseName, isBase } from './base.ts'
import { check } from './check.ts'
import type { Contract } from './contract.ts'
import { type ContractFailure, type Flaw, type Place, quote, toFailures } from './failure.ts'
import { type WrittenContract, writtenContract } from './model.ts'
import type { Path, Places } from './places.ts'
import { resolve } from './resolve.ts'
import type { Rule } from './rules.ts'
import { unknownKey } from './shape.ts'
import { readYaml } from './yaml.ts'

/** What a contract is read with. */
export interface LoadOptions {
  /** The texts of the contracts that it may stand on, by name and version: `colloquy@1`. None unless given. */
  readonly bases?: ReadonlyMap<string, string>
}

/**
 * Reads a contract. `file` is only the name that failures carry. Failures come in the order of the file and all at
 * once for each of four steps, since each step rests on the one before: the YAML, its structure, its base, its rules.
 */
export const loadContract = (
  text: string,
  file: string,
  { bases = new Map() }: LoadOptions = {},
): E.Either<readonly ContractFailure[], Contract> => {
  const loaded = E.Monad.chain(readWritten(text), ({ written, places }) =>
    E.Monad.chain(findBase(written.base, places.ofValue(['base']), bases), (base) =>
      check(written, base, places),
    ),
  )
  return E.isLeft(loaded) ? E.left(toFailures(loaded.left, file)) : loaded
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
    return E.left([{ place, rule: 'BASE_UNKNOWN', message: `There is no ${quote(name)}.` }])
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
      message: `There is no ${quote(String(name))} here.`,
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
