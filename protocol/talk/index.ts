// Generated from protocol/talk.yaml by npm run codegen. Do not edit.
import type * as codec from '../../src/codec/index.ts'
import { decodeBody, encodeBody } from './codec.ts'
import { contract as tables, MessageNumber as numbers } from './contract.ts'
import type * as messages from './messages.ts'

export type * from './messages.ts'

/** The conversation messages of talk, by the side that says them. */
export interface Talk {
  readonly client: {
    readonly Say: messages.Say
  }
  readonly server: {
    readonly Say: messages.Say
  }
}

/** Both sides say what they like, in text. */
export const talk: codec.Contract<Talk> = { tables, numbers, encodeBody, decodeBody }
