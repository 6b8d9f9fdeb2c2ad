import type { AbortReason, ByeReason, FaultCode } from './codes.ts'

/** The last word of one side about one message. It is said again where it may be lost with a connection. */
export type Farewell =
  | { readonly type: 'Cancel'; readonly id: number }
  | { readonly type: 'Aborted'; readonly id: number; readonly reason: AbortReason }

/** The messages of the base that the engine itself says and hears, whatever else a contract has. */
export type BaseMessage =
  | { readonly type: 'Ping' | 'Pong'; readonly nonce: number }
  | { readonly type: 'Logout'; readonly everywhere: boolean }
  | { readonly type: 'Ack'; readonly received: number }
  | { readonly type: 'Bye'; readonly reason: ByeReason; readonly detail: string }
  | {
      readonly type: 'Fault'
      readonly code: FaultCode
      readonly detail: string
      readonly retryAfterMs: number
      readonly offending: number
    }
  | { readonly type: 'More'; readonly id: number; readonly messages: number }
  | Farewell
