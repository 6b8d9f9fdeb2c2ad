import type { Contract, Scalar, Within } from '../contract/contract.ts'

const demand = (what: string, holds: boolean): void => {
  if (!holds) throw new Error(`The contract cannot be generated from: ${what} is not what its type says.`)
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

const isBetween = (min: number, max: number, most: number): boolean =>
  isWhole(min) && isWhole(max) && min <= max && max <= most

const holds = (scalar: Scalar): boolean => {
  switch (scalar.base) {
    case 'string':
    case 'bytes':
      return isBetween(scalar.minBytes, scalar.maxBytes, 0xffffffff)
    case 'uint32':
      return isBetween(scalar.min, scalar.max, 0xffffffff)
    case 'uint64':
      return isBetween(scalar.min, scalar.max, Number.MAX_SAFE_INTEGER)
    case 'bool':
    case 'enum':
      return true
    default:
      return false
  }
}

const isWithin = (within: Within | null): boolean =>
  within === null || isWhole('ms' in within ? within.ms : within.heartbeats)

/** Throws when a number or a flag in the contract is anything else: these are written into code as they are. */
export const assertNumbers = (contract: Contract): void => {
  for (const { name, scalar, secret } of contract.types) {
    demand(name, holds(scalar) && typeof secret === 'boolean')
  }
  for (const { name, fields, since, conversation, from } of contract.messages) {
    demand(
      name,
      isWhole(since) && typeof conversation === 'boolean' && ['client', 'server', 'both'].includes(from),
    )
    for (const field of fields) {
      const flags = typeof field.optional === 'boolean' && typeof field.secret === 'boolean'
      demand(`${name}.${field.name}`, flags && holds(field.scalar) && isWhole(field.since))
    }
  }
  for (const { name, within, maxBody, inFlight } of contract.states) {
    demand(name, isWithin(within) && isWhole(maxBody) && typeof inFlight === 'boolean')
  }
}
