import type { HashFault } from '../auth/index.ts'
import type { Log, ServerEvent } from '../engine/index.ts'
import type { StoreFault, StoreFaultCode } from '../store/index.ts'
import type { Counters } from './metrics/counters.ts'

/** Tells the log of faults of the store, and of hashing. A store that is gone, or not to be reached, is told of once, until it is there again. */
export class StoreFaults {
  /** The fault that the store cannot be read for, as far as that is known. */
  unreadable: StoreFaultCode | null = null
  private readonly log: Log<ServerEvent>
  private readonly counters: Pick<Counters, 'storeFaults'>
  private isGone = false

  constructor(log: Log<ServerEvent>, counters: Pick<Counters, 'storeFaults'>) {
    this.log = log
    this.counters = counters
  }

  /** Counts a fault, be it told or not. */
  count({ code }: Pick<StoreFault | HashFault, 'code'>): void {
    this.counters.storeFaults[code] += 1
  }

  /** Whether a fault is to be told. */
  isNews({ code }: Pick<StoreFault | HashFault, 'code'>): boolean {
    if (code !== 'GONE' && code !== 'UNREACHABLE') return true
    const wasGone = this.isGone
    this.isGone = true
    return !wasGone
  }

  /** Hears of the faults of one part of the server. */
  of(what: string): (fault: StoreFault | HashFault) => void {
    return (fault) => {
      this.count(fault)
      if (this.isNews(fault)) this.log.write({ event: 'failed', what, detail: fault.remedy })
    }
  }

  /** The store can be read. */
  isThere(): void {
    this.unreadable = null
    this.isGone = false
  }
}
