import { type SourceOptions, type SourceSettings, sourceSettings } from './options.ts'
import type { RateLimits } from './rates.ts'

/** Limits on sources that may change while a server runs: whoever goes by them looks at them each time. */
export class SourceLimits implements SourceSettings {
  private current: SourceSettings
  readonly rates: RateLimits
  readonly isExempt: SourceSettings['isExempt']

  /** Throws a RangeError that names the option for one that cannot be. */
  constructor(options: SourceOptions | undefined) {
    this.current = sourceSettings(options)
    const rates = (): RateLimits => this.current.rates
    this.rates = {
      get messagesPerSecond() {
        return rates().messagesPerSecond
      },
      get bytesPerSecond() {
        return rates().bytesPerSecond
      },
    }
    this.isExempt = (address) => this.current.isExempt(address)
  }

  /** Takes others instead of all of them. Throws as the constructor does, and changes nothing then. */
  change(options: SourceOptions): void {
    this.current = sourceSettings(options)
  }

  get maxStartups(): SourceSettings['maxStartups'] {
    return this.current.maxStartups
  }

  get loginGraceMs(): number {
    return this.current.loginGraceMs
  }

  get freeFailures(): number {
    return this.current.freeFailures
  }

  get registrationsPerHour(): number {
    return this.current.registrationsPerHour
  }

  get sessionsPerAccount(): number {
    return this.current.sessionsPerAccount
  }
}
