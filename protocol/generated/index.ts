// Generated from protocol/colloquy.yaml by npm run codegen. Do not edit.
import type * as codec from '../../src/codec/index.ts'
import { decodeBody, encodeBody } from './codec.ts'
import { contract as tables, MessageNumber as numbers } from './contract.ts'
import type * as messages from './messages.ts'

export type * from './messages.ts'

/** The conversation messages of colloquy, by the side that says them. */
export interface Colloquy {
  readonly client: {
    readonly Say: messages.Say
  }
  readonly server: {
    readonly Say: messages.Say
  }
}

/** A conversation over TCP: connect, identify, authenticate, converse, close. */
export const colloquy: codec.Contract<Colloquy> = { tables, numbers, encodeBody, decodeBody }
