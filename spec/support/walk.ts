import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate'
import { contract } from './contract.ts'
import { byeReasons, faultCodes } from './wire.ts'

/** The messages that a step said, in order: `Fault TIMEOUT`, `Bye DONE`, or the name of a message. */
export interface Leap {
  readonly from: Spot
  readonly event: string
  readonly said: readonly string[]
  readonly to: Spot
}

/** A place in which a machine rests. */
export interface Spot {
  readonly key: string
  /** The state that its meta names. */
  readonly contract: string
  /** Deadlines that are armed here: the event, and after how many milliseconds. */
  readonly armed: ReadonlyMap<string, number>
  readonly leaps: Leap[]
}

type Actions = readonly { readonly type: string; readonly params?: unknown }[]

interface Delayed {
  readonly event: { readonly type: string }
  readonly delay: number
}

/** Everything that a machine may be told: of actors only while they run, of deadlines only while they are armed. */
export const walk = (
  machine: AnyStateMachine,
  outcomes: Readonly<Record<string, readonly string[]>>,
  prompts: readonly string[] = [],
): readonly Spot[] => {
  const spots = new Map<string, Spot>()
  const queue: { snapshot: AnyMachineSnapshot; spot: Spot }[] = []
  const arrive = (snapshot: AnyMachineSnapshot, actions: Actions, before?: Spot): Spot => {
    const key = JSON.stringify(snapshot.value)
    const known = spots.get(key)
    const armed = armedAfter(before?.key === key ? before.armed : new Map(), actions)
    if (known !== undefined) {
      // A place is a place: however it was reached, it waits in the same way.
      if (JSON.stringify([...known.armed]) !== JSON.stringify([...armed])) {
        const bystanders = before?.key !== key
        if (bystanders) throw new Error(`${key} waits now for ${[...armed]}, now for ${[...known.armed]}`)
      }
      return known
    }
    const metas = Object.values(snapshot.getMeta()) as { readonly contract?: string }[]
    const spot: Spot = { key, contract: metas.at(-1)?.contract ?? '', armed, leaps: [] }
    spots.set(key, spot)
    queue.push({ snapshot, spot })
    return spot
  }
  arrive(...initialTransition(machine))
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { snapshot, spot } = next
    for (const event of [
      ...contract.messages.map(({ name }) => `recv.${name}`),
      ...Object.keys(snapshot.children).flatMap((actor) => outcomes[actor] ?? []),
      ...spot.armed.keys(),
      ...faultCodes.map((code) => `refuse.${code}`),
      ...byeReasons.map((reason) => `bye.${reason}`),
      ...prompts,
      'lost',
    ]) {
      // A machine that has ended hears nothing.
      const [to, actions] =
        snapshot.status === 'active' ? transition(machine, snapshot, { type: event }) : [snapshot, []]
      spot.leaps.push({ from: spot, event, said: saidIn(actions), to: arrive(to, actions, spot) })
    }
  }
  return [...spots.values()]
}

const saidIn = (actions: Actions): readonly string[] =>
  actions
    .filter(({ type }) => type === 'say')
    .map(({ params }) => {
      const { type, code, reason } = params as { type: string; code?: string; reason?: string }
      return [type, code ?? reason].filter((word) => word !== undefined).join(' ')
    })

const armedAfter = (before: ReadonlyMap<string, number>, actions: Actions): ReadonlyMap<string, number> => {
  const armed = new Map(before)
  for (const { type, params } of actions) {
    if (type === 'xstate.cancel') armed.clear()
    if (type !== 'xstate.raise') continue
    const { event, delay } = params as Delayed
    armed.set(event.type, delay)
  }
  return armed
}
