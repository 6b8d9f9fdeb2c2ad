import { type Source, sourceOf } from '../../address.ts'
import { BoundedTable, Penalties, type SharedCounts, UNSHARED } from '../../auth/index.ts'
import { Groups } from '../../transport/index.ts'
import type { SourceSettings, Startups } from './options.ts'

/**
 * How a connection ended on which nothing was proven.
 * - `left`: the other side left
 * - `broke`: it broke the contract
 * - `waited`: it let a deadline pass
 * - `failed`: none of its proofs was accepted
 */
export type Misbehaviour = 'left' | 'broke' | 'waited' | 'failed'

/** A connection that is not let in. `detail` is one sentence for the other side, where there is more to say than the code. */
export interface Refused {
  readonly isLetIn: false
  readonly detail?: string
  readonly retryAfterMs: number
}

/** A decision on a connection that has come. `evicted` is the one that makes room for it. */
export type Admission<Peer> = { readonly isLetIn: true; readonly evicted: Peer | null } | Refused

/** Parts of the slots of a server. */
export interface SlotsOptions {
  /** They may change: they are looked at with each connection. */
  readonly limits: Pick<SourceSettings, 'maxStartups' | 'isExempt'>
  /** Connections at the same time. */
  readonly maxSessions: number
  /** Milliseconds on a clock that is never set. */
  readonly now: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** Tells other servers on the store what sources are to pay for there, too; there are none unless given. */
  readonly shared?: SharedCounts
}

/** In the manner of OpenSSH, whose seconds are points here: 15 of them are free, and one is forgotten each second. */
const RULE = { free: 15, firstMs: 1_000, maxMs: 10 * 60_000, fadeMs: 1_000 }
const POINTS: Readonly<Record<Misbehaviour, number>> = { left: 1, broke: 5, waited: 10, failed: 5 }

const RETRY_AFTER_MS = 1_000

/**
 * A source gets another slot while it holds at most so many times as many as are free, in the manner of the dynamic thresholds
 * of switches (Choudhury and Hahne, 1998): an eighth is left to others, and an eighth of that to further ones.
 */
const MAX_TIMES_FREE = 7

const FULL: Refused = { isLetIn: false, retryAfterMs: RETRY_AFTER_MS }

const NO_SHARE: Refused = {
  isLetIn: false,
  detail: 'This address holds nearly all places; the last are kept for others.',
  retryAfterMs: RETRY_AFTER_MS,
}

/** The refusal of a connection that gave way to another one. */
export const EVICTED: Refused = {
  isLetIn: false,
  detail: 'Others need the place, and nothing was proven here yet.',
  retryAfterMs: RETRY_AFTER_MS,
}

/**
 * The slots of a server: who gets one, and who goes first when there is none. A connection on which nothing was proven
 * keeps its slot only as long as nobody else needs it, and the source with the most of those gives way first. No source gets
 * the last slots if it holds nearly all others.
 */
export class Slots<Peer> {
  private readonly options: SlotsOptions
  private readonly unproven = new Groups<Peer>()
  private readonly proven = new Groups<Peer>()
  private readonly penalties: Penalties<Source>
  /** Sources where somebody has proven who they are. */
  private readonly trusted = new BoundedTable<Source, true>()

  constructor(options: SlotsOptions) {
    this.options = options
    this.penalties = new Penalties({ ...RULE, now: options.now })
    options.shared?.onHeard((count) => {
      if (count.what === 'trusted') this.trustSource(count.source)
      else if (count.what === 'misbehaved') this.penalties.add(count.source, count.points)
    })
  }

  /** Slots that are taken. */
  get taken(): number {
    return this.unproven.size + this.proven.size
  }

  /** Decides on a connection. If it is let in, it has its slot from now on, and the evicted one has none any more. */
  admit(address: string, peer: Peer): Admission<Peer> {
    const source = sourceOf(address)
    const { maxSessions } = this.options
    const refusal = this.isTrusted(address, source) ? null : this.refusal(source)
    if (refusal !== null) return refusal
    const hasShare = this.options.limits.isExempt(address) || this.hasShareLeft(source)
    const isFull = this.taken >= maxSessions
    const evicted = this.giveWay(source, hasShare, isFull)
    if (evicted === null && !hasShare) return NO_SHARE
    if (evicted === null && isFull) return FULL
    if (evicted !== null) this.unproven.delete(evicted)
    this.unproven.add(source, peer)
    return { isLetIn: true, evicted }
  }

  /** A conversation has begun: its slot is kept. */
  keep(peer: Peer): void {
    const source = this.unproven.sourceOf(peer)
    if (source === null) return
    this.unproven.delete(peer)
    this.proven.add(source, peer)
  }

  /** Somebody has proven who they are: their source is not refused for what others of it do. */
  trust(address: string): void {
    const source = sourceOf(address)
    const { shared = UNSHARED } = this.options
    if (!this.trusted.has(source)) shared.tell({ what: 'trusted', source }, address)
    this.trustSource(source)
  }

  /** The connection is gone: its slot is free, if it had one. True: it had, and nothing was proven on it. */
  leave(peer: Peer): boolean {
    this.proven.delete(peer)
    return this.unproven.delete(peer)
  }

  /** Something that a connection did before a proof, and that its source pays for. */
  misbehaved(address: string, how: Misbehaviour): void {
    const source = sourceOf(address)
    if (this.isTrusted(address, source)) return
    const points = POINTS[how]
    const { shared = UNSHARED } = this.options
    this.penalties.add(source, points)
    shared.tell({ what: 'misbehaved', source, points }, address)
  }

  private trustSource(source: Source): void {
    this.trusted.set(source, true)
    this.penalties.forget(source)
  }

  private isTrusted(address: string, source: Source): boolean {
    return this.options.limits.isExempt(address) || this.trusted.has(source)
  }

  /** The connection that makes room for one of this source; null: none does, or none has to. */
  private giveWay(source: Source, hasShare: boolean, isFull: boolean): Peer | null {
    if (!hasShare) return this.unproven.oldestOf(source)
    return isFull ? this.unproven.oldestOfLargest() : null
  }

  /** Slots of others without a proof count as free: those give way. */
  private hasShareLeft(source: Source): boolean {
    const unproven = this.unproven.sizeOf(source)
    const held = unproven + this.proven.sizeOf(source)
    return held <= MAX_TIMES_FREE * (this.options.maxSessions - this.proven.size - unproven)
  }

  private refusal(source: Source): Refused | null {
    const waitMs = this.penalties.waitMs(source)
    if (waitMs > 0)
      return {
        isLetIn: false,
        detail: 'This address has misbehaved too often; it has to wait.',
        retryAfterMs: Math.ceil(waitMs),
      }
    const { limits, random } = this.options
    if (random() * 100 >= chanceOfRefusal(limits.maxStartups, this.unproven.sizeOf(source))) return null
    return {
      isLetIn: false,
      detail: 'Too many connections of this address have proven nothing yet.',
      retryAfterMs: RETRY_AFTER_MS,
    }
  }
}

/** The chance, in per cent, that a connection is refused while so many of its source are unproven. */
const chanceOfRefusal = ({ begin, rate, full }: Startups, unproven: number): number => {
  if (unproven < begin) return 0
  if (unproven >= full) return 100
  return rate + ((100 - rate) * (unproven - begin)) / (full - begin)
}
