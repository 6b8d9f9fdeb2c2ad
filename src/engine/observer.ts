import type { AnyMessage } from '../codec/index.ts'
import type { Connection } from '../transport/connection.ts'
import type { Side } from './runtime.ts'
import type { MachineState, Step } from './stepper.ts'

/** A step of the machine of one end, before its effects are performed. `end` tells the ends apart. */
export interface SteppedMachine {
  readonly end: object
  /** The name of the contract. */
  readonly protocol: string
  readonly side: Side
  readonly from: MachineState
  readonly event: string
  readonly step: Step
  /** Null while there is none. */
  readonly connection: Connection | null
}

/** A message at one end of a connection, as that end says or hears it. Secrets are in it. */
export interface PassedMessage {
  readonly does: 'says' | 'hears'
  /** The name of the contract. */
  readonly protocol: string
  readonly side: Side
  readonly connection: Connection
  readonly message: AnyMessage
  readonly id: number
  readonly re: number
}

/** Hears of all that an end does. It costs nothing where there is none. */
export interface Observer {
  readonly stepped?: (step: SteppedMachine) => void
  readonly passed?: (message: PassedMessage) => void
}

const everywhere = new Set<Observer>()

/** Observes every end that is made in this process from now on, until the function that it gives is called. */
export const observeAll = (observer: Observer): (() => void) => {
  everywhere.add(observer)
  return () => void everywhere.delete(observer)
}

/** The observers of a new end as one; null where there is none. */
export const observerOf = (own: Observer | undefined): Observer | null => {
  if (everywhere.size === 0) return own ?? null
  const all = (): readonly Observer[] => (own === undefined ? [...everywhere] : [own, ...everywhere])
  return {
    stepped: (step) => {
      for (const { stepped } of all()) stepped?.(step)
    },
    passed: (message) => {
      for (const { passed } of all()) passed?.(message)
    },
  }
}
