import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import {
  type AuthenticatorOptions,
  createAuthenticator,
  createHasher,
  type Hasher,
} from '../../src/auth/index.ts'
import { memoryStore, type Store } from '../../src/store/index.ts'

/** A real hasher that costs next to nothing. */
export const quickHasher = (): Hasher =>
  createHasher({ parameters: { memoryKiB: 8, passes: 1, lanes: 1 }, queue: 200 })

/** A hasher that notes what it was asked to check against. */
const watched = (
  hasher: Hasher,
): { readonly hasher: Hasher; readonly checked: string[]; readonly made: string[] } => {
  const checked: string[] = []
  const made: string[] = []
  return {
    checked,
    made,
    hasher: {
      ...hasher,
      hash: (password) => async () => {
        const hash = await hasher.hash(password)()
        if (E.isRight(hash)) made.push(hash.right)
        return hash
      },
      verify: (phc, password) => {
        checked.push(phc)
        return hasher.verify(phc, password)
      },
    },
  }
}

/** An authenticator with a clock that stands until it is moved, and tokens that can be foretold. */
export const bench = (options: Partial<AuthenticatorOptions> & { readonly store?: Store } = {}) => {
  const clock = { nowMs: 1_700_000_000_000 }
  const faults: unknown[] = []
  const watch = watched(options.hasher ?? quickHasher())
  const store = options.store ?? memoryStore()
  let tokens = 0
  const authenticator = createAuthenticator({
    registration: 'open',
    now: () => clock.nowMs,
    mintToken: () => createHash('sha256').update(`token ${tokens++}`).digest('base64url'),
    onFault: (fault) => faults.push(fault),
    ...options,
    store,
    hasher: watch.hasher,
  })
  return { authenticator, store, clock, faults, checked: watch.checked, made: watch.made }
}
