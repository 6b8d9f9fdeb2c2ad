import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate'
import type { MessageRef, OutgoingMessage } from './machine.ts'
import { assertSteppable } from './xstate-version.ts'

/** One thing that a machine asks the driver to do. */
export type Effect<S extends MessageRef = OutgoingMessage> =
  | { readonly do: 'say'; readonly said: S }
  /** Runs an actor, whose outcome is the next event. */
  | { readonly do: 'start'; readonly actor: string }
  /** Later findings of the actor are dropped. */
  | { readonly do: 'stop'; readonly actor: string }
  /** Steps with the event when the deadline of the state that was entered has passed, in milliseconds. */
  | { readonly do: 'arm'; readonly event: string; readonly ms: number }
  | { readonly do: 'disarm' }
  /** Any other action of the machine, by its name. */
  | { readonly do: 'perform'; readonly action: string }

/** A place in a machine. All conversations that are in the same place share it. */
export interface MachineState<S extends MessageRef = OutgoingMessage> {
  /** The index of the contract's state, -1 for offline. */
  readonly state: number
  readonly snapshot: AnyMachineSnapshot
  /** Where an event leads. Computed once and remembered. */
  readonly step: (event: string) => Step<S>
}

/** One step of a machine. */
export interface Step<S extends MessageRef = OutgoingMessage> {
  readonly to: MachineState<S>
  readonly effects: readonly Effect<S>[]
}

/**
 * Steps a machine through XState's pure `transition` and remembers each step: machines have no context, so a place
 * and the type of an event say everything. The first step is the start. A machine whose `meta` names none of the
 * contract's states, nor `offline`, throws where it comes there; one of another XState throws at once (TypeError).
 */
export const stepper = <S extends MessageRef = OutgoingMessage>(
  machine: AnyStateMachine,
  states: readonly { readonly name: string }[],
): Step<S> => {
  assertSteppable(machine)
  const places = new Map<string, MachineState<S>>()
  const placeOf = (snapshot: AnyMachineSnapshot): MachineState<S> => {
    const key = JSON.stringify(snapshot.value)
    const known = places.get(key)
    if (known !== undefined) return known
    const steps = new Map<string, Step<S>>()
    const place: MachineState<S> = {
      state: stateOf(snapshot, states),
      snapshot,
      step: (event) => {
        const remembered = steps.get(event)
        if (remembered !== undefined) return remembered
        // A machine that has ended hears nothing.
        const ended = snapshot.status !== 'active'
        const step = ended
          ? { to: place, effects: [] }
          : stepOf(transition(machine, snapshot, { type: event }))
        steps.set(event, step)
        return step
      },
    }
    places.set(key, place)
    return place
  }
  const stepOf = ([snapshot, actions]: readonly [AnyMachineSnapshot, readonly Action[]]): Step<S> => ({
    to: placeOf(snapshot),
    effects: actions.map((action) => effectOf<S>(action)),
  })
  return stepOf(initialTransition(machine))
}

/** The last step of a shortest way by these events to a place in this state; null: none leads there. */
export const placeIn = <S extends MessageRef = OutgoingMessage>(
  from: MachineState<S>,
  state: number,
  events: readonly string[],
): Step<S> | null => {
  const seen = new Set([from])
  for (const place of seen)
    for (const event of events) {
      const step = place.step(event)
      if (step.to.state === state) return step
      seen.add(step.to)
    }
  return null
}

const stateOf = (snapshot: AnyMachineSnapshot, states: readonly { readonly name: string }[]): number => {
  const metas = Object.values(snapshot.getMeta()) as ({ readonly contract?: string } | undefined)[]
  const name = metas.at(-1)?.contract
  const index = states.findIndex((state) => state.name === name)
  if (index < 0 && name !== 'offline')
    throw new Error(`No state of the contract stands behind ${JSON.stringify(snapshot.value)}.`)
  return index
}

interface Action {
  readonly type: string
  readonly params?: unknown
}

interface Raised {
  readonly event: { readonly type: string }
  readonly delay: number
}

const effectOf = <S extends MessageRef>({ type, params }: Action): Effect<S> => {
  switch (type) {
    case 'say':
      return { do: 'say', said: params as S }
    case 'xstate.spawnChild':
      return { do: 'start', actor: (params as { readonly id: string }).id }
    case 'xstate.stopChild':
      return {
        do: 'stop',
        actor: typeof params === 'string' ? params : (params as { readonly id: string }).id,
      }
    case 'xstate.raise': {
      const { event, delay } = params as Raised
      return { do: 'arm', event: event.type, ms: delay }
    }
    case 'xstate.cancel':
      return { do: 'disarm' }
    default:
      return { do: 'perform', action: type }
  }
}
