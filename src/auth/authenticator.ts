import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { nanoid } from 'nanoid'
import { bounds } from '../../protocol/generated/contract.ts'
import { duration } from '../duration.ts'
import {
  type Account,
  expiryOf,
  type Resumption,
  type Store,
  type StoreFault,
  type TokenLife,
  tokenLife,
} from '../store/index.ts'
import { type Denial, denial } from './denial.ts'
import { createHasher, type Hasher, type HashFault } from './hashing.ts'
import { createThrottle, triedBy } from './throttle.ts'
import { mintToken, tokenHash } from './tokens.ts'
import { createTurns } from './turns.ts'

/** Checks proofs. Names and passwords have passed the codec: their bounds and forms are not checked again. */
export interface Authenticator {
  readonly register: (name: string, password: string, address: string) => TE.TaskEither<Denial, Grant>
  readonly login: (name: string, password: string, address: string) => TE.TaskEither<Denial, Grant>
  readonly resume: (token: string, address: string) => TE.TaskEither<Denial, Grant>
  /** Ends one session: its tokens are good for nothing once this has succeeded. */
  readonly revoke: (sessionRow: string) => TE.TaskEither<StoreFault, void>
  /** Ends every session of the account. */
  readonly revokeEverywhere: (accountId: string) => TE.TaskEither<StoreFault, void>
}

/** A proof that was accepted, and the token that proves it the next time. */
export interface Grant {
  readonly accountId: string
  readonly sessionRow: string
  /** As it was registered. */
  readonly name: string
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number
}

export interface AuthenticatorOptions {
  readonly store: Pick<Store, 'accounts' | 'sessions'>
  readonly registration: 'open' | 'closed'
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** 43 characters of A-Za-z0-9_-. */
  readonly mintToken?: () => string
  /** For accounts and sessions. */
  readonly mintId?: () => string
  readonly hasher?: Hasher
  readonly life?: TokenLife
  /** Hears of every failure behind an UNAVAILABLE, for the log. */
  readonly onFault?: (fault: StoreFault | HashFault) => void
}

/**
 * The authenticator over a store. It keeps the failures of names in memory, so there is to be one for a server. Throws a
 * RangeError for a `life` that is none.
 */
export const createAuthenticator = (options: AuthenticatorOptions): Authenticator => {
  const { store, registration, now = Date.now, mintId = nanoid, hasher = createHasher() } = options
  const { life = tokenLife, onFault = () => undefined } = options
  const mint = options.mintToken ?? mintToken
  for (const option of ['slidingMs', 'absoluteMs', 'graceMs'] as const) duration(option, life[option])
  const throttle = createThrottle({ now })
  const turns = createTurns(triesWaiting)

  const orUnavailable = <A>(operation: TE.TaskEither<StoreFault | HashFault, A>): TE.TaskEither<Denial, A> =>
    pipe(
      operation,
      TE.mapLeft((fault) => {
        onFault(fault)
        return denial('UNAVAILABLE', fault.code === 'UNAVAILABLE' ? queueFullMs : 0)
      }),
    )

  const grant = ({ id: accountId, name, passwordHash }: Account): TE.TaskEither<Denial, Grant> => {
    const token = mint()
    const sessionRow = mintId()
    const atMs = now()
    const expiresAtMs = expiryOf(atMs, atMs, life)
    const times = { createdAtMs: atMs, usedAtMs: atMs, expiresAtMs }
    const session = { id: sessionRow, accountId, ...times, current: tokenHash(token), next: null, dead: [] }
    return pipe(
      orUnavailable(store.sessions.create(session, passwordHash)),
      // The account was removed, or its password set, while the old one was checked.
      TE.filterOrElse(
        (result) => result === 'created',
        () => denial('UNAVAILABLE'),
      ),
      TE.map(() => ({ accountId, sessionRow, name, token, expiresAtMs })),
    )
  }

  const register = (name: string, password: string): TE.TaskEither<Denial, Grant> => {
    if (registration === 'closed') return TE.left(denial('REGISTRATION_CLOSED'))
    if (Buffer.byteLength(password) < bounds.NewPassword.minBytes) return TE.left(denial('WEAK_PASSWORD'))
    return pipe(
      orUnavailable(store.accounts.find(name)),
      // Spares the hash. Who gets a name that is free is decided by `add`.
      TE.filterOrElse(O.isNone, () => denial('NAME_TAKEN')),
      TE.chain(() => orUnavailable(hasher.hash(password))),
      TE.map((passwordHash): Account => ({ id: mintId(), name, passwordHash, createdAtMs: now() })),
      TE.chainFirst((account) =>
        pipe(
          orUnavailable(store.accounts.add(account)),
          TE.filterOrElse(
            (result) => result === 'added',
            () => denial('NAME_TAKEN'),
          ),
        ),
      ),
      TE.chain((account) =>
        pipe(
          grant(account),
          TE.mapLeft((denied) => ({ ...denied, detail: registeredOnly })),
        ),
      ),
    )
  }

  const prove = (name: string, password: string): TE.TaskEither<Denial, O.Option<Account>> =>
    pipe(
      orUnavailable(store.accounts.find(name)),
      TE.chain((found) =>
        pipe(
          // An unknown name costs what a wrong password does.
          hasher.verify(O.isSome(found) ? found.value.passwordHash : hasher.dummy, password),
          orUnavailable,
          TE.map((fits) => (fits ? found : O.none)),
        ),
      ),
    )

  /** A hash of other parameters is made anew while the password is at hand; should that fail, the next login tries. */
  const renewHash = (account: Account, password: string): TE.TaskEither<Denial, unknown> =>
    hasher.isDated(account.passwordHash)
      ? pipe(
          orUnavailable(hasher.hash(password)),
          TE.chain((hash) =>
            orUnavailable(store.accounts.setPasswordHash(account.id, hash, account.passwordHash)),
          ),
          TE.orElse(() => TE.right<Denial, unknown>(undefined)),
        )
      : TE.right(undefined)

  const tryLogin =
    (name: string, password: string, address: string): TE.TaskEither<Denial, Grant> =>
    async () => {
      const waitMs = throttle.waitMs(name, address)
      if (waitMs > 0) return E.left(denial('TOO_MANY_ATTEMPTS', waitMs))
      const proven = await prove(name, password)()
      if (E.isLeft(proven)) return proven
      if (O.isNone(proven.right)) {
        const penaltyMs = throttle.failed(name, address)
        return E.left(penaltyMs === 0 ? denial('BAD_CREDENTIALS') : denial('TOO_MANY_ATTEMPTS', penaltyMs))
      }
      const account = proven.right.value
      throttle.succeeded(name, address)
      return pipe(
        grant(account),
        TE.chainFirst(() => renewHash(account, password)),
      )()
    }

  return {
    register,
    // One try after the other: of many at once each would pass before the first has failed.
    login: (name, password, address) => async () =>
      turns.run(triedBy(name, address), tryLogin(name, password, address)) ??
      E.left(denial('UNAVAILABLE', queueFullMs)),
    resume: (token) => async () => {
      const fresh = mint()
      return pipe(
        orUnavailable(store.sessions.resume(tokenHash(token), tokenHash(fresh), now(), life)),
        TE.chainEitherK((resumption) => granted(resumption, fresh)),
      )()
    },
    revoke: (sessionRow) => async () => pipe(store.sessions.revoke(sessionRow, now()), TE.asUnit)(),
    revokeEverywhere: (accountId) => async () =>
      pipe(store.sessions.revokeAll(accountId, now()), TE.asUnit)(),
  }
}

const granted = (resumption: Resumption, token: string): E.Either<Denial, Grant> => {
  switch (resumption.outcome) {
    case 'resumed': {
      const { id: sessionRow, accountId, expiresAtMs } = resumption.session
      return E.right({ accountId, sessionRow, name: resumption.name, token, expiresAtMs })
    }
    case 'replayed':
      return E.left({ ...denial('TOKEN_EXPIRED'), revokedSession: resumption.sessionId })
    case 'unknown':
    case 'expired':
    case 'dead':
      return E.left(denial('TOKEN_EXPIRED'))
    default:
      return resumption satisfies never
  }
}

/** For who would otherwise register again, and hear that the name is taken. */
const registeredOnly = 'The name is registered, but the session could not be stored. Log in in a moment.'

/** How many tries of one name from one address may wait for their turn. */
const triesWaiting = 32

/** What a full queue takes to empty, generously. */
const queueFullMs = 1000
