import { tablesOf } from '../../../src/codegen/index.ts'
import type { Side } from '../../../src/contract/index.ts'
import { clientMachine, serverMachine } from '../../../src/machines/index.ts'
import type { Pair, Rule } from '../../../src/verify/index.ts'
import { type ContinuationRules, engineRules } from '../../../src/verify/pair/carrying.ts'
import { shop } from '../../support/shop.ts'

/** Ends that have conversations go on over other connections in a wrong way. */
interface ContinuationMutant {
  readonly name: string
  readonly rules: ContinuationRules
  /** The finding that verification must have, among others. */
  readonly finds: Rule
}

const shopTables = tablesOf(shop)

/** A pair in whose conversation it matters what was said before. */
export const shopPair: Pair = {
  contract: shop,
  client: clientMachine(shopTables),
  server: serverMachine(shopTables),
}

const going = (name: string, finds: Rule, rules: Partial<ContinuationRules>): ContinuationMutant => ({
  name,
  finds,
  rules: { ...engineRules, ...rules },
})

/** Puts one side where the conversation begins, whatever it has left. */
const placedAnew =
  (side: Side): ContinuationRules['placed'] =>
  (pairSide, from, state, of) =>
    pairSide.graph.side === side ? from : engineRules.placed(pairSide, from, state, of)

export const continuationMutants: readonly ContinuationMutant[] = [
  going('a client goes on in another state than it left', 'UNEXPECTED_MESSAGE', {
    placed: (pairSide, from, state, of) =>
      engineRules.placed(
        pairSide,
        from,
        pairSide.graph.side === 'client' && state === 'converse.ordered' ? 'converse.offered' : state,
        of,
      ),
  }),
  going('a client goes on where conversations begin', 'UNEXPECTED_MESSAGE', { placed: placedAnew('client') }),
  going('a server goes on where conversations begin', 'UNEXPECTED_MESSAGE', { placed: placedAnew('server') }),
  going('of what is said again the first message is lost', 'UNEXPECTED_MESSAGE', {
    saidAgain: (messages) => messages.slice(1),
  }),
  going('of what is said again the first message comes twice', 'UNEXPECTED_MESSAGE', {
    saidAgain: (messages) => [...messages.slice(0, 1), ...messages],
  }),
  going('what is said again comes in another order', 'UNEXPECTED_MESSAGE', {
    saidAgain: (messages) => [...messages].reverse(),
  }),
  going('a message that crosses a last word leads nowhere later', 'UNEXPECTED_MESSAGE', {
    crossed: (state) => state,
  }),
  going('a conversation goes on after Bye, whatever its reason', 'CONTINUES_ENDED', { mayGoOn: () => true }),
]
