import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import type * as T from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { nanoid } from 'nanoid'
import { sourceOf } from '../address.ts'
import { aFunction, anObject, having, limitFrom, objectOf, oneOf, optional, optionsOf } from '../arguments.ts'
import {
  type Account,
  aTokenLife,
  expiryOf,
  type Resumption,
  type SessionSummary,
  type Store,
  type StoreFault,
  type TokenLife,
  tokenLife,
} from '../store/index.ts'
import { type Denial, denial } from './denial.ts'
import type { Turn } from './fair-queue.ts'
import { createHasher, type Hasher, type HashFault } from './hashing.ts'
import { createKeyedMutex } from './keyed-mutex.ts'
import { isWeak, preparePassword } from './passwords.ts'
import { Registrations } from './registrations.ts'
import { type SharedCounts, UNSHARED } from './shared-counts.ts'
import { Throttle } from './throttle.ts'
import { mintToken, type TokenDomain, tokenHash } from './tokens.ts'
import { triedBy } from './tried-by.ts'

/**
 * Checks proofs. Names and passwords have passed the codec: their bounds and forms are not checked again. Passwords of
 * different sources are checked in turns; of one whose `signal` aborts the check is dropped, unless it has begun.
 */
export interface Authenticator {
  /**
   * Makes an account and its first session; logs in where the account is there and that is its password. Denials:
   * NAME_TAKEN, WEAK_PASSWORD, REGISTRATION_CLOSED, TOO_MANY_ATTEMPTS (with the milliseconds to wait), UNAVAILABLE.
   */
  readonly register: CheckPassword
  /** Begins a session. Denials: BAD_CREDENTIALS, TOO_MANY_ATTEMPTS (with the milliseconds to wait), UNAVAILABLE. */
  readonly login: CheckPassword
  /** Goes on with a session, by its token, which the grant replaces. Denials: TOKEN_EXPIRED, UNAVAILABLE. */
  readonly resume: (token: string, address: string, domain?: TokenDomain) => TE.TaskEither<Denial, Grant>
  /** Counts as a use of a session whose conversation goes on. False: it is over. */
  readonly use: (sessionRow: string) => TE.TaskEither<StoreFault, boolean>
  /** The name of the account whose token this is, good or dead; null: nobody's, or that cannot be known now. */
  readonly holder: (token: string, domain?: TokenDomain) => T.Task<string | null>
  /** The sessions of an account, at most so many: those that were used last, the last one first. */
  readonly sessionsOf: (
    accountId: string,
    limit: number,
  ) => TE.TaskEither<StoreFault, readonly SessionSummary[]>
  /** Ends one session of an account. False: it has none with that id. */
  readonly revokeOf: (accountId: string, sessionRow: string) => TE.TaskEither<StoreFault, boolean>
  /** Ends one session: its tokens are good for nothing once this has succeeded. */
  readonly revoke: (sessionRow: string) => TE.TaskEither<StoreFault, void>
  /** Ends every session of the account. */
  readonly revokeEverywhere: (accountId: string) => TE.TaskEither<StoreFault, void>
}

/** Checks the password of a name, which was given at an address. The token is good in that domain: plain unless given. */
export type CheckPassword = (
  name: string,
  password: string,
  address: string,
  signal?: AbortSignal,
  domain?: TokenDomain,
) => TE.TaskEither<Denial, Grant>

/** A proof that was accepted, and the token that proves it the next time. */
export interface Grant {
  readonly accountId: string
  readonly sessionRow: string
  /** As it was registered. */
  readonly name: string
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number
  /** The proof that was accepted. A Register with the password of the account is a login. */
  readonly how: 'register' | 'login' | 'resume'
  /** Milliseconds until the session ends: without another use of it, and in any case. */
  readonly left: { readonly idleMs: number; readonly inAllMs: number }
}

/** An account whose password was given. */
interface Proven {
  readonly account: Account
  /** The hash was made with other parameters than today's, or of another form of the password. */
  readonly isDated: boolean
}

/** Parts of an authenticator. */
export interface AuthenticatorOptions {
  readonly store: Pick<Store, 'accounts' | 'sessions'>
  /** Looked at for each new name, as the limits below are. */
  readonly registration: 'open' | 'closed'
  /** Milliseconds since 1970: what sessions live by. */
  readonly now?: () => number
  /** Milliseconds on a clock that is never set: what penalties are measured by. `now` if that alone is given. */
  readonly elapsed?: () => number
  /** 43 characters of A-Za-z0-9_-. */
  readonly mintToken?: () => string
  /** For accounts and sessions. */
  readonly mintId?: () => string
  readonly hasher?: Hasher
  readonly life?: TokenLife
  /** Failed proofs of one source over all names that cost nothing; 20 unless given. From then on it waits, up to 15 min. */
  readonly freeFailures?: number
  /** New accounts of one source in an hour; without a limit unless given. */
  readonly registrationsPerHour?: number
  /** Addresses that this limit does not hold for; none unless given. */
  readonly isExempt?: (address: string) => boolean
  /** Sessions of one account; above that the one that was used longest ago is revoked. Without a limit unless given. */
  readonly sessionsPerAccount?: number
  /** Tells other servers on the store what counts there, too; there are none unless given. */
  readonly shared?: SharedCounts
  /** Hears of every failure behind an UNAVAILABLE, for the log. */
  readonly onFault?: (fault: StoreFault | HashFault) => void
}

const authenticatorOptions = optionsOf({
  store: objectOf({ accounts: anObject, sessions: anObject }),
  registration: oneOf(['open', 'closed']),
  now: optional(aFunction),
  elapsed: optional(aFunction),
  mintToken: optional(aFunction),
  mintId: optional(aFunction),
  hasher: optional(having('a hasher', 'hash', 'verify', 'isDated')),
  life: optional(aTokenLife),
  freeFailures: optional(limitFrom(0)),
  registrationsPerHour: optional(limitFrom(1)),
  isExempt: optional(aFunction),
  sessionsPerAccount: optional(limitFrom(1)),
  shared: optional(anObject),
  onFault: optional(aFunction),
})

/**
 * The authenticator over a store. It keeps the failures of names in memory, so there is to be one for a server. Throws a
 * RangeError for a `life` that is none.
 */
export const createAuthenticator = (options: AuthenticatorOptions): Authenticator => {
  authenticatorOptions('options', options)
  const { store, now = Date.now, mintId = nanoid, hasher = createHasher() } = options
  const { life = tokenLife, onFault = () => undefined } = options
  const mint = options.mintToken ?? mintToken
  const elapsed = options.elapsed ?? options.now ?? (() => performance.now())
  const { shared = UNSHARED } = options
  const throttle = new Throttle({ now: elapsed, freeFailures: () => options.freeFailures, shared })
  const registrations = new Registrations({
    now: elapsed,
    perHour: () => options.registrationsPerHour,
    ...(options.isExempt === undefined ? {} : { isExempt: options.isExempt }),
    shared,
  })
  const tries = createKeyedMutex(MAX_WAITING_TRIES)

  const orUnavailable = <A>(operation: TE.TaskEither<StoreFault | HashFault, A>): TE.TaskEither<Denial, A> =>
    pipe(
      operation,
      TE.mapLeft((fault) => {
        onFault(fault)
        return denial('UNAVAILABLE', fault.code === 'UNAVAILABLE' ? QUEUE_EMPTIES_WITHIN_MS : 0)
      }),
    )

  const leftOf = ({ createdAtMs, expiresAtMs }: Times): Grant['left'] => ({
    idleMs: life.slidingMs,
    // Not less than it was told; and one that was created later than now was so by a clock that was set back.
    inAllMs: Math.min(Math.max(createdAtMs + life.absoluteMs, expiresAtMs) - now(), life.absoluteMs),
  })

  /** The answer to a Register of a taken name with another password. */
  const taken = (address: string): WrongPassword =>
    registrations.waitMs(address) > 0 ? 'REGISTERED_TOO_OFTEN' : 'NAME_TAKEN'

  const denialOf = (wrong: WrongPassword, address: string): Denial =>
    wrong === 'REGISTERED_TOO_OFTEN'
      ? {
          ...denial('TOO_MANY_ATTEMPTS', registrations.waitMs(address)),
          detail: REGISTERED_TOO_OFTEN,
        }
      : denial(wrong)

  const grant = (
    { id: accountId, name, passwordHash }: Account,
    how: Grant['how'],
    address: string,
    domain?: TokenDomain,
  ): TE.TaskEither<Denial, Grant> => {
    const token = mint()
    const sessionRow = mintId()
    const atMs = now()
    const expiresAtMs = expiryOf(atMs, atMs, life)
    const times = { createdAtMs: atMs, usedAtMs: atMs, expiresAtMs }
    const session = {
      id: sessionRow,
      accountId,
      ...times,
      address,
      current: tokenHash(token, domain),
      next: null,
      dead: [],
    }
    return pipe(
      orUnavailable(store.sessions.create(session, passwordHash, options.sessionsPerAccount)),
      // The account was removed, or its password set, while the old one was checked.
      TE.filterOrElse(
        (result) => result === 'created',
        () => denial('UNAVAILABLE'),
      ),
      TE.map(() => ({ accountId, sessionRow, name, token, expiresAtMs, how, left: leftOf(times) })),
    )
  }

  const registerNew: CheckPassword = (name, password, address, signal, domain) =>
    pipe(
      orUnavailable(hasher.hash(preparePassword(password), { source: sourceOf(address), signal })),
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
      TE.chain((account) => {
        throttle.succeeded(name, address)
        return pipe(
          grant(account, 'register', address, domain),
          TE.mapLeft((denied): Denial => ({ ...denied, detail: REGISTERED_ONLY })),
        )
      }),
    )

  /**
   * Registers, unless too many of its source have. Then a free name is answered as a taken one is, and costs as much: nobody
   * learns which of both it is.
   */
  const registerWithin: CheckPassword = (name, password, address, signal, domain) => async () => {
    if (!registrations.take(address))
      return loginOr('REGISTERED_TOO_OFTEN')(name, password, address, signal, domain)()
    const registered = await registerNew(name, password, address, signal, domain)()
    if (E.isLeft(registered) && registered.left.detail !== REGISTERED_ONLY) registrations.give(address)
    return registered
  }

  /**
   * A client that registers a taken name may be the one that registered it, and never have heard so: with its password
   * that is a login. It counts as one, too, so that nobody tries more passwords in this way than in the other.
   */
  const register: CheckPassword = (name, password, address, signal, domain) => {
    if (options.registration === 'closed') return TE.left(denial('REGISTRATION_CLOSED'))
    if (isWeak(password)) return TE.left(denial('WEAK_PASSWORD'))
    return pipe(
      orUnavailable(store.accounts.find(name)),
      TE.chain((found) =>
        O.isNone(found)
          ? registerWithin(name, password, address, signal, domain)
          : loginOr(taken(address))(name, password, address, signal, domain),
      ),
    )
  }

  const prove = (name: string, password: string, turn: Turn): TE.TaskEither<Denial, O.Option<Proven>> =>
    pipe(
      orUnavailable(store.accounts.find(name)),
      TE.chain((found) => {
        // An unknown name costs what a wrong password does.
        const phc = O.isSome(found) ? found.value.passwordHash : hasher.dummy
        const provenBy = (form: string, isDated: boolean): TE.TaskEither<Denial, O.Option<Proven>> =>
          pipe(
            orUnavailable(hasher.verify(phc, form, turn)),
            TE.map((fits) => (fits ? O.map((account: Account) => ({ account, isDated }))(found) : O.none)),
          )
        const prepared = preparePassword(password)
        return pipe(
          provenBy(prepared, O.isSome(found) && hasher.isDated(phc)),
          // As it was hashed before passwords were prepared. Whoever gave it knows that it takes longer, and why.
          TE.chain((proven) =>
            O.isNone(proven) && prepared !== password ? provenBy(password, true) : TE.right(proven),
          ),
        )
      }),
    )

  /** A dated hash is made anew while the password is at hand; should that fail, the next login tries. */
  const renewHash = (
    { account, isDated }: Proven,
    password: string,
    turn: Turn,
  ): TE.TaskEither<Denial, unknown> =>
    isDated
      ? pipe(
          orUnavailable(hasher.hash(preparePassword(password), turn)),
          TE.chain((hash) =>
            orUnavailable(store.accounts.setPasswordHash(account.id, hash, account.passwordHash)),
          ),
          TE.orElse(() => TE.right<Denial, unknown>(undefined)),
        )
      : TE.right(undefined)

  const tryLogin =
    (
      name: string,
      password: string,
      address: string,
      turn: Turn,
      domain: TokenDomain | undefined,
      wrong: WrongPassword,
    ) =>
    async (): Promise<E.Either<Denial, Grant>> => {
      const waits = throttle.wait(name, address)
      if (waits !== null) return E.left(waits)
      const proven = await prove(name, password, turn)()
      if (E.isLeft(proven)) return proven
      if (O.isNone(proven.right)) {
        const waitsNow = throttle.failed(name, password, address)
        return E.left(waitsNow ?? denialOf(wrong, address))
      }
      const { value } = proven.right
      throttle.succeeded(name, address)
      return pipe(
        grant(value.account, 'login', address, domain),
        TE.chainFirst(() => renewHash(value, password, turn)),
      )()
    }

  /** One try after the other: of many at once each would pass before the first has failed. */
  const loginOr =
    (wrong: WrongPassword): CheckPassword =>
    (name, password, address, signal, domain) =>
    async () => {
      const turn = { source: sourceOf(address), signal }
      const run = await tries.run(
        triedBy(name, address),
        tryLogin(name, password, address, turn, domain, wrong),
        turn,
      )
      return E.isLeft(run) ? E.left(denial('UNAVAILABLE', QUEUE_EMPTIES_WITHIN_MS)) : run.right
    }

  return {
    register,
    login: loginOr('BAD_CREDENTIALS'),
    resume: (token, address, domain) => async () => {
      const fresh = mint()
      return pipe(
        orUnavailable(
          store.sessions.resume(tokenHash(token, domain), tokenHash(fresh, domain), now(), life, address),
        ),
        TE.chainEitherK((resumption) => granted(resumption, fresh, leftOf)),
      )()
    },
    use: (sessionRow) => async () => store.sessions.use(sessionRow, now(), life)(),
    holder: (token, domain) => async () =>
      pipe(await store.sessions.holder(tokenHash(token, domain))(), O.fromEither, O.flatten, O.toNullable),
    revoke: (sessionRow) => async () => pipe(store.sessions.revoke(sessionRow, now()), TE.asUnit)(),
    sessionsOf: (accountId, limit) => async () => store.sessions.ofAccount(accountId, now(), limit)(),
    revokeOf: (accountId, sessionRow) => async () => store.sessions.revoke(sessionRow, now(), accountId)(),
    revokeEverywhere: (accountId) => async () =>
      pipe(store.sessions.revokeAll(accountId, now()), TE.asUnit)(),
  }
}

type Times = Pick<SessionSummary, 'createdAtMs' | 'expiresAtMs'>

/** The denial of a password that is not that of the account. */
type WrongPassword = 'BAD_CREDENTIALS' | 'NAME_TAKEN' | 'REGISTERED_TOO_OFTEN'

const granted = (
  resumption: Resumption,
  token: string,
  leftOf: (times: Times) => Grant['left'],
): E.Either<Denial, Grant> => {
  switch (resumption.outcome) {
    case 'resumed': {
      const { name, session } = resumption
      const { id: sessionRow, accountId, expiresAtMs } = session
      const left = leftOf(session)
      return E.right({ accountId, sessionRow, name, token, expiresAtMs, how: 'resume', left })
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
const REGISTERED_ONLY = 'The name is registered, but the session could not be stored. Log in in a moment.'

const REGISTERED_TOO_OFTEN = 'Too many names were registered from this address in the last hour.'

/** How many tries of one name from one address may wait for their turn. */
const MAX_WAITING_TRIES = 32

/** The time in which a full queue empties, generously. */
const QUEUE_EMPTIES_WITHIN_MS = 1000
