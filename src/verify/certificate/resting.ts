import type { Contract } from '../../contract/index.ts'
import type { PlainMachine } from './plain-machine.ts'

/** The states that nothing but a last word leaves, of the words that the client ever says there. */
export const restingIn = (contract: Contract, { places }: PlainMachine): ReadonlySet<string> => {
  const said = new Set(
    [...places.values()].flatMap(({ state, steps }) =>
      steps.flatMap(({ says }) => says.map((message) => `${state} ${message}`)),
    ),
  )
  const isLast = (name: string): boolean => {
    const next = contract.states.find((state) => state.name === name)
    return next?.turn === 'nobody' || next?.inFlight === true
  }
  return new Set(
    contract.states
      .filter(({ turn, inFlight }) => turn !== 'nobody' && !inFlight)
      .filter(({ name, says }) =>
        [...says].every(([message, next]) => {
          const from = contract.messages.find((one) => one.name === message)?.from
          return (from === 'client' && !said.has(`${name} ${message}`)) || next === name || isLast(next)
        }),
      )
      .map(({ name }) => name),
  )
}
