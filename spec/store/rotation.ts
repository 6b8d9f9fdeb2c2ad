import { createHash } from 'node:crypto'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { type Store, tokenLife } from '../../src/store/index.ts'
import { succeed } from './results.ts'

const hour = 3_600_000

/** A token as the tests know it, in the words of the wire document. */
interface Token {
  readonly hash: string
  standing: 'current' | 'next' | 'dead' | 'forgotten'
  diedAtMs: number
}

/** A plain model of one session: every token that was ever issued, the first one first. */
interface Model {
  nowMs: number
  readonly createdAtMs: number
  usedAtMs: number
  revoked: boolean
  readonly tokens: Token[]
}

const die = (model: Model, token: Token | undefined): void => {
  if (token === undefined) return
  token.standing = 'dead'
  token.diedAtMs = model.nowMs
}

/** The outcome of a Resume by the wire document. Deaths happen in order, so the last four to die are remembered. */
const resumeModel = (model: Model, offered: Token, fresh: string, deaths: Token[]): string => {
  if (model.revoked || offered.standing === 'forgotten') return 'unknown'
  const over = model.nowMs >= model.usedAtMs + 24 * hour || model.nowMs >= model.createdAtMs + 7 * 24 * hour
  if (over) return 'expired'
  if (offered.standing === 'dead') {
    if (model.nowMs <= offered.diedAtMs + 60_000) return 'dead'
    model.revoked = true
    return 'replayed'
  }
  const loser = model.tokens.find(
    ({ standing }) => standing === (offered.standing === 'current' ? 'next' : 'current'),
  )
  die(model, loser)
  if (loser !== undefined) deaths.push(loser)
  for (const early of deaths.slice(0, -4)) early.standing = 'forgotten'
  offered.standing = 'current'
  model.tokens.push({ hash: fresh, standing: 'next', diedAtMs: 0 })
  model.usedAtMs = model.nowMs
  return 'resumed'
}

const step = fc.record({
  // Counted from the token that was issued last.
  back: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 1) }, fc.nat(8)),
  passedMs: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, 59_999) },
    { weight: 2, arbitrary: fc.constantFrom(60_000, 60_001, hour, 23 * hour) },
    { weight: 1, arbitrary: fc.constantFrom(24 * hour - 1, 24 * hour) },
  ),
})

/** Checks a store against the model. */
export const holds = async (store: Store, numRuns: number): Promise<void> => {
  await succeed(store.accounts.add({ id: 'a', name: 'Ann', passwordHash: '$', createdAtMs: 0 }))
  let sessions = 0
  let minted = 0
  const mint = (): string => createHash('sha256').update(`${minted++}`).digest('hex')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const id = `s${sessions++}`
      const first = mint()
      const model: Model = {
        nowMs: 1000,
        createdAtMs: 1000,
        usedAtMs: 1000,
        revoked: false,
        tokens: [{ hash: first, standing: 'current', diedAtMs: 0 }],
      }
      const times = { createdAtMs: 1000, usedAtMs: 1000, expiresAtMs: 1000 + 24 * hour, address: '' }
      await succeed(
        store.sessions.create({ id, accountId: 'a', ...times, current: first, next: null, dead: [] }, '$'),
      )
      const deaths: Token[] = []
      for (const { back, passedMs } of steps) {
        model.nowMs += passedMs
        const offered = model.tokens[Math.max(0, model.tokens.length - 1 - back)]
        if (offered === undefined) throw new Error('no token')
        const fresh = mint()
        const real = await succeed(store.sessions.resume(offered.hash, fresh, model.nowMs, tokenLife))
        expect(real.outcome).toBe(resumeModel(model, offered, fresh, deaths))
        if (real.outcome === 'replayed') expect(real.sessionId).toBe(id)
        if (real.outcome === 'resumed') {
          expect(real.session.expiresAtMs).toBe(
            Math.min(model.nowMs + 24 * hour, model.createdAtMs + 7 * 24 * hour),
          )
        }
      }
    }),
    { numRuns },
  )
}
