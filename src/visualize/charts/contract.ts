import { type Contract, type From, hasTurn, isSaidBy, type State, sides } from '../../contract/index.ts'
import { type Box, type Chart, deadline, type Transition } from './chart.ts'

/** The chart of a contract: who may say what, and where it leads. */
export const chartOfContract = (contract: Contract): Chart => ({
  title: contract.protocol,
  about: `${contract.about} Version ${contract.version}`,
  side: null,
  boxes: boxesIn('', contract),
  transitions: [
    ...contract.anytime.flatMap(({ message, next }) =>
      next.client === next.server
        ? [said('', message, 'both', next.client)]
        : [said('', message, 'client', next.client), said('', message, 'server', next.server)],
    ),
    ...contract.states.flatMap((state) =>
      [...state.says].map(([message, next]) =>
        said(state.name, message, speakerOf(contract, state, message), next),
      ),
    ),
  ],
})

const said = (from: string, message: string, by: From, to: string): Transition => ({
  from,
  to,
  event: null,
  hears: null,
  after: null,
  guard: null,
  says: [{ message, detail: null, by }],
  does: [],
})

/** The side that says a message in a state. */
const speakerOf = (contract: Contract, state: State, message: string): From => {
  const speakers = sides.filter(
    (side) =>
      hasTurn(state, side) && contract.messages.some((one) => one.name === message && isSaidBy(one, side)),
  )
  return speakers.length === 1 && speakers[0] !== undefined ? speakers[0] : 'both'
}

/** The boxes that the dots in the states' names make, below a prefix that ends in a dot or is empty. */
const boxesIn = (prefix: string, contract: Contract): readonly Box[] => {
  const below = contract.states.filter(({ name }) => name.startsWith(prefix))
  const names = new Set(below.map(({ name }) => name.slice(prefix.length).split('.', 1)[0] ?? ''))
  return [...names].map((name) => {
    const place = `${prefix}${name}`
    const state = contract.states.find((one) => one.name === place)
    return {
      place,
      name,
      state: state?.name ?? null,
      about: state?.about ?? null,
      turn: state?.turn ?? null,
      within: state === undefined || state.within === null ? null : deadline(state.within),
      keepsTime: false,
      runs: [],
      enters: [],
      leaves: [],
      first: state !== undefined && state === contract.states[0],
      last: state?.turn === 'nobody',
      inFlight: state?.inFlight ?? false,
      boxes: boxesIn(`${place}.`, contract),
    }
  })
}
