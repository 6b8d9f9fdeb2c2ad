import type { ContractTables, MessageRow, StateRow } from '../codec/types.ts'
import { aContract } from '../contract/arguments.ts'
import { baseName } from '../contract/base.ts'
import type { Contract, Message, State } from '../contract/contract.ts'
import { contractHash } from '../contract/hash.ts'
import { sayable } from '../contract/turns.ts'
import { laterMembers } from './later.ts'

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/** A message as the tables have it. */
export const rowOf = (contract: Contract, message: Message): MessageRow => {
  const { name, number, from, conversation, answer, since } = message
  const later = laterMembers(contract, message)
  return {
    name,
    number,
    from,
    conversation,
    ...(since > contract.speaks ? { since } : {}),
    ...(later.length === 0 ? {} : { later }),
    ...(answer === null ? {} : { answer }),
  }
}

const stateOf = (contract: Contract, state: State): StateRow => ({
  name: state.name,
  turn: state.turn,
  within: state.within,
  maxBody: state.maxBody,
  inFlight: state.inFlight,
  says: {
    client: Object.fromEntries(sayable(contract, state, 'client')),
    server: Object.fromEntries(sayable(contract, state, 'server')),
  },
})

/** The tables of a contract as its generated module has them: for machines that are made from it without generating. */
export const tablesOf = (contract: Contract): ContractTables => {
  aContract('contract', contract)
  return {
    protocol: contract.protocol,
    version: contract.version,
    speaks: contract.speaks,
    hash: hexOf(contractHash(contract)),
    base:
      contract.base === null
        ? null
        : { name: baseName(contract.base), hash: hexOf(contractHash(contract.base)) },
    messages: contract.messages.map((message) => rowOf(contract, message)),
    states: contract.states.map((state) => stateOf(contract, state)),
  }
}
