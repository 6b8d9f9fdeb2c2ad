import type { ContractTables } from '../codec/index.ts'
import { ColloquyError } from './errors.ts'

/**
 * Refuses a contract that stands on another base than this library's, or was generated for another edition of it. Throws
 * a ColloquyError OTHER_BASE, or a TypeError for what is no contract at all.
 */
export const checkBase = (contract: unknown, base: ContractTables): void => {
  const tables = tablesIn(contract)
  if (tables === null) throw new TypeError('contract is the value that a generated file exports.')
  const name = `${base.protocol}@${base.version}`
  if (tables.base?.name === name && tables.base.hash === base.hash) return
  throw new ColloquyError(
    { code: 'OTHER_BASE', protocol: tables.protocol, base: tables.base?.name ?? null },
    sentence(tables, name),
  )
}

const tablesIn = (contract: unknown): ContractTables | null =>
  typeof contract === 'object' && contract !== null && 'tables' in contract
    ? // Callers without types may give anything; each property that is read is checked.
      ((contract.tables ?? null) as ContractTables | null)
    : null

const sentence = ({ protocol, base }: ContractTables, name: string): string => {
  if (base === null || base === undefined)
    return `The contract ${protocol} has no base: run it with play, or give it base: ${name} and run colloquy generate.`
  return base.name === name
    ? `What was generated from the contract ${protocol} is for another edition of ${name} than this library has: run colloquy generate.`
    : `The contract ${protocol} stands on ${base.name}, and this library has ${name}: change its base, and run colloquy generate.`
}
