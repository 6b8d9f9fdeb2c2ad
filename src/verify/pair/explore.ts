import { type Side, sides } from '../../contract/index.ts'
import { Edges } from './edges.ts'
import { findStuckSides } from './exhaustive.ts'
import { Bytes, Indices, Integers } from './numbers.ts'
import { findStandstills, type Walked } from './progress.ts'
import type { PairStep } from './side.ts'
import type { After, Configuration, PairSystem } from './system.ts'
import type { PairViolation } from './violation.ts'

/** How far the pair is explored. */
export interface VerifyOptions {
  /** How many messages may be on their way in each direction. */
  readonly bound: number
  /** How many configurations of the pair are kept at most. */
  readonly limit: number
  /** Called about four times a second, with how many configurations were met. */
  readonly onProgress?: (configurations: number) => void
}

/** Client and server over two queues, walked through in the order of fewest steps. */
export class Exploration implements Walked {
  readonly wire: PairSystem
  readonly violations: PairViolation[] = []
  /** By side: the spots that were reached. */
  readonly reached: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() }
  /** The moves with which something was heard. */
  readonly heard = new Set<PairStep>()
  /** The most messages that were on their way in one direction. */
  longest = 0
  /** Steps that had to wait for room. */
  blocked = 0
  /**
   * Whether each side that had to wait for room got it by steps of the other side, and by what it heard itself without
   * leaving its place; null where not all was seen.
   */
  exhaustive: boolean | null = null
  private readonly seen = new Indices()
  private readonly parents = new Integers()
  private readonly via: Moves = new Moves()
  private readonly edges = new Edges()
  /** The marks of each configuration. */
  private readonly marks = new Bytes()
  private readonly known = new Set<string>()

  /** Walks until everything was seen, or until there are more than `limit` configurations. */
  constructor(wire: PairSystem, { limit, onProgress }: Pick<VerifyOptions, 'limit' | 'onProgress'>) {
    this.wire = wire
    const { start } = wire
    if (start !== null) this.visit(start, NOWHERE, null)
    while (this.marks.length < this.size && this.size <= limit && this.wire.fits) {
      if (this.marks.length % TELL_AFTER === TELL_AFTER - 1) onProgress?.(this.size)
      this.expand(this.marks.length)
    }
    if (!this.finished) return
    for (const violation of findStandstills(this)) this.tell(violation)
    this.exhaustive = findStuckSides(this.edges, (index, side) => this.isMarked(index, WAITS[side])) === null
  }

  /** How many configurations were seen. */
  get size(): number {
    return this.seen.length
  }

  /** Whether every configuration up to the bound was seen. */
  get finished(): boolean {
    return this.marks.length === this.size
  }

  at(index: number): Configuration {
    return this.wire.decode(this.seen.key(index))
  }

  /** The index of a configuration that was seen. */
  indexOf(at: Configuration): number {
    return this.seen.add(this.wire.encode(at))
  }

  /** The steps from each configuration to others. */
  get ways(): Edges {
    return this.edges
  }

  /** Whether a configuration is over, or has trouble after which nothing is claimed. */
  isSettled(index: number): boolean {
    return this.isMarked(index, OVER) || this.isMarked(index, VIOLATED)
  }

  /** Whether the conversation gets on by a step from here that may be relied on. */
  progresses(index: number): boolean {
    return this.isMarked(index, PROGRESSES)
  }

  /** The moves that lead to a configuration, each with what follows it; a null is a cut of the stream. */
  pathTo(index: number): (readonly [Configuration, PairStep | null])[] {
    const way: (readonly [Configuration, PairStep | null])[] = []
    for (let one = index; this.parents.at(one) !== NOWHERE; one = this.parents.at(one))
      way.unshift([this.at(one), this.via.at(one)])
    return way
  }

  private isMarked(index: number, mark: number): boolean {
    return (this.marks.at(index) & mark) !== 0
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
    this.edges.begin()
    const at = this.at(index)
    const marks = sides.reduce((sum, side) => sum | this.expandSide(index, at, side), 0)
    const cut = this.wire.cut(at)
    if (cut !== null) this.visit(cut, index, null)
    this.marks.push(marks | (sides.every((side) => this.wire.hasEnded(at, side)) ? OVER : 0))
  }

  /** Keeps a trouble, unless a shorter way leads to the same. */
  private tell(violation: PairViolation): void {
    const { rule, at, side, message } = violation
    const { client, server } = this.at(at)
    const key = [rule, side, message, ...(rule === 'LEFT_OVER' ? [] : [client, server])].join(' ')
    if (!this.known.has(key)) this.violations.push(violation)
    this.known.add(key)
  }

  /** Takes every step of one side. The marks that follow. */
  private expandSide(index: number, at: Configuration, side: Side): number {
    const { wire } = this
    const hearing = wire.hearing(at, side)
    let marks = 0
    if (hearing === null) {
      const message = wire.words.head(wire.incoming(at, side))
      this.tell({ rule: 'UNEXPECTED_MESSAGE', at: index, side, message, pairSteps: [] })
      marks = VIOLATED
    }
    if (hearing != null) this.heard.add(hearing)
    for (const pairStep of wire.stepsOf(at, side)) marks |= this.take(index, at, pairStep)
    return marks
  }

  private take(index: number, at: Configuration, pairStep: PairStep): number {
    const { side } = pairStep
    const after: After = this.wire.pairStep(at, pairStep)
    if (after === 'full') {
      this.blocked += 1
      return WAITS[side]
    }
    if ('unheard' in after) {
      this.tell({
        rule: 'LEFT_OVER',
        at: index,
        side: after.by,
        message: after.unheard,
        pairSteps: [pairStep],
      })
      return VIOLATED
    }
    const rule = this.wire.amiss(at, pairStep)
    if (rule !== null) {
      this.tell({ rule, at: index, side, message: null, pairSteps: [pairStep] })
      return VIOLATED
    }
    const next = this.visit(after, index, pairStep)
    // A side that has left moves nobody forward, though the next conversation may begin.
    const isReliable = pairStep.reliable && this.wire.location(at, side)?.ended === false
    if (!pairStep.fails) {
      const stays = pairStep.transition.cause === 'hear' && pairStep.to === at[side]
      this.edges.add(next, { side, isReliable, stays })
    }
    return isReliable && pairStep.progresses ? PROGRESSES : 0
  }
}

const NOWHERE = -1

// Marks of a configuration.

/** Both have ended. */
const OVER = 1
/** A message is unexpected or left here. */
const VIOLATED = 2
/** Somebody gets on. */
const PROGRESSES = 4
/** A side has no room for something. */
const WAITS: Readonly<Record<Side, number>> = { client: 8, server: 16 }

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
