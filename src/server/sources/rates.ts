import { Allowances } from '../../auth/index.ts'

/** Limits on what an account says in a second; null: none. */
export interface RateLimits {
  readonly messagesPerSecond: number | null
  readonly bytesPerSecond: number | null
}

const WITHIN_MS = 1_000

/** Keeps accounts to their rates, over all their connections. Whoever is too fast is read more slowly, and loses nothing. */
export class Rates {
  private readonly messages: Allowances<string> | null
  private readonly bytes: Allowances<string> | null

  constructor(now: () => number, { messagesPerSecond, bytesPerSecond }: RateLimits) {
    const allowances = (burst: number | null): Allowances<string> | null =>
      burst === null ? null : new Allowances({ now, burst, withinMs: WITHIN_MS })
    this.messages = allowances(messagesPerSecond)
    this.bytes = allowances(bytesPerSecond)
  }

  get isLimited(): boolean {
    return this.messages !== null || this.bytes !== null
  }

  /** Counts messages of an account, one unless given. Gives the milliseconds for which nothing more of it is to be read. */
  use(account: string, bytes: number, messages = 1): number {
    return Math.max(this.messages?.use(account, messages) ?? 0, this.bytes?.use(account, bytes) ?? 0)
  }
}
