import { anObject } from '../arguments.ts'
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

/** An end came from one state of the contract to another, and did what its machine asks for there. */
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

/**
 * A frame as it passes an end: one of the other side that is legal by its header, or one of this side. It is the same
 * object each time, and holds what it holds until the listener returns.
 */
export interface PassingFrame {
  readonly does: 'says' | 'hears'
  /** The number of its message. */
  readonly number: number
  readonly id: number
  readonly re: number
  /** Its length with the header. */
  readonly bytes: number
  /** Decodes its body, secrets too; null where that is malformed. */
  decode(): AnyMessage | null
}

/** Hears of the frames of one end. */
export type FrameListener = (frame: PassingFrame) => void

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
  /**
   * An end was made. The function that it gives, at once, if any, hears of each frame of that end before its body is
   * decoded: for whoever counts all and reads few.
   */
  readonly opened?: (end: ObservedEnd) => FrameListener | null
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
  anObject('observer', observer)
  everywhere.add(observer)
  return () => void everywhere.delete(observer)
}

/** The observers of a new end as one, with those of all ends; null where there is none. */
export const observerOf = (...own: readonly (Observer | null | undefined)[]): Observer | null =>
  combined([...own.filter((one) => one != null), ...[...everywhere].map(untilStopped)])

/** Several observers as one, each of which hears in its turn; null where there is none. */
export const combined = (observers: readonly Observer[]): Observer | null => {
  const [only] = observers
  if (observers.length < 2) return only ?? null
  const tell = (name: EventName): Observer => {
    const told = observers.filter((one) => one[name] !== undefined)
    if (told.length === 0) return {}
    return heardAs(name, (event) => {
      for (const one of told) callAs(one, name, event)
    })
  }
  return {
    ...(observers.some((one) => one.opened !== undefined)
      ? { opened: (end) => openedOf(observers, end) }
      : {}),
    ...mapEvents(tell),
  }
}

type EventName = Exclude<keyof Observer, 'opened'>

const EVENTS: readonly EventName[] = ['stepped', 'entered', 'framed', 'passed', 'reading', 'ended']

const mapEvents = (make: (name: EventName) => Observer): Observer => Object.assign({}, ...EVENTS.map(make))

// Each hears what its own name says, which the compiler does not follow through a name.
const heardAs = (name: EventName, hear: (event: never) => void): Observer => ({ [name]: hear })

const callAs = (observer: Observer, name: EventName, event: never): void =>
  (observer[name] as ((event: never) => void) | undefined)?.(event)

const openedOf = (observers: readonly Observer[], end: ObservedEnd): FrameListener | null => {
  const listeners = observers.flatMap((one) => one.opened?.(end) ?? [])
  const [only] = listeners
  if (listeners.length < 2) return only ?? null
  return (frame) => {
    for (const listener of listeners) listener(frame)
  }
}

/** One of all ends hears nothing more once it was told to stop. */
const untilStopped = (observer: Observer): Observer => {
  const isHeard = (): boolean => everywhere.has(observer)
  return {
    ...(observer.opened === undefined
      ? {}
      : {
          opened: (end) => {
            const listener = observer.opened?.(end) ?? null
            return listener === null ? null : (frame) => void (isHeard() && listener(frame))
          },
        }),
    ...mapEvents((name) =>
      observer[name] === undefined
        ? {}
        : heardAs(name, (event) => void (isHeard() && callAs(observer, name, event))),
    ),
  }
}
