import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { check } from './check.ts'
import type { Contract } from './contract.ts'
import { type ContractFailure, type Flaw, quote, toFailures } from './failure.ts'
import { type WrittenContract, writtenContract } from './model.ts'
import type { Path, Places } from './places.ts'
import type { Rule } from './rules.ts'
import { unknownKey } from './shape.ts'
import { readYaml } from './yaml.ts'

/**
 * Reads a contract. `file` is only the name that failures carry. Failures come in the order of the file and all at
 * once for each of three steps, since each step rests on the one before: the YAML, its structure, its rules.
 */
export const loadContract = (text: string, file: string): E.Either<readonly ContractFailure[], Contract> => {
  const loaded = E.Monad.chain(readYaml(text), ({ data, places }) =>
    E.Monad.chain(readStructure(data, places), (written) => check(written, places)),
  )
  return E.isLeft(loaded) ? E.left(toFailures(loaded.left, file)) : loaded
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
