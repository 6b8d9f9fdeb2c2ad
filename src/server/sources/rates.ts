import { Allowances } from '../../auth/index.ts'

/** Limits on what an account says in a second; null: none. */
export interface RateLimits {
  readonly messagesPerSecond: number | null
  readonly bytesPerSecond: number | null
}

const WITHIN_MS = 1_000

/** Keeps accounts to their rates, over all their connections. Whoever is too fast is read more slowly, and loses nothing. */
export class Rates {
  private readonly limits: RateLimits
  private readonly messages: Allowances<string>
  private readonly bytes: Allowances<string>

  /** The limits may change: they are looked at with each message. */
  constructor(now: () => number, limits: RateLimits) {
    this.limits = limits
    const allowances = (limit: keyof RateLimits): Allowances<string> =>
      new Allowances({
        now,
        get burst() {
          return limits[limit] ?? Number.POSITIVE_INFINITY
        },
        withinMs: WITHIN_MS,
      })
    this.messages = allowances('messagesPerSecond')
    this.bytes = allowances('bytesPerSecond')
  }

  get isLimited(): boolean {
    const { messagesPerSecond, bytesPerSecond } = this.limits
    return messagesPerSecond !== null || bytesPerSecond !== null
  }

  /** Counts messages of an account, one unless given. Gives the milliseconds for which nothing more of it is to be read. */
  use(account: string, bytes: number, messages = 1): number {
    const { messagesPerSecond, bytesPerSecond } = this.limits
    return Math.max(
      messagesPerSecond === null ? 0 : this.messages.use(account, messages),
      bytesPerSecond === null ? 0 : this.bytes.use(account, bytes),
    )
  }
}
