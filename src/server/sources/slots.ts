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

/** The refusal of a connection that gave way to another one. */
export const EVICTED: Refused = {
  isLetIn: false,
  detail: 'Others need the place, and nothing was proven here yet.',
  retryAfterMs: RETRY_AFTER_MS,
}

/**
 * The slots of a server: who gets one, and who goes first when there is none. A connection on which nothing was proven
 * keeps its slot only as long as nobody else needs it, and the source with the most of those gives way first.
 */
export class Slots<Peer> {
  private readonly options: SlotsOptions
  private readonly unproven = new Groups<Peer>()
  private readonly proven = new Set<Peer>()
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
    const evicted = this.taken < maxSessions ? null : this.unproven.oldestOfLargest()
    if (this.taken >= maxSessions && evicted === null) return { isLetIn: false, retryAfterMs: RETRY_AFTER_MS }
    if (evicted !== null) this.unproven.delete(evicted)
    this.unproven.add(source, peer)
    return { isLetIn: true, evicted }
  }

  /** A conversation has begun: its slot is kept. */
  keep(peer: Peer): void {
    if (this.unproven.delete(peer)) this.proven.add(peer)
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
