import { isSaidBy } from '../../contract/index.ts'
import type { ContractIndex } from '../contract-index.ts'
import { speech } from '../graph/sends.ts'
import type { StateGraph } from '../graph/state-graph.ts'

/**
 * The states of the contract that nothing but a last word leaves, as those of a conversation that may go on for ever:
 * there it gets on by whatever is heard. A word that the client may say and never does leads nowhere.
 */
export const restingStates = (client: StateGraph, contractIndex: ContractIndex): ReadonlySet<string> => {
  const { messages, states } = contractIndex.contract
  const said = new Set(
    [client.before, ...client.locations].flatMap((location) =>
      location.transitions.flatMap((transition) =>
        speech('client', location, transition, contractIndex).words.map(
          ({ state, message }) => `${state} ${message}`,
        ),
      ),
    ),
  )
  return new Set(
    states
      .filter(({ name, turn, says }) =>
        turn === 'nobody'
          ? false
          : messages
              .filter((message) => says.has(message.name))
              .filter((message) => isSaidBy(message, 'server') || said.has(`${name} ${message.name}`))
              .every((message) => {
                const next = says.get(message.name) as string
                return (
                  next === name || contractIndex.isOver(next) || contractIndex.state(next)?.inFlight === true
                )
              }),
      )
      // A state that takes in only messages in flight waits for a last word.
      .filter(({ inFlight }) => !inFlight)
      .map(({ name }) => name),
  )
}
