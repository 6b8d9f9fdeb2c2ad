import type { Clock, ServerEvent } from '../../index.ts'
import type { Language } from '../i18n/language.ts'
import type { BacklogLimits } from './backlog.ts'
import type { RotationLimits } from './file.ts'
import type { Files } from './files.ts'
import type { LogKind } from './kinds.ts'
import type { MinLevel } from './levels.ts'
import type { Destination } from './spool.ts'

/** Where a server's log goes. */
export const logTargets = ['file', 'console', 'both'] as const
export type LogTarget = (typeof logTargets)[number]

/** A server's log, and what it lives by; the system's unless given. */
export interface LogOptions {
  /** The folder of `server.log`, `data.log` and `audit.log`, and of the older ones. */
  readonly folder: string
  readonly to: LogTarget
  /** The kinds that have a file of their own; all unless given. The rest is written with `server`. */
  readonly kinds?: readonly LogKind[]
  readonly level: MinLevel
  readonly lang: Language
  readonly clock?: Clock
  /** Milliseconds since 1970. */
  readonly today?: () => number
  readonly later?: (callback: () => void) => void
  readonly files?: Files
  readonly console?: Destination
  /** Another process, which writes the log; nothing is opened here then. */
  readonly relay?: LogRelay
  readonly coloured?: boolean
  /** Hears what is wrong with the log itself. */
  readonly complain?: (sentence: string) => void
  readonly limits?: { readonly rotation?: RotationLimits; readonly backlog?: BacklogLimits }
}

/** Takes the lines of a log for the process that writes it. */
interface LogRelay {
  /** Where the lines of a file go; they have no numbers yet. */
  readonly lines: (kind: LogKind) => Destination
  /** Shows an event on the console. */
  readonly show: (event: ServerEvent) => void
}
