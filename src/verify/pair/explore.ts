import type { Side } from '../../contract/index.ts'
import type { Rule } from '../rules.ts'
import { Indices, Integers } from './numbers.ts'
import type { PairSide, PairStep } from './side.ts'
import { type After, type Configuration, PairSystem } from './system.ts'

/** Something wrong with the pair: where, and the move that shows it. */
export interface PairViolation {
  readonly rule: Rule
  /** The index of the configuration. */
  readonly at: number
  /** The side that should have heard a message, and its number; null where it is a matter of both. */
  readonly side: Side | null
  readonly message: number | null
  /** The move after which a message is left. */
  readonly pairStep: PairStep | null
}

export interface VerifyOptions {
  /** How many messages may be on their way in each direction. */
  readonly bound: number
  /** How many configurations of the pair are kept at most. */
  readonly limit: number
  /** Called about four times a second, with how many configurations were met. */
  readonly onProgress?: (configurations: number) => void
}

const sides = ['client', 'server'] as const

/** Client and server over two queues, walked through in the order of fewest steps. */
export class Exploration {
  readonly wire: PairSystem
  readonly violations: PairViolation[] = []
  /** By side: the spots that were reached. */
  readonly reached: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() }
  /** The moves with which something was heard. */
  readonly heard = new Set<PairStep>()
  /** The most messages that were on their way in one direction. */
  longest = 0
  /** Steps that were not taken, for the wire was full. */
  blocked = 0
  private readonly seen = new Indices()
  private readonly parents = new Integers()
  private readonly via: Moves = new Moves()
  /** Where the steps of each configuration lead that may be relied on, and where those of each begin. */
  private readonly ways = new Integers()
  private readonly firsts = new Integers()
  /** Configurations with trouble, or with a step that was not taken: nothing is claimed of what follows. */
  private readonly open = new Set<number>()
  private readonly known = new Set<string>()

  /** Walks until everything was seen, or until there are more than `limit` configurations. */
  constructor(
    pairSides: Readonly<Record<Side, PairSide>>,
    messages: number,
    { bound, limit, onProgress }: VerifyOptions,
  ) {
    this.wire = new PairSystem(pairSides, messages, bound)
    const { start } = this.wire
    if (start !== null) this.visit(start, NOWHERE, null)
    while (this.firsts.length < this.size && this.size <= limit && this.wire.fits) {
      if (this.firsts.length % TELL_AFTER === TELL_AFTER - 1) onProgress?.(this.size)
      this.expand(this.firsts.length)
    }
    if (this.finished) this.findNeverLeft()
  }

  /** How many configurations were seen. */
  get size(): number {
    return this.seen.length
  }

  /** Whether every configuration up to the bound was seen. */
  get finished(): boolean {
    return this.firsts.length === this.size
  }

  at(index: number): Configuration {
    return this.wire.decode(this.seen.key(index))
  }

  /** The moves that lead to a configuration, each with what follows it; a null is a cut of the stream. */
  wayTo(index: number): (readonly [Configuration, PairStep | null])[] {
    const way: (readonly [Configuration, PairStep | null])[] = []
    for (let one = index; this.parents.at(one) !== NOWHERE; one = this.parents.at(one))
      way.unshift([this.at(one), this.via.at(one)])
    return way
  }

  private visit(at: Configuration, parent: number, pairStep: PairStep | null): number {
    const before = this.size
    const index = this.seen.add(this.wire.encode(at))
    if (index !== before) return index
    this.parents.push(parent)
    this.via.push(pairStep)
    this.reached.client.add(at.client)
    if (at.server !== this.wire.absent) this.reached.server.add(at.server)
    const { words } = this.wire
    this.longest = Math.max(this.longest, words.length(at.toServer), words.length(at.toClient))
    return index
  }

  private expand(index: number): void {
    this.firsts.push(this.ways.length)
    const at = this.at(index)
    const helped = sides.map((side) => this.expandSide(index, at, side))
    const cut = this.wire.cut(at)
    if (cut !== null) this.visit(cut, index, null)
    if (!helped.includes(true) && !this.isOver(at))
      this.tell({ rule: 'DEADLOCK', at: index, side: null, message: null, pairStep: null })
  }

  /** Keeps a trouble, unless a shorter way leads to the same. */
  private tell(violation: PairViolation): void {
    const { rule, at, side, message } = violation
    this.open.add(at)
    const { client, server } = this.at(at)
    const key = [rule, side, message, ...(rule === 'LEFT_OVER' ? [] : [client, server])].join(' ')
    if (!this.known.has(key)) this.violations.push(violation)
    this.known.add(key)
  }

  /** Every step of one side. Whether one of them brings the conversation on. */
  private expandSide(index: number, at: Configuration, side: Side): boolean {
    const { wire } = this
    const location = wire.location(at, side)
    if (location === undefined) return false
    let helped = false
    const take = (pairStep: PairStep): void => {
      this.take(index, pairStep, wire.pairStep(at, pairStep))
      // Whoever has left brings nobody on, though the next conversation may begin.
      helped ||= pairStep.helps && !location.ended
    }
    const hearing = wire.hearing(at, side)
    if (hearing === null) {
      const message = wire.words.head(wire.incoming(at, side))
      this.tell({ rule: 'UNEXPECTED_MESSAGE', at: index, side, message, pairStep: null })
      helped = true
    } else if (hearing !== undefined) {
      this.heard.add(hearing)
      take(hearing)
    }
    const losing = wire.losing(at, side)
    // A loss that changes nothing brings nobody on.
    if (losing !== undefined && losing.to !== at[side]) take(losing)
    for (const pairStep of location.others) take(pairStep)
    return helped
  }

  private take(index: number, pairStep: PairStep, after: After): void {
    if (after === 'full') {
      this.blocked += 1
      this.open.add(index)
    } else if ('unheard' in after)
      this.tell({ rule: 'LEFT_OVER', at: index, side: after.by, message: after.unheard, pairStep })
    else {
      const next = this.visit(after, index, pairStep)
      if (!pairStep.fails) this.ways.push(next)
    }
  }

  private isOver(at: Configuration): boolean {
    return sides.every((side) => this.wire.hasEnded(at, side))
  }

  /** Goes back from every end, sweep by sweep. What is not met is never left. */
  private findNeverLeft(): void {
    const ends = Uint8Array.from({ length: this.size }, (_, i) =>
      this.open.has(i) || this.isOver(this.at(i)) ? 1 : 0,
    )
    const leads = (index: number): boolean => {
      const end = index + 1 === this.size ? this.ways.length : this.firsts.at(index + 1)
      for (let way = this.firsts.at(index); way < end; way++) if (ends[this.ways.at(way)] === 1) return true
      return false
    }
    for (let changed = true; changed; ) {
      changed = false
      for (let index = this.size - 1; index >= 0; index--)
        if (ends[index] === 0 && leads(index)) {
          ends[index] = 1
          changed = true
        }
    }
    const first = ends.indexOf(0)
    if (first >= 0) this.tell({ rule: 'NEVER_LEFT', at: first, side: null, message: null, pairStep: null })
  }
}

const NOWHERE = -1

/** Configurations that are explored between two reports of progress: a fraction of a second. */
const TELL_AFTER = 65_536

/** A list of moves, each kept as a number. */
class Moves {
  private readonly pairSteps: (PairStep | null)[] = []
  private readonly numbers = new Map<PairStep | null, number>()
  private readonly items = new Integers()

  push(pairStep: PairStep | null): void {
    const known = this.numbers.get(pairStep)
    if (known === undefined) this.numbers.set(pairStep, this.pairSteps.push(pairStep) - 1)
    this.items.push(known ?? this.pairSteps.length - 1)
  }

  at(index: number): PairStep | null {
    return this.pairSteps[this.items.at(index)] ?? null
  }
}
