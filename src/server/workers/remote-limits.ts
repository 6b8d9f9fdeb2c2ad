import type { Clock, Timer } from '../../transport/index.ts'
import type { AccountRates } from '../parts.ts'
import type { AccountConversations, Replaceable } from '../sources/account-limit.ts'
import type { Rates } from '../sources/rates.ts'
import type { Calls } from './calls.ts'

/** The conversations of accounts, which the primary counts over all workers. */
export class RemoteAccounts implements AccountConversations {
  private readonly calls: Calls
  private readonly keys = new Map<Replaceable, number>()
  private readonly conversations = new Map<number, Replaceable>()
  private lastKey = 0

  constructor(calls: Calls) {
    this.calls = calls
  }

  begin(accountId: string, conversation: Replaceable): void {
    this.lastKey += 1
    this.keys.set(conversation, this.lastKey)
    this.conversations.set(this.lastKey, conversation)
    this.calls.tell('accounts', 'begin', [accountId, this.lastKey])
  }

  end(accountId: string, conversation: Replaceable): void {
    const key = this.keys.get(conversation)
    if (key === undefined) return
    this.keys.delete(conversation)
    this.conversations.delete(key)
    this.calls.tell('accounts', 'end', [accountId, key])
  }

  /** A newer conversation of the account takes its place. */
  replaced(key: number): void {
    this.conversations.get(key)?.bye('REPLACED')
  }
}

/** The time in which the use of accounts is gathered before the other workers hear of it. */
const TELL_AFTER_MS = 100

/** Messages and bytes that an account has used. */
export type Used = readonly [account: string, messages: number, bytes: number]

/** The rates of accounts, in which what they use at other workers counts, too: 100 ms later. */
export class SharedRates implements AccountRates {
  private readonly rates: Rates
  private readonly calls: Pick<Calls, 'tell'>
  private readonly clock: Clock
  private readonly used = new Map<string, { messages: number; bytes: number }>()
  private timer: Timer | null = null

  constructor(rates: Rates, calls: Pick<Calls, 'tell'>, clock: Clock) {
    this.rates = rates
    this.calls = calls
    this.clock = clock
  }

  get isLimited(): boolean {
    return this.rates.isLimited
  }

  use(account: string, bytes: number): number {
    const used = this.used.get(account) ?? { messages: 0, bytes: 0 }
    used.messages += 1
    used.bytes += bytes
    this.used.set(account, used)
    this.timer ??= this.clock.setTimer(TELL_AFTER_MS, () => this.tell())
    return this.rates.use(account, bytes)
  }

  /** Something was used at another worker. */
  hear(used: readonly Used[]): void {
    for (const [account, messages, bytes] of used) this.rates.use(account, bytes, messages)
  }

  stop(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    this.timer = null
  }

  private tell(): void {
    this.timer = null
    const used = [...this.used].map(([account, { messages, bytes }]): Used => [account, messages, bytes])
    this.used.clear()
    this.calls.tell('rates', 'used', [used])
  }
}
