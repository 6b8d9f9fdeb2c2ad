import * as E from 'fp-ts/lib/Either.js'
import type { Nodes, Revocations, Sessions, StoreFault } from '../store/index.ts'
import type { Clock, Timer } from '../transport/clock.ts'
import type { SessionRegistry } from './registry.ts'

/** The store is looked into so often, whoever tells of changes or not. */
const LOOK_EVERY_MS = 2_000

/**
 * Looks that tell of each revocation: a proof may be checked for 30 s, and its session is in the store before its
 * conversation is live.
 */
const REPEATS = 16

/** The sessions that are watched, and the conversations that are told. */
export interface RevocationWatch {
  readonly sessions: Pick<Sessions, 'revokedSince'>
  /** Tells of changes at once, where there is one. */
  readonly nodes?: Pick<Nodes, 'onRevoked'>
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
  /** Heard of since the last look that the clock asked for. */
  let sinceThen: readonly string[] = []
  let isFailing = false
  let isStopped = false
  let isLooking = false
  let isWanted = false
  let isDue = false
  let timer: Timer | null = null

  const take = (revoked: E.Either<StoreFault, Revocations>, isTimed: boolean): void => {
    if (E.isLeft(revoked)) {
      // The first look that works tells of all that was revoked before it, too; that ends nobody else.
      cursor ??= 0
      if (!isFailing) onFault(revoked.left)
    } else {
      onLook?.()
      cursor = revoked.right.cursor
      sinceThen = [...sinceThen, ...revoked.right.sessions]
      if (isTimed) {
        lately = [...lately, sinceThen].slice(-REPEATS)
        sinceThen = []
      }
      for (const id of isTimed ? lately.flat() : revoked.right.sessions) live.revoked(id)
    }
    isFailing = E.isLeft(revoked)
  }
  const look = async (): Promise<void> => {
    isWanted = true
    if (isLooking) return
    isLooking = true
    while (isWanted) {
      isWanted = false
      const isTimed = isDue
      isDue = false
      const revoked = await sessions.revokedSince(cursor)()
      if (isStopped) return
      if (isTimed) timer = clock.setTimer(LOOK_EVERY_MS, tick)
      take(revoked, isTimed)
    }
    isLooking = false
  }
  const tick = (): void => {
    timer = null
    isDue = true
    void look()
  }
  tick()
  const unsubscribe = watch.nodes?.onRevoked(() => void look())

  return {
    stop: () => {
      isStopped = true
      unsubscribe?.()
      if (timer !== null) clock.clearTimer(timer)
    },
  }
}
