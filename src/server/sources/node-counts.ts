import { isIP } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { canonicalAddress, isLoopback, readSource } from '../../address.ts'
import { type SharedCount, type SharedCounts, TRIED_LENGTH } from '../../auth/index.ts'
import type { Nodes, StoreFault } from '../../store/index.ts'

/** All servers on the store hear what is told to this one; no server has that name. */
const EVERY_NODE = '*counts'

/** Counts that fit into one payload, whatever they are. */
const MAX_AT_ONCE = 32

/** Counts that wait while one payload is on its way; more are not told. */
const MAX_WAITING = 1_024

/** More points than any count has are those of no server. */
const MAX_POINTS = 1_000

const Tried = t.refinement(
  t.string,
  (tried) => /^[\w-]+$/.test(tried) && tried.length === TRIED_LENGTH,
  'Tried',
)
const SourceText = t.refinement(t.string, (text) => text.length <= 64 && readSource(text) !== null, 'Source')
const whole = (min: number, max: number) =>
  t.refinement(t.number, (points) => Number.isInteger(points) && points >= min && points <= max, 'Points')

/** Told between servers, in JSON. */
const Told = t.type({
  /** The server that tells it, which hears it, too. */
  by: t.string,
  counts: t.array(
    t.union([
      t.type({ what: t.literal('failed'), tried: Tried, source: SourceText, guesses: whole(0, 1) }),
      t.type({ what: t.literal('succeeded'), tried: Tried }),
      t.type({ what: t.literal('registered'), source: SourceText, names: whole(-1, 1) }),
      t.type({ what: t.literal('misbehaved'), source: SourceText, points: whole(1, MAX_POINTS) }),
      t.type({ what: t.literal('trusted'), source: SourceText }),
    ]),
  ),
})

/** The other servers, and what to do where they cannot be told. */
export interface NodeCountsOptions {
  readonly nodes: Pick<Nodes, 'notify' | 'onNotify'>
  /** The name of this server. */
  readonly node: string
  readonly onFault: (fault: StoreFault) => void
}

/**
 * Tells the other servers on a store what counts there, too, and hears them: who guesses gains nothing by going from one to the other. What
 * happens while one payload is on its way goes with the next. Nothing is kept for a server that is away.
 */
export class NodeCounts implements SharedCounts {
  private readonly options: NodeCountsOptions
  private readonly hearing: ((count: SharedCount) => void)[] = []
  private readonly end: () => void
  private waiting: SharedCount[] = []
  private isTelling = false

  constructor(options: NodeCountsOptions) {
    this.options = options
    this.end = options.nodes.onNotify(EVERY_NODE, (payload) => this.hear(payload))
  }

  readonly tell = (count: SharedCount, address: string): void => {
    if (isIP(canonicalAddress(address)) === 0 || isLoopback(address)) return
    if (this.waiting.length >= MAX_WAITING) return
    this.waiting.push(count)
    if (!this.isTelling) void this.tellWaiting()
  }

  readonly onHeard = (hear: (count: SharedCount) => void): void => {
    this.hearing.push(hear)
  }

  stop(): void {
    this.end()
    this.waiting = []
  }

  private async tellWaiting(): Promise<void> {
    const { nodes, node, onFault } = this.options
    this.isTelling = true
    while (this.waiting.length > 0) {
      const counts = this.waiting.splice(0, MAX_AT_ONCE)
      const told = await nodes.notify(EVERY_NODE, JSON.stringify({ by: node, counts }))()
      if (E.isLeft(told)) onFault(told.left)
    }
    this.isTelling = false
  }

  private hear(payload: string): void {
    const told = E.flatMap(Told.decode)(parsed(payload))
    if (E.isLeft(told) || told.right.by === this.options.node) return
    // Their sources were read.
    for (const count of told.right.counts as readonly SharedCount[])
      for (const hear of this.hearing) hear(count)
  }
}

const parsed = (json: string): E.Either<t.Errors, unknown> =>
  E.tryCatch(
    () => JSON.parse(json) as unknown,
    () => [],
  )
