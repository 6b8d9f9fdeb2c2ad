import { aNumber, optionsOf } from '../arguments.ts'
import { duration } from '../duration.ts'
import type { Session, SessionSummary, TokenLife } from './store.ts'

/** 24 hours sliding, 7 days absolute, 60 seconds of grace. */
export const tokenLife: TokenLife = {
  slidingMs: 24 * 60 * 60 * 1000,
  absoluteMs: 7 * 24 * 60 * 60 * 1000,
  graceMs: 60 * 1000,
}

/** Checks how long tokens are to live. */
export const aTokenLife = optionsOf({ slidingMs: duration, absoluteMs: duration, graceMs: duration })

/** Limit on the dead tokens of a session that are remembered; an older one is unknown. */
const MAX_DEAD_TOKENS = 4

/** The state of a token that a session knows. */
export type Rotation =
  | { readonly outcome: 'resumed'; readonly session: Session }
  /** The session is past its time, for good: no clock that is set back brings it to life again. */
  | { readonly outcome: 'expired'; readonly session: Session }
  /** The token died a moment ago: a straggler. */
  | { readonly outcome: 'dead' }
  /** The token died too long ago to be a straggler: the session is to be revoked. */
  | { readonly outcome: 'replayed' }

/** When a session that was created and is used at these times expires; as late as a store and the wire can tell. */
export const expiryOf = (createdAtMs: number, usedAtMs: number, life: TokenLife): number => {
  aNumber('createdAtMs', createdAtMs)
  aNumber('usedAtMs', usedAtMs)
  aTokenLife('life', life)
  return Math.min(usedAtMs + life.slidingMs, createdAtMs + life.absoluteMs, Number.MAX_SAFE_INTEGER)
}

/** The times of a session that is used now. A clock that was set back makes neither of them earlier. */
export const timesAfterUse = (
  { createdAtMs, usedAtMs, expiresAtMs }: SessionSummary,
  nowMs: number,
  life: TokenLife,
): Pick<SessionSummary, 'usedAtMs' | 'expiresAtMs'> => ({
  usedAtMs: Math.max(usedAtMs, nowMs),
  expiresAtMs: Math.max(expiresAtMs, expiryOf(createdAtMs, nowMs, life)),
})

/**
 * Offers a session one of its tokens, and a fresh one to follow. The current token stays good until the one that
 * followed it is used: a client that never heard of the new token still holds a good one.
 */
export const rotate = (
  session: Session,
  offered: string,
  fresh: string,
  nowMs: number,
  life: TokenLife,
  address: string = session.address,
): Rotation => {
  if (nowMs >= session.expiresAtMs) return { outcome: 'expired', session: { ...session, expiresAtMs: 0 } }
  const died = session.dead.find(({ hash }) => hash === offered)
  if (died !== undefined) return { outcome: nowMs - died.diedAtMs > life.graceMs ? 'replayed' : 'dead' }
  const replaced = offered === session.current ? session.next : session.current
  return {
    outcome: 'resumed',
    session: {
      ...session,
      current: offered,
      next: fresh,
      dead: (replaced === null ? session.dead : [{ hash: replaced, diedAtMs: nowMs }, ...session.dead]).slice(
        0,
        MAX_DEAD_TOKENS,
      ),
      ...timesAfterUse(session, nowMs, life),
      address,
    },
  }
}
