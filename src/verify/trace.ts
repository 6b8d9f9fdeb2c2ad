/** Where one end stands. */
export interface SideState {
  /** The contract's state, or `offline` where there is no connection. */
  readonly state: string
  /** The state of its machine, with dots between what is nested; null where only the contract's state is known. */
  readonly place: string | null
}

/** A conversation at one moment: both ends, and what is on its way between them. */
export interface TraceStep {
  /** The last event, in one line. */
  readonly text: string
  readonly client: SideState
  readonly server: SideState
  /** Messages on their way, oldest first, as they are told: `Say`, `Fault TIMEOUT`. */
  readonly toServer: readonly string[]
  readonly toClient: readonly string[]
}

/** A conversation that somebody can step through. */
export interface Trace {
  readonly title: string
  /** The rule that its last moment breaks; absent where nothing is broken, as in what was recorded. */
  readonly rule?: string
  readonly moments: readonly TraceStep[]
}
