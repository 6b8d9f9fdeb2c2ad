import type { Authenticator } from '../../auth/index.ts'
import type { Clock } from '../../transport/clock.ts'
import { MS_PER_SECOND } from './timed-handlers.ts'

/** The kinds of proofs, by what a client says. */
export type ProofKind = 'register' | 'login' | 'resume'

/** An authenticator that does the same, and whose checks of proofs are timed: the wait for their turn, and the store, are in it. */
export const timedProofs = (
  authenticator: Authenticator,
  clock: Clock,
  record: (kind: ProofKind, seconds: number) => void,
): Authenticator => {
  const timed =
    <Given extends readonly unknown[], Verdict>(
      kind: ProofKind,
      check: (...given: Given) => () => Promise<Verdict>,
    ) =>
    (...given: Given) =>
    async (): Promise<Verdict> => {
      const sinceMs = clock.now()
      try {
        return await check(...given)()
      } finally {
        record(kind, (clock.now() - sinceMs) / MS_PER_SECOND)
      }
    }
  return {
    ...authenticator,
    register: timed('register', authenticator.register),
    login: timed('login', authenticator.login),
    resume: timed('resume', authenticator.resume),
  }
}
