import type { Contract, State, UncheckedContract } from './contract.ts'

/** A base that contracts can stand on: a whole contract, and the same before what it leaves unsaid was put in. */
export interface Base {
  readonly contract: Contract
  readonly incomplete: UncheckedContract
}

const CONVERSE = 'converse'

const converseOf = ({ states }: UncheckedContract): State | undefined =>
  states.find(({ name }) => name === CONVERSE)

/** Whether other contracts can stand on a contract. */
export const isBase = (contract: Contract): boolean =>
  converseOf(contract)?.turn === 'both' && contract.messages.every(({ conversation }) => !conversation)

/** How a contract on a base names it: `colloquy@1`. */
export const baseName = ({ protocol, version }: Pick<Contract, 'protocol' | 'version'>): string =>
  `${protocol}@${version}`

/**
 * The contract with all that its base brings. Its states stand in the place of converse, with the turn, the deadline
 * and the limit of converse, and what may be said there; what led to converse leads to the first of them.
 */
export const standOn = (own: UncheckedContract, { contract, incomplete }: Base): UncheckedContract => {
  const converse = converseOf(incomplete)
  if (converse === undefined) return own
  const within = own.states.length === 0 ? [converse] : own.states.map((state) => inPlaceOf(converse, state))
  const first = within[0]?.name ?? CONVERSE
  const toFirst = (next: string): string => (next === CONVERSE ? first : next)
  return {
    ...own,
    base: contract,
    types: [...incomplete.types.map(ofBase), ...own.types],
    messages: [...incomplete.messages.map(ofBase), ...own.messages],
    states: incomplete.states.flatMap((state) =>
      state.name === CONVERSE ? within : [{ ...state, says: mapNext(state.says, toFirst) }],
    ),
    anytime: incomplete.anytime.map(({ message, next }) => ({
      message,
      next: { client: toFirst(next.client), server: toFirst(next.server) },
    })),
  }
}

const ofBase = <A extends { readonly ofBase: boolean }>(one: A): A => ({ ...one, ofBase: true })

const inPlaceOf = (converse: State, { name, about, says }: State): State => ({
  ...converse,
  name,
  about,
  says: new Map([...mapNext(converse.says, (next) => (next === CONVERSE ? name : next)), ...says]),
})

const mapNext = (says: State['says'], to: (next: string) => string): State['says'] =>
  new Map([...says].map(([message, next]) => [message, to(next)]))
