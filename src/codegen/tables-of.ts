import type { ContractTables, MessageRow, StateRow } from '../codec/types.ts'
import { baseName } from '../contract/base.ts'
import type { Contract, Message, State } from '../contract/contract.ts'
import { contractHash } from '../contract/hash.ts'
import { sayable } from '../contract/turns.ts'

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

const rowOf = ({ name, number, from, conversation, answer }: Message): MessageRow => ({
  name,
  number,
  from,
  conversation,
  ...(answer === null ? {} : { answer }),
})

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
export const tablesOf = (contract: Contract): ContractTables => ({
  protocol: contract.protocol,
  version: contract.version,
  speaks: contract.speaks,
  hash: hexOf(contractHash(contract)),
  base:
    contract.base === null
      ? null
      : { name: baseName(contract.base), hash: hexOf(contractHash(contract.base)) },
  messages: contract.messages.map(rowOf),
  states: contract.states.map((state) => stateOf(contract, state)),
})
