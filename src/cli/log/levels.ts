import type { ServerEvent } from '../../index.ts'
import type { AdminEvent, LogEvent } from './events.ts'

/** From which level on events are written; silent: none. */
export const minLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type MinLevel = (typeof minLevels)[number]

export type Level = Exclude<MinLevel, 'silent'>

const ranks: Readonly<Record<MinLevel, number>> = {
  trace: 0,
  debug: 1,
  info: 2,
  warn: 3,
  error: 4,
  silent: 5,
}

/** How much each event matters. Below info is what a peer's author looks for: states, and frames without their texts. */
export const levels: Readonly<Record<(ServerEvent | LogEvent | AdminEvent)['event'], Level>> = {
  frame: 'trace',
  state: 'debug',
  reading: 'debug',
  starting: 'info',
  listening: 'info',
  connected: 'info',
  identified: 'info',
  granted: 'info',
  continued: 'info',
  outgrown: 'warn',
  ready: 'info',
  received: 'info',
  sent: 'info',
  disconnected: 'info',
  stopping: 'info',
  stopped: 'info',
  revoked: 'info',
  administered: 'info',
  renewed: 'info',
  reloaded: 'info',
  handshakeFailed: 'warn',
  taken: 'warn',
  denied: 'warn',
  replayed: 'warn',
  dropped: 'warn',
  unproven: 'warn',
  refused: 'warn',
  recognised: 'warn',
  lost: 'warn',
  overlong: 'warn',
  stuck: 'error',
  failed: 'error',
  workerEnded: 'error',
}

/** Whether events of a level are written. */
export const isWanted = (level: Level, min: MinLevel): boolean => ranks[level] >= ranks[min]
