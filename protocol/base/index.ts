// Generated from protocol/base.yaml by npm run codegen. Do not edit.
import type * as codec from '../../src/codec/index.ts'
import { decodeBody, encodeBody } from './codec.ts'
import { contract as tables, MessageNumber as numbers } from './contract.ts'

export type * from './messages.ts'

/** The conversation messages that a client of colloquy says, and their answers. */
export interface ColloquyClient {
  readonly says: object
  readonly asks: object
  readonly streams: object
  readonly handlers: object
}

/** The conversation messages that a server of colloquy says, and their answers. */
export interface ColloquyServer {
  readonly says: object
  readonly asks: object
  readonly streams: object
  readonly handlers: object
}

/** The conversation messages of colloquy, by the side that says them. */
export interface Colloquy {
  readonly client: ColloquyClient
  readonly server: ColloquyServer
}

/** What conversations over TCP begin and end with: connect, identify, authenticate, converse, close. */
export const colloquy: codec.Contract<Colloquy> = { tables, numbers, encodeBody, decodeBody }
