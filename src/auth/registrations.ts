import { type Source, sourceOf } from '../address.ts'
import { Allowances } from './allowances.ts'
import { type SharedCounts, UNSHARED } from './shared-counts.ts'

const HOUR_MS = 3_600_000

export interface RegistrationsOptions {
  /** Milliseconds on a clock that is never set. */
  readonly now: () => number
  /** New accounts of one source in an hour, as that is now; without a limit if undefined. */
  readonly perHour: () => number | undefined
  /** Addresses that the limit does not hold for; none unless given. */
  readonly isExempt?: (address: string) => boolean
  /** Tells other servers on the store; there are none unless given. */
  readonly shared?: SharedCounts
}

/** New names of each source, which has so many in an hour. */
export class Registrations {
  private readonly options: RegistrationsOptions
  private readonly left: Allowances<Source>

  constructor(options: RegistrationsOptions) {
    this.options = options
    this.left = new Allowances({
      now: options.now,
      get burst() {
        return options.perHour() ?? Number.POSITIVE_INFINITY
      },
      withinMs: HOUR_MS,
    })
    options.shared?.onHeard((count) => {
      if (count.what !== 'registered') return
      if (count.names > 0) this.left.use(count.source, count.names)
      else this.left.give(count.source)
    })
  }

  /** Takes one of its source. False: there is none left. */
  take(address: string): boolean {
    if (!this.limits(address)) return true
    const isLeft = this.left.take(sourceOf(address))
    if (isLeft) this.tell(address, 1)
    return isLeft
  }

  /** Gives one back that came to nothing. */
  give(address: string): void {
    if (!this.limits(address)) return
    this.left.give(sourceOf(address))
    this.tell(address, -1)
  }

  /** Milliseconds until its source has one again; 0: it has. */
  waitMs(address: string): number {
    return this.limits(address) ? this.left.waitMs(sourceOf(address)) : 0
  }

  private limits(address: string): boolean {
    const { perHour, isExempt } = this.options
    return Number.isFinite(perHour() ?? Number.POSITIVE_INFINITY) && isExempt?.(address) !== true
  }

  private tell(address: string, names: number): void {
    const { shared = UNSHARED } = this.options
    shared.tell({ what: 'registered', source: sourceOf(address), names }, address)
  }
}
