import type { ServerEvent } from '../../index.ts'
import type { AdminEvent } from './events.ts'

/**
 * The files of a log, each rotated apart, so that none pushes the lines of another out.
 * - `server`: the service and its conversations
 * - `data`: what comes with every chunk
 * - `audit`: refusals, denials and administration
 */
export const logKinds = ['server', 'data', 'audit'] as const
export type LogKind = (typeof logKinds)[number]

/** The name of the file of each kind, in the data folder. */
export const LOG_FILES: Readonly<Record<LogKind, string>> = {
  server: 'server.log',
  data: 'data.log',
  audit: 'audit.log',
}

const KINDS: Readonly<Partial<Record<(ServerEvent | AdminEvent)['event'], LogKind>>> = {
  received: 'data',
  sent: 'data',
  frame: 'data',
  reading: 'data',
  refused: 'audit',
  denied: 'audit',
  replayed: 'audit',
  revoked: 'audit',
  dropped: 'audit',
  unproven: 'audit',
  handshakeFailed: 'audit',
  administered: 'audit',
}

/** The file that an event belongs in. */
export const kindOf = (event: ServerEvent['event']): LogKind => KINDS[event] ?? 'server'
