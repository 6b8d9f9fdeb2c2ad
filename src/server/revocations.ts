import * as E from 'fp-ts/lib/Either.js'
import type { Sessions, StoreFault } from '../store/index.ts'
import type { Clock, Timer } from '../transport/clock.ts'
import type { SessionRegistry } from './registry.ts'

/** The store is looked into so often. */
const LOOK_EVERY_MS = 2_000

/**
 * Looks that tell of each revocation: a proof may be checked for 30 s, and its session is in the store before its
 * conversation is live.
 */
const REPEATS = 16

/** The sessions that are watched, and the conversations that are told. */
export interface RevocationWatch {
  readonly sessions: Pick<Sessions, 'revokedSince'>
  readonly live: Pick<SessionRegistry, 'revoked'>
  readonly clock: Clock
  /** Hears of the first look that failed since one worked. */
  readonly onFault: (fault: StoreFault) => void
  /** Hears of every look that worked. */
  readonly onLook?: () => void
}

/** Ends conversations whose sessions were revoked by another process, until it is stopped. */
export const watchRevocations = (watch: RevocationWatch): { readonly stop: () => void } => {
  const { sessions, live, clock, onFault, onLook } = watch
  let cursor: number | null = null
  let lately: readonly (readonly string[])[] = []
  let isFailing = false
  let isStopped = false
  let timer: Timer | null = null

  const look = async (): Promise<void> => {
    timer = null
    const revoked = await sessions.revokedSince(cursor)()
    if (isStopped) return
    timer = clock.setTimer(LOOK_EVERY_MS, look)
    if (E.isLeft(revoked)) {
      // Whatever is revoked before the first look that works is told, too: nobody else is ended by that.
      cursor ??= 0
      if (!isFailing) onFault(revoked.left)
    } else {
      onLook?.()
      cursor = revoked.right.cursor
      lately = [...lately, revoked.right.sessions].slice(-REPEATS)
      for (const id of lately.flat()) live.revoked(id)
    }
    isFailing = E.isLeft(revoked)
  }
  void look()

  return {
    stop: () => {
      isStopped = true
      if (timer !== null) clock.clearTimer(timer)
    },
  }
}
