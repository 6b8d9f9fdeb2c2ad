import { type Contract, opposite, type Side, sides } from '../../contract/index.ts'
import type { PlainMachine, PlainPlace, PlainStep } from './plain-machine.ts'
import { isOriginal, PlainRules } from './plain-rules.ts'

/** The result of a walk: its extent, and everything amiss. */
export interface Walk {
  readonly configurations: number
  readonly problems: readonly string[]
  /** Whether a side that had to wait for room always got it without leaving its place. */
  readonly exhaustive: boolean
}

export interface WalkOptions {
  readonly contract: Contract
  readonly machines: Readonly<Record<Side, PlainMachine>>
  /** By the side that hears it, and by its name: the message that stands for each. */
  readonly standsFor: Readonly<Record<Side, ReadonlyMap<string, string>>>
  /** The events that a program may cause. */
  readonly prompts: readonly string[]
  readonly bound: number
  readonly limit: number
}

/**
 * Walks through two machines in the most simple-minded way: configurations are text, a queue is a list, and nothing is
 * shared with the walk that it checks.
 */
export const walkPlainly = (options: WalkOptions): Walk => new PlainWalk(options).walk()

/** Both ends and what is between them, as plain text. No server: none was opened. */
interface Plain {
  readonly client: string
  readonly server: string | null
  readonly toServer: readonly string[]
  readonly toClient: readonly string[]
  readonly broken: boolean
  readonly cut: boolean
  readonly lost: readonly Side[]
}

const nothing = { toServer: [], toClient: [], broken: false, cut: false, lost: [] } as const

/** A step from one configuration to another, by their numbers. */
interface PlainEdge {
  readonly from: number
  readonly to: number
  readonly side: Side
  readonly stays: boolean
}

class PlainWalk {
  private readonly options: WalkOptions
  private readonly rules: PlainRules
  private readonly problems = new Set<string>()
  /** The configurations by their text, in the order of their numbers. */
  private readonly seen = new Map<string, Plain>()
  private readonly numbers = new Map<string, number>()
  private readonly edges: PlainEdge[] = []
  /** The configurations that are over, or in which something is amiss. */
  private readonly settled = new Set<number>()
  private readonly getsOn = new Set<number>()
  /** By side: the configurations in which it waits for room. */
  private readonly waits: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() }
  /** The number of the configuration that is looked at. */
  private here = -1

  constructor(options: WalkOptions) {
    this.options = options
    this.rules = new PlainRules(options.contract, options.machines, options.prompts)
  }

  walk(): Walk {
    this.begin()
    // The map grows while it is walked.
    for (const at of this.seen.values()) {
      if (this.seen.size > this.options.limit) break
      this.here += 1
      this.leave(at)
    }
    const stuck =
      this.seen.size - this.leadingTo((index) => this.settled.has(index) || this.getsOn.has(index))
    if (stuck > 0) this.problems.add(`From ${stuck} configurations nobody gets on.`)
    return {
      configurations: this.seen.size,
      problems: [...this.problems],
      exhaustive: this.hasRoom('client') && this.hasRoom('server'),
    }
  }

  private begin(): void {
    const { start } = this.options.machines.client
    const first: Plain = { ...nothing, client: start.to, server: null }
    if (this.placeOf(first, 'client')?.state === 'offline') this.put(first)
    else this.take(first, 'client', { state: 'offline', steps: [] }, start)
  }

  /** Takes every step out of a configuration, and has the stream break. */
  private leave(at: Plain): void {
    const { rules } = this
    const isOver = rules.hasEnded(this.placeOf(at, 'client')) && rules.hasEnded(this.placeOf(at, 'server'))
    if (isOver) this.settled.add(this.here)
    for (const side of sides) {
      const place = this.placeOf(at, side)
      if (place !== null) for (const step of place.steps) this.tryStep(at, side, place, step)
    }
    if (!at.cut && !isOver) this.put({ ...at, toServer: [], toClient: [], broken: true, cut: true })
  }

  /** Takes a step if its event can come, and notes a message that must not. */
  private tryStep(at: Plain, side: Side, place: PlainPlace, step: PlainStep): void {
    const { rules } = this
    const { event } = step
    const [next] = side === 'client' ? at.toClient : at.toServer
    if (event.startsWith('recv.')) {
      if (event !== `recv.${next}` || rules.hasEnded(place)) return
      if (rules.mayCome(place.state, side).has(next ?? '')) this.take(at, side, place, step)
      else this.amiss(`${next} reaches the ${side} in ${place.state}.`)
    } else if (event !== 'lost') {
      if (step.to !== (side === 'client' ? at.client : at.server) || step.says.length > 0)
        this.take(at, side, place, step)
    } else if (!rules.hasEnded(place) && next === undefined && !at.lost.includes(side))
      if (at.cut || rules.hasEnded(this.placeOf(at, opposite(side)))) this.take(at, side, place, step)
  }

  private take(at: Plain, side: Side, from: PlainPlace, step: PlainStep): void {
    const { rules } = this
    const { machines, bound } = this.options
    const to = machines[side].places.get(step.to) ?? null
    const opens = side === 'client' && from.state === 'offline' && to?.state !== 'offline'
    const now: Plain = opens ? { ...at, ...this.online() } : at
    const other = opposite(side)
    const hears = step.event.startsWith('recv.')
    const incoming = (side === 'client' ? now.toClient : now.toServer).slice(hears ? 1 : 0)
    const outgoing = side === 'client' ? now.toServer : now.toClient
    const broken = now.broken || rules.breaks(from, step, to)
    const isGone = rules.hasEnded(this.placeOf(now, other))
    const said = now.cut ? [] : step.says.map((one) => this.named(one, other))
    if (isGone && said.length > 0 && !broken) return this.amiss(`${said} is said to nobody.`)
    const sent = isGone ? outgoing : [...outgoing, ...said]
    if (sent.length > outgoing.length && sent.length > bound + (isOriginal(step) ? 0 : rules.reserve))
      return void this.waits[side].add(this.here)
    if (opens && incoming.length > bound) return void this.waits[side].add(this.here)
    const ends = rules.hasEnded(to)
    if (ends && incoming.length > 0 && !broken) return this.amiss(`${incoming} is never heard.`)
    if (step.event === 'lost' && !now.cut && !now.broken)
      return this.amiss(`The ${side} finds the stream ended, and for the other side it ended in peace.`)
    const kept = ends ? [] : incoming
    const stays = !ends && (step.event === 'lost' || now.lost.includes(side))
    const reached = this.put({
      client: side === 'client' ? step.to : now.client,
      server: side === 'server' ? step.to : now.server,
      toServer: side === 'client' ? sent : kept,
      toClient: side === 'client' ? kept : sent,
      broken,
      cut: now.cut,
      lost: [...now.lost.filter((one) => one !== side), ...(stays ? [side] : [])].sort(),
    })
    if (!rules.isReliable(from, step, to)) return
    this.edges.push({ from: this.here, to: reached, side, stays: hears && step.to === at[side] })
    if (rules.progresses(from, step, to)) this.getsOn.add(this.here)
  }

  /** The server of a connection that was just opened. */
  private online(): Partial<Plain> {
    const { start, places } = this.options.machines.server
    const broken = this.rules.endAll(start.says) || this.rules.hasEnded(places.get(start.to) ?? null)
    return {
      ...nothing,
      server: start.to,
      toClient: start.says.map((said) => this.named(said, 'client')),
      broken,
    }
  }

  /** The number of a configuration. Without a connection nothing of the last one is left. */
  private put(next: Plain): number {
    const client = this.placeOf(next, 'client')
    const at =
      client?.state === 'offline' && this.rules.hasEnded(this.placeOf(next, 'server'))
        ? { ...nothing, client: next.client, server: null }
        : next
    const key = JSON.stringify(Object.values(at))
    if (!this.seen.has(key)) this.numbers.set(key, this.seen.set(key, at).size - 1)
    return this.numbers.get(key) ?? -1
  }

  private amiss(problem: string): void {
    this.problems.add(problem)
    this.settled.add(this.here)
  }

  private placeOf(at: Plain, side: Side): PlainPlace | null {
    return this.options.machines[side].places.get((side === 'client' ? at.client : at.server) ?? '') ?? null
  }

  /** The message that stands for one to its hearer. */
  private named(message: string, hearer: Side): string {
    return this.options.standsFor[hearer].get(message) ?? message
  }

  /** Whether a side that waits for room always gets it without leaving its place. */
  private hasRoom(side: Side): boolean {
    const steps = this.edges.filter((edge) => edge.side !== side || edge.stays)
    return this.leadingTo((index) => !this.waits[side].has(index), steps) === this.seen.size
  }

  /** The number of configurations from which one of the goals is reached. */
  private leadingTo(isGoal: (index: number) => boolean, edges: readonly PlainEdge[] = this.edges): number {
    const back = new Map<number, number[]>()
    for (const { from, to } of edges) {
      const known = back.get(to)
      if (known === undefined) back.set(to, [from])
      else known.push(from)
    }
    const met = new Set([...this.seen.keys()].map((_, index) => index).filter(isGoal))
    for (const index of met) for (const before of back.get(index) ?? []) met.add(before)
    return met.size
  }
}
