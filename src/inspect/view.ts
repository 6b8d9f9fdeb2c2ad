/** A page's wishes. Empty texts want nothing. */
export interface Wanted {
  /** The session whose messages are shown. */
  readonly watch: string
  /** Text that the sessions that are listed have in their session, name or address. */
  readonly find: string
  /** The contract's state that they are in. */
  readonly state: string
}

/** A session in a list. */
export interface Row {
  readonly session: string
  readonly name: string | null
  readonly address: string
  readonly port: number
  readonly state: string
  readonly openedAtMs: number
  /** Of the conversation, both ways. */
  readonly messages: number
  readonly queuedBytes: number
  readonly isPaused: boolean
}

/** A frame, or what else happened, as it is shown. */
export interface ShownFrame {
  readonly kind: 'hears' | 'says' | 'lost' | 'deadline'
  readonly type: string
  readonly id: number
  readonly re: number
  readonly bytes: number
  readonly atMs: number
  /** Null where it was not decoded. */
  readonly contents: string | null
}

/** The end that refused or ended something, as the server sees it. */
type By = 'us' | 'them' | 'nobody'

/** The session that is looked at. */
export interface Watched extends Row {
  readonly heard: number
  readonly said: number
  readonly heardBytes: number
  readonly saidBytes: number
  /** How it ended; null while it is there. */
  readonly ending: {
    readonly how: string
    readonly code: string
    readonly by: By
    readonly detail: string
  } | null
  /** Since the last view, the oldest first. */
  readonly frames: readonly ShownFrame[]
  /** Frames before those that were left out. */
  readonly skipped: number
}

/** A refused session in a list. */
export interface RefusedRow extends Pick<Row, 'session' | 'name' | 'address'> {
  /** Counts refusals, from 1. */
  readonly number: number
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly code: string
  readonly by: By
  readonly detail: string
}

/** Counts since the server has been observed. */
interface Totals {
  readonly opened: number
  readonly heard: number
  readonly said: number
  readonly heardBytes: number
  readonly saidBytes: number
  readonly refused: number
}

/** A server at one moment, as it is sent to a page, whose script takes its types from here. */
export interface View {
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly sessions: number
  /** By state: sessions that are there now; states without any are left out. */
  readonly inState: Readonly<Record<string, number>>
  /** Since the last view: from, to, how many sessions. */
  readonly moves: readonly (readonly [from: string, to: string, count: number])[]
  readonly totals: Totals
  readonly queue: { readonly bytes: number; readonly sessions: number; readonly paused: number }
  readonly found: number
  readonly rows: readonly Row[]
  /** Absent where they are as they were. */
  readonly refusals?: {
    readonly codes: readonly { readonly code: string; readonly by: By; readonly count: number }[]
    readonly last: readonly RefusedRow[]
  }
  /** Null: nothing is looked at; gone: that session is not there. */
  readonly watched: Watched | 'gone' | null
}
