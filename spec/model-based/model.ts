import type { Proof } from './stage.ts'

const HOUR_MS = 60 * 60 * 1000

/** From one moment of the wall clock to another. */
interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** A session of an account as tokens prove it. */
export interface Row {
  readonly account: string
  readonly created: Span
  /** When it is not good any more, at the earliest and at the latest. */
  expires: Span
  revoked: 'no' | 'maybe' | 'yes'
}

/** A visit: who comes, with which proof, from where and when. */
export interface Visit {
  readonly name: string
  readonly proof: Proof
  readonly address: string
  /** The token that the client has, if it may use one. */
  readonly token: string | null
  readonly when: Span
}

/** The outcome: the way it was granted, or why it was denied. */
export type Outcome =
  | 'register'
  | 'login'
  | 'resume'
  | 'NAME_TAKEN'
  | 'BAD_CREDENTIALS'
  | 'TOO_MANY_ATTEMPTS'
  | 'UNAVAILABLE'

/** Failures in a row before the next one makes a name wait. */
const FREE_FAILURES = 4

/** The accounts, tokens and addresses that a server must know, and those that it may know since something failed. */
export class Model {
  private readonly accounts = new Map<string, 'yes' | 'maybe'>()
  private readonly rows = new Map<string, Row>()
  private readonly failures = new Map<string, number>()
  /** The names that may be known at an address; null is nobody. */
  private readonly book = new Map<string, Set<string | null>>()
  /** The clients that connect again from an address by themselves. */
  private readonly returning = new Map<string, Set<string>>()

  /** The outcomes that a visit may have; more when a store failed meanwhile. */
  allowed(visit: Visit, struck: boolean): ReadonlySet<Outcome> {
    const allowed = new Set(this.expected(visit))
    if (struck) {
      allowed.add('UNAVAILABLE')
      if (visit.proof === 'token') allowed.add('login')
      if (visit.proof === 'register') allowed.add('NAME_TAKEN')
    }
    return allowed
  }

  /** The names that may be greeted as known at an address; null: nobody. */
  greetable(address: string, struck: boolean): ReadonlySet<string | null> {
    const known = new Set(this.book.get(address) ?? [null])
    for (const name of this.returning.get(address) ?? []) known.add(name)
    if (struck) known.add(null)
    return known
  }

  /** Takes what came of a visit. Gives the row that it stands on now. */
  learn(visit: Visit, outcome: Outcome, struck: boolean): Row | null {
    const { name, address, when, token } = visit
    const key = `${name} ${address}`
    switch (outcome) {
      case 'register':
      case 'login': {
        this.accounts.set(name, 'yes')
        this.failures.delete(key)
        this.remember(address, name, struck)
        return { account: name, created: when, expires: later(when, 24), revoked: 'no' }
      }
      case 'resume': {
        this.remember(address, name, struck)
        const row = this.rows.get(token ?? '')
        if (row !== undefined) row.expires = sooner(later(when, 24), later(row.created, 7 * 24))
        return row ?? null
      }
      case 'NAME_TAKEN':
        this.accounts.set(name, 'yes')
        return null
      case 'BAD_CREDENTIALS':
      case 'TOO_MANY_ATTEMPTS':
        this.failures.set(key, (this.failures.get(key) ?? 0) + 1)
        return null
      case 'UNAVAILABLE': {
        if (visit.proof === 'register' && !this.accounts.has(name)) this.accounts.set(name, 'maybe')
        // It may have been used all the same.
        const row = this.rows.get(token ?? '')
        if (row !== undefined) row.expires = { ...row.expires, toMs: Number.POSITIVE_INFINITY }
        return null
      }
      default:
        return outcome satisfies never
    }
  }

  /** A client has stored a token. */
  keep(token: string, row: Row): void {
    this.rows.set(token, row)
  }

  /** A token of a session that is revoked for certain. */
  revokedToken(name: string): string | undefined {
    return [...this.rows].find(([, row]) => row.account === name && row.revoked === 'yes')?.[0]
  }

  /** A client connects again by itself from here. */
  returns(address: string, name: string): void {
    this.returning.set(address, new Set([...(this.returning.get(address) ?? []), name]))
  }

  revoke(row: Row, certain: boolean): void {
    if (row.revoked !== 'yes') row.revoked = certain ? 'yes' : 'maybe'
  }

  revokeAll(account: string, certain: boolean): void {
    for (const row of this.rows.values()) if (row.account === account) this.revoke(row, certain)
  }

  private expected(visit: Visit): readonly Outcome[] {
    const { name, proof, address } = visit
    const account = this.accounts.get(name)
    const failures = this.failures.get(`${name} ${address}`) ?? 0
    const waits: readonly Outcome[] = failures > FREE_FAILURES ? ['TOO_MANY_ATTEMPTS'] : []
    // With the password of the account it is a login, whatever it is called on the wire.
    if (proof === 'register') return account === undefined ? ['register'] : ['register', ...waits]
    const refused: readonly Outcome[] =
      failures < FREE_FAILURES ? ['BAD_CREDENTIALS'] : ['BAD_CREDENTIALS', 'TOO_MANY_ATTEMPTS']
    if (proof === 'wrong' || account === undefined)
      return proof === 'token' ? this.orResumed(visit, refused) : refused
    const byPassword: readonly Outcome[] =
      account === 'maybe' ? ['login', ...refused, ...waits] : ['login', ...waits]
    return proof === 'token' ? this.orResumed(visit, byPassword) : byPassword
  }

  private orResumed({ token, when }: Visit, otherwise: readonly Outcome[]): readonly Outcome[] {
    const row = token === null ? undefined : this.rows.get(token)
    if (row === undefined || row.revoked === 'yes' || when.fromMs >= row.expires.toMs) return otherwise
    if (row.revoked === 'no' && when.toMs < row.expires.fromMs) return ['resume']
    return ['resume', ...otherwise]
  }

  private remember(address: string, name: string, struck: boolean): void {
    const known = struck ? (this.book.get(address) ?? [null]) : []
    this.book.set(address, new Set([...known, name]))
  }
}

const later = ({ fromMs, toMs }: Span, hours: number): Span => ({
  fromMs: fromMs + hours * HOUR_MS,
  toMs: toMs + hours * HOUR_MS,
})

const sooner = (one: Span, other: Span): Span => ({
  fromMs: Math.min(one.fromMs, other.fromMs),
  toMs: Math.min(one.toMs, other.toMs),
})
