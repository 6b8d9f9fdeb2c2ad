import type { Reader } from './reader.ts'
import type { ContractTables } from './tables.ts'
import type { Writer } from './writer.ts'

/** A message of any contract. */
export interface AnyMessage {
  readonly type: string
}

/** The conversation messages of each side, by their names; for the compiler only. */
export interface Messages {
  /** Said by the client. */
  readonly client: object
  /** Said by the server. */
  readonly server: object
}

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
