import { MAX_CODES, MAX_REFUSALS } from './limits.ts'
import type { SessionRecord } from './session-record.ts'

/** The side that refused, as the server sees it; nobody: that of codes which are counted together. */
export type Refuser = 'us' | 'them' | 'nobody'

/** A session that was refused. */
export interface Refusal {
  /** Counts refusals, from 1. */
  readonly number: number
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly code: string
  readonly by: Refuser
  readonly detail: string
  readonly record: SessionRecord
}

/** How often something was refused with a code. */
export interface CodeCount {
  readonly code: string
  readonly by: Refuser
  readonly count: number
}

const OTHERS: Omit<CodeCount, 'count'> = { code: '…', by: 'nobody' }

/** Refusals by their codes, and the last sessions that were refused. */
export class Refusals {
  private readonly counts = new Map<string, CodeCount>()
  private kept: readonly Refusal[] = []
  /** Sessions that were refused so far. */
  total = 0
  /** Changes whenever a list of this does. */
  version = 0

  /** Counts a refusal by its code. */
  count(code: string, by: Refuser): void {
    const key = `${by} ${code}`
    const isKnown = this.counts.has(key) || this.counts.size < MAX_CODES
    const counted = isKnown ? { code, by } : OTHERS
    const place = isKnown ? key : OTHERS.code
    this.counts.set(place, { ...counted, count: (this.counts.get(place)?.count ?? 0) + 1 })
    this.version += 1
  }

  /** Keeps a session that was refused. One flood of the same code does not push out the others. */
  keep(refusal: Omit<Refusal, 'number'>): void {
    this.total += 1
    this.version += 1
    const kept = [...this.kept, { ...refusal, number: this.total }]
    const victim = kept.length > MAX_REFUSALS ? kept.find(({ code }) => code === commonest(kept)) : undefined
    this.kept = kept.filter((one) => one !== victim)
  }

  /** The last sessions that were refused, the newest first. */
  get last(): readonly Refusal[] {
    return [...this.kept].reverse()
  }

  /** By code, the most frequent first. */
  get byCode(): readonly CodeCount[] {
    return [...this.counts.values()].sort((a, b) => b.count - a.count)
  }

  withNumber(number: number): Refusal | undefined {
    return this.kept.find((one) => one.number === number)
  }
}

const commonest = (refusals: readonly Refusal[]): string => {
  const counts = new Map<string, number>()
  for (const { code } of refusals) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((max, one) => (one[1] > max[1] ? one : max), ['', 0])[0]
}
