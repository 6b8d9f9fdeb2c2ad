import type { AnyMessage } from '../codec/index.ts'
import type { Connection } from '../transport/connection.ts'
import type { Ending, PlayEnding } from './ending.ts'
import type { Side } from './runtime.ts'
import type { MachineState, Step } from './stepper.ts'

/** One end of a connection. */
export interface ObservedEnd {
  /** The name of the contract. */
  readonly protocol: string
  readonly side: Side
  readonly connection: Connection
  /** The session as the server named it; empty while it has named none. */
  readonly session: string
}

/** A step of the machine of one end, before its effects are performed. `end` tells the ends apart. */
export interface SteppedMachine extends Omit<ObservedEnd, 'connection'> {
  readonly end: object
  readonly from: MachineState
  readonly event: string
  readonly step: Step
  /** Null while there is none. */
  readonly connection: Connection | null
}

/** An end came from one state of the contract to another, and what that asks of it is done. */
export interface EnteredState extends ObservedEnd {
  readonly from: string
  readonly to: string
}

/** A frame of the other side whose header was judged, be it legal or not, or one of this side. */
export interface ObservedFrame extends ObservedEnd {
  readonly direction: 'in' | 'out'
  /** Its message; the number where the contract has none. */
  readonly type: string
  readonly id: number
  readonly re: number
  /** Its length with the header, as the header tells it. */
  readonly bytes: number
  /** The state of the contract in which it was said. */
  readonly state: string
}

/** A message at one end of a connection, as that end says or hears it. Secrets are in it. */
export interface PassedMessage extends ObservedEnd {
  readonly does: 'says' | 'hears'
  readonly message: AnyMessage
  readonly id: number
  readonly re: number
}

/** Reading was paused, because replies or handlers wait, or goes on. */
export interface SwitchedReading extends ObservedEnd {
  readonly paused: boolean
}

/** A connection is over. Nothing more is observed of this end. */
export interface EndedConnection extends ObservedEnd {
  /** A PlayEnding where a machine of the program's own was played. */
  readonly ending: Ending | PlayEnding
}

/**
 * Hears of all that an end does, in the moment in which it does it. It costs nothing where there is none, and what it
 * does not hear of is not made ready for it.
 */
export interface Observer {
  /** The machine stepped. */
  readonly stepped?: (step: SteppedMachine) => void
  /** A state of the contract was entered. */
  readonly entered?: (state: EnteredState) => void
  /** A frame came, or goes out. */
  readonly framed?: (frame: ObservedFrame) => void
  /** A message is heard or said. */
  readonly passed?: (message: PassedMessage) => void
  /** Reading waits, or goes on. */
  readonly reading?: (reading: SwitchedReading) => void
  /** The connection is over. */
  readonly ended?: (ended: EndedConnection) => void
}

const everywhere = new Set<Observer>()

/** Observes every end that is made in this process from now on, until the function that it gives is called. */
export const observeAll = (observer: Observer): (() => void) => {
  everywhere.add(observer)
  return () => void everywhere.delete(observer)
}

/** The observers of a new end as one, with those of all ends; null where there is none. */
export const observerOf = (...own: readonly (Observer | null | undefined)[]): Observer | null => {
  const ofAll = [...everywhere]
  const observers = [...own.filter((one) => one != null), ...ofAll]
  if (observers.length === 0) return null
  // One of all ends may have been told to stop.
  const listening = (): readonly Observer[] =>
    observers.filter((one) => !ofAll.includes(one) || everywhere.has(one))
  const tell = (name: keyof Observer): Observer => {
    if (observers.every((one) => one[name] === undefined)) return {}
    // Each hears what its own name says, which the compiler does not follow through a name.
    const told = (event: never): void => {
      for (const one of listening()) (one[name] as ((event: never) => void) | undefined)?.(event)
    }
    return { [name]: told }
  }
  return {
    ...tell('stepped'),
    ...tell('entered'),
    ...tell('framed'),
    ...tell('passed'),
    ...tell('reading'),
    ...tell('ended'),
  }
}
