/**
 * Both machines of the base, as functions of a contract's tables.
 * @module
 */

export { clientMachine } from './client.ts'
export { serverMachine } from './server.ts'
export { DEFAULT_HEARTBEAT_MS } from './shared.ts'
export type { Heard, LocalEvent, MessageByName, Meta, Outcome, OutgoingMessage, StateName } from './types.ts'
