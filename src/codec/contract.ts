import type { Reader } from './reader.ts'
import type { ContractTables } from './tables.ts'
import type { Writer } from './writer.ts'

/** A message of any contract. */
export interface AnyMessage {
  readonly type: string
}

/** The conversation messages that one side says, and its handlers of what it hears; for the compiler only. */
export interface SideMessages {
  /** By name. */
  readonly says: object
  /** By the name of a message that is answered once: any one of its answers. */
  readonly asks: object
  /** By the name of a message that is answered by a stream: any one of `each`, and of those that `end` it. */
  readonly streams: object
  /** By the name of a message of the other side. */
  readonly handlers: object
}

/** The conversation messages of both sides; for the compiler only. */
export interface Messages {
  readonly client: SideMessages
  readonly server: SideMessages
}

/**
 * The messages of a contract that is known only once the program runs: any message may be said, asked or answered by a
 * stream. Its tables, and not the compiler, judge which.
 */
export type AnyMessages = Readonly<
  Record<
    'client' | 'server',
    {
      readonly says: Readonly<Record<string, AnyMessage>>
      readonly asks: Readonly<Record<string, AnyMessage>>
      readonly streams: Readonly<Record<string, { readonly each: AnyMessage; readonly end: AnyMessage }>>
      readonly handlers: object
    }
  >
>

/** Any one of messages that stand under their names. */
export type AnyOf<ByName extends object> = Extract<ByName[keyof ByName], AnyMessage>

/** A contract as its generated module exports it: tables, codec, and the types of its messages. */
export interface Contract<M extends Messages = Messages> {
  readonly tables: ContractTables
  /** The number of each message, by its name. */
  readonly numbers: Readonly<Record<string, number>>
  /** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */
  readonly encodeBody: (writer: Writer, message: never) => boolean
  /** Reads the body of the message with this number; null: see `reader.fault`. */
  readonly decodeBody: (number: number, reader: Reader) => AnyMessage | null
  /** Carries the types of the messages; no value is ever there. */
  readonly messages?: M
}
