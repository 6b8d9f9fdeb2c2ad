import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate'
import { contract } from '../../../protocol/generated/contract.ts'
import type { Meta, Said } from '../../machines/index.ts'

/** What a machine asks the driver to do, in order. */
export type Effect =
  | { readonly do: 'say'; readonly said: Said }
  /** Runs an actor, whose outcome is the next event. */
  | { readonly do: 'start'; readonly actor: string }
  /** What the actor still finds is dropped. */
  | { readonly do: 'stop'; readonly actor: string }
  /** Steps with the event when the deadline of the state that was entered has passed. */
  | { readonly do: 'arm'; readonly event: string }
  | { readonly do: 'disarm' }
  /** Any other action of the machine, by its name. */
  | { readonly do: 'perform'; readonly action: string }

/** A place in a machine. All conversations that are in the same place share it. */
export interface Place {
  /** The index of the contract's state, -1 for offline. */
  readonly state: number
  /** Where an event leads. Computed once and remembered. */
  readonly step: (event: string) => Step
}

/** One step of a machine. */
export interface Step {
  readonly to: Place
  readonly effects: readonly Effect[]
}

/**
 * Steps a machine through XState's pure `transition` and remembers each step: machines have no context, so a place
 * and the type of an event say everything. The first step is the start.
 */
export const stepper = (machine: AnyStateMachine): Step => {
  const places = new Map<string, Place>()
  const placeOf = (snapshot: AnyMachineSnapshot): Place => {
    const key = JSON.stringify(snapshot.value)
    const known = places.get(key)
    if (known !== undefined) return known
    const steps = new Map<string, Step>()
    const place: Place = {
      state: stateOf(snapshot),
      step: (event) => {
        const remembered = steps.get(event)
        if (remembered !== undefined) return remembered
        const step = stepOf(transition(machine, snapshot, { type: event }))
        steps.set(event, step)
        return step
      },
    }
    places.set(key, place)
    return place
  }
  const stepOf = ([snapshot, actions]: readonly [AnyMachineSnapshot, readonly Action[]]): Step => ({
    to: placeOf(snapshot),
    effects: actions.map(effectOf),
  })
  return stepOf(initialTransition(machine))
}

const stateOf = (snapshot: AnyMachineSnapshot): number => {
  const metas = Object.values(snapshot.getMeta()) as (Meta | undefined)[]
  const name = metas.at(-1)?.contract
  if (name === undefined)
    throw new Error(`No state of the contract stands behind ${JSON.stringify(snapshot.value)}.`)
  return contract.states.findIndex((state) => state.name === name)
}

interface Action {
  readonly type: string
  readonly params?: unknown
}

const effectOf = ({ type, params }: Action): Effect => {
  switch (type) {
    case 'say':
      return { do: 'say', said: params as Said }
    case 'xstate.spawnChild':
      return { do: 'start', actor: (params as { readonly id: string }).id }
    case 'xstate.stopChild':
      return {
        do: 'stop',
        actor: typeof params === 'string' ? params : (params as { readonly id: string }).id,
      }
    case 'xstate.raise':
      return { do: 'arm', event: (params as { readonly event: { readonly type: string } }).event.type }
    case 'xstate.cancel':
      return { do: 'disarm' }
    default:
      return { do: 'perform', action: type }
  }
}
