/** A contract as its generated module has it: who may say what in which state, what follows, how large, by when. */
export interface ContractTables {
  readonly protocol: string
  readonly version: number
  /** The oldest version that is still spoken. */
  readonly speaks: number
  /** The contract hash of Hello and Welcome, as 16 hexadecimal digits. */
  readonly hash: string
  /** The contract that it stands on, `colloquy@1`, and the hash of that; null where it is whole by itself. */
  readonly base: { readonly name: string; readonly hash: string } | null
  /** In the order of their numbers. */
  readonly messages: readonly MessageRow[]
  /** A conversation begins in the first. */
  readonly states: readonly StateRow[]
}

/** A message, and who says it. */
export interface MessageRow {
  readonly name: string
  readonly number: number
  readonly from: 'client' | 'server' | 'both'
  readonly conversation: boolean
  /** The version that it came in, where the contract still speaks one before that. */
  readonly since?: number
  /** Its parts that came later than that, where the contract still speaks a version before. */
  readonly later?: readonly LaterMember[]
  /** Not there where nothing answers it, or anything may. */
  readonly answer?: AnswerRow
}

/** A field of a message, or an arm of a union in it, that came in a later version than the message. */
export interface LaterMember {
  /** The way to it: fields by their names, in each item where they are lists, and the arms of unions. */
  readonly path: readonly (string | { readonly arm: string })[]
  readonly since: number
  /** Absent where it is not said; where this is not there, it is empty or 0 then. */
  readonly optional?: true
}

/** The answers to a message: any number of `each`, then one of `end`. */
export interface AnswerRow {
  readonly each: readonly string[]
  readonly end: readonly string[]
  /** The most of `each` that are on their way before more are asked for; 0 where there is one answer. */
  readonly window: number
}

/** A state, and what may be said in it. */
export interface StateRow {
  readonly name: string
  readonly turn: 'client' | 'server' | 'both' | 'nobody'
  /** The deadline; null where nobody speaks. */
  readonly within: { readonly ms: number } | { readonly heartbeats: number } | null
  /** Bytes of body. */
  readonly maxBody: number
  /** Whether that which was said before the other side's last word was heard still arrives here, and leads nowhere. */
  readonly inFlight: boolean
  /** Message name to the name of the next state, for each side that says it; `anytime` and `inFlight` are put in. */
  readonly says: {
    readonly client: Readonly<Record<string, string>>
    readonly server: Readonly<Record<string, string>>
  }
}
