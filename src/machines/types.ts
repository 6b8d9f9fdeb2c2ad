import type { contract } from '../../protocol/base/contract.ts'
import type { ByeReason, FaultCode, Message } from '../../protocol/base/messages.ts'

/** The name of a state of the contract. */
export type StateName = (typeof contract.states)[number]['name']

/** The meaning of a machine's state: a state of the contract, or none while there is no connection. */
export interface Meta {
  readonly contract: StateName | 'offline'
}

/** A message of the base that a machine says by its name alone. */
export type MessageByName = Exclude<Message['type'], 'Fault' | 'Bye'>

/** A message as a machine says it. The driver writes the other fields of the message. */
export type OutgoingMessage =
  | { readonly type: string }
  | { readonly type: 'Fault'; readonly code: FaultCode }
  | { readonly type: 'Bye'; readonly reason: ByeReason }

/** A message was heard. Its fields are the driver's business. */
export type Heard<M extends Message> = M extends Message ? { readonly type: `recv.${M['type']}` } : never

/** The events that actors end with, by the name of the actor. */
type Outcomes = { readonly [actor: string]: readonly string[] }

/** The event of any outcome in a table of outcomes. */
export type Outcome<O extends Outcomes> = { readonly type: O[keyof O][number] }

/** An event that a program, a person, the driver or the network may cause at any time, at either end. */
export type LocalEvent =
  /** A frame, a body or a time broke the contract, or this side failed at something of its own. */
  | { readonly type: `refuse.${FaultCode}` }
  /** The program, a person or the server's operator ends the conversation. */
  | { readonly type: `bye.${ByeReason}` }
  /** The conversation messages and courtesies of converse. */
  | { readonly type: `do.${string}` | `recv.${string}` }
  /** The stream ended or broke without a Bye. */
  | { readonly type: 'lost' }
