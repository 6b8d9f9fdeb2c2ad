import type { LogoutScope } from '../../client/logout-scope.ts'
import { canEditLines } from '../../terminal/line-editor.ts'
import { hasSessionWork, type SessionWork } from '../own-sessions.ts'
import type { ConnectFlags } from './options.ts'

const DEFAULT_TIMEOUT_MS = 10_000

/** The purpose of a conversation, as the flags say it. */
export interface Purpose {
  /** Messages that are said instead of lines that come. */
  readonly messages: readonly string[]
  readonly work: SessionWork
  /** Whether it is over when messages are said, or the work is done. */
  readonly isBounded: boolean
  /** Whether a person sits at a terminal, and types what is said. */
  readonly isTyped: boolean
  readonly logout: LogoutScope
  /** Time for a connection, and for answers. */
  readonly timeoutMs: number
  /** Whether all waits are bounded by that time: of one that has no end only where the person said so. */
  readonly isTimed: boolean
}

export const purposeOf = (flags: ConnectFlags): Purpose => {
  const { message: messages, timeout } = flags
  const work = sessionWorkOf(flags)
  const isBounded = messages.length > 0 || hasSessionWork(work)
  const isTyped = canEditLines() && !flags.json && !isBounded
  return {
    messages,
    work,
    isBounded,
    isTyped,
    logout: flags.logoutEverywhere ? 'everywhere' : flags.logout ? 'here' : null,
    timeoutMs: timeoutOf(flags),
    isTimed: !isTyped && (isBounded || timeout !== undefined),
  }
}

/** Time for a connection, and for answers. */
export const timeoutOf = ({ timeout = DEFAULT_TIMEOUT_MS }: ConnectFlags): number => timeout

export const sessionWorkOf = ({ sessions, revokeSession }: ConnectFlags): SessionWork => ({
  list: sessions,
  revoke: revokeSession,
})
