import { ColloquyError, type Ending } from '../../index.ts'
import { type Clock, systemClock, type Timer } from '../../transport/index.ts'
import { Latencies, type Latency } from './latencies.ts'
import { Pace } from './pace.ts'

/** Settings of a run. */
export interface BenchOptions {
  readonly connect: () => Promise<BenchConnection>
  readonly connections: number
  readonly load: Load
  /** How long messages are said before anything counts, and how long while it does. */
  readonly warmUpMs: number
  readonly durationMs: number
  /** Ends it before its time. */
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/**
 * Closed: so many messages of each connection wait for their answer at the same time, and the next one is said when an answer has
 * come. Open: so many are said in a second on all connections together, whatever is answered, and the time of each runs from the
 * moment in which it was due: a server that stands still is not asked less for it.
 */
type Load =
  | { readonly kind: 'closed'; readonly inFlight: number }
  | { readonly kind: 'open'; readonly perSecond: number }

/** A connection, as far as it is used. */
export interface BenchConnection {
  /** Says a message, and resolves when all answers to it are there; rejects with a ColloquyError. */
  readonly exchange: () => Promise<void>
  readonly over: Promise<Ending | null>
  readonly leave: () => Promise<void>
}

/** The measure of a run. */
export interface BenchResult {
  /** How long it was measured. */
  readonly tookMs: number
  /** Messages that were answered: in that time (closed), or of those that were due in it (open). */
  readonly answered: number
  /** Messages that were not. */
  readonly unanswered: number
  /** null: none was answered. */
  readonly latency: Latency | null
  /** How much of one core this process took; above 0.9 it is likely what was measured. null: nothing was. */
  readonly core: number | null
  /** How the first connection ended that ended before its time; null: none did. */
  readonly ending: Ending | null
  /** Whether it was stopped before its time. */
  readonly isStopped: boolean
}

/** Connections that are made at the same time: a server checks few passwords at once. */
const MAX_CONNECTING = 8

/** Messages of an open load whose answers are waited for; beyond that a message that is due counts as unanswered. */
const MAX_WAITING = 100_000

/**
 * Says messages on several connections, and measures how long answers take. Rejects with why a connection cannot be made, or why the
 * message cannot be said.
 */
export const bench = async (options: BenchOptions): Promise<BenchResult> => {
  const { warmUpMs, durationMs, signal, load, clock = systemClock } = options
  const connections = await connectAll(options)
  const run = new Run(signal, clock)
  try {
    for (const { over } of connections) run.watch(over)
    const finish =
      load.kind === 'closed'
        ? run.close(connections, load.inFlight)
        : run.open(connections, load.perSecond, warmUpMs, durationMs)
    await run.wait(warmUpMs)
    const before = process.cpuUsage()
    const sinceMs = clock.now()
    run.isCounting = true
    await run.wait(durationMs)
    run.isCounting = false
    const tookMs = clock.now() - sinceMs
    const { user, system } = process.cpuUsage(before)
    await finish()
    if (run.failure !== null) throw run.failure
    return {
      tookMs,
      answered: run.latencies.count,
      unanswered: run.unanswered,
      latency: run.latencies.latency,
      // Of a run that was over before anything was measured, the moment says nothing.
      core: run.latencies.count > 0 ? (user + system) / US_PER_MS / tookMs : null,
      ending: run.ending,
      isStopped: signal.aborted,
    }
  } finally {
    run.stop()
    await Promise.all(connections.map(({ leave }) => leave()))
  }
}

const US_PER_MS = 1_000

/** One run, over connections that are made. */
class Run {
  readonly latencies = new Latencies()
  isCounting = false
  unanswered = 0
  ending: Ending | null = null
  /** Why the message cannot be said. */
  failure: ColloquyError | null = null
  private readonly clock: Clock
  private readonly stopping = new AbortController()
  private readonly over: AbortSignal

  constructor(signal: AbortSignal, clock: Clock) {
    this.clock = clock
    this.over = AbortSignal.any([signal, this.stopping.signal])
  }

  stop(): void {
    this.stopping.abort()
  }

  /** A connection that ends before its time ends the run. */
  watch(over: Promise<Ending | null>): void {
    void over.then((ending) => {
      if (this.over.aborted) return
      this.ending = ending
      this.stop()
    })
  }

  /** Resolves after so long, or when it is over. */
  async wait(ms: number): Promise<void> {
    if (ms === 0 || this.over.aborted) return
    let timer: Timer | null = null
    await new Promise<void>((resolve) => {
      timer = this.clock.setTimer(ms, resolve)
      this.over.addEventListener('abort', () => resolve(), { once: true })
    })
    if (timer !== null) this.clock.clearTimer(timer)
  }

  /** Begins a closed load; what it gives ends that, and resolves when nothing is said any more. */
  close(connections: readonly BenchConnection[], inFlight: number): () => Promise<void> {
    const asking = connections.flatMap((connection) =>
      Array.from({ length: inFlight }, () => this.askOn(connection)),
    )
    return async () => {
      this.stop()
      await Promise.all(asking)
    }
  }

  /** Begins an open load; what it gives resolves when all that was due has been answered, or never will be. */
  open(
    connections: readonly BenchConnection[],
    perSecond: number,
    warmUpMs: number,
    durationMs: number,
  ): () => Promise<void> {
    const waiting = new Set<Promise<void>>()
    const countsFromMs = this.clock.now() + warmUpMs
    let said = 0
    const pace = new Pace(this.clock, perSecond, countsFromMs + durationMs, (dueMs) => {
      const counts = dueMs >= countsFromMs
      const connection = connections[said++ % connections.length]
      if (connection === undefined || waiting.size >= MAX_WAITING) {
        if (counts) this.unanswered += 1
        return
      }
      const exchange = this.exchange(connection, dueMs, counts).then(() => {
        waiting.delete(exchange)
      })
      waiting.add(exchange)
    })
    this.over.addEventListener('abort', () => pace.stop(), { once: true })
    return async () => {
      if (!this.over.aborted) pace.finish()
      const left = new Promise<void>((resolve) => {
        if (this.over.aborted) resolve()
        this.over.addEventListener('abort', () => resolve(), { once: true })
      })
      await Promise.race([Promise.all(waiting), left])
    }
  }

  /** Says one message after the other until it is over. */
  private async askOn(connection: BenchConnection): Promise<void> {
    while (!this.over.aborted) {
      const counts = this.isCounting
      const sinceMs = this.clock.now()
      try {
        await connection.exchange()
        if (counts && this.isCounting) this.latencies.add(this.clock.now() - sinceMs)
      } catch (error) {
        if (!this.remainsUnanswered(error, counts)) return
      }
    }
  }

  private async exchange(connection: BenchConnection, dueMs: number, counts: boolean): Promise<void> {
    try {
      await connection.exchange()
      if (counts) this.latencies.add(this.clock.now() - dueMs)
    } catch (error) {
      if (error instanceof ColloquyError && error.failure.code === 'TOO_MANY_WAITING')
        this.unanswered += Number(counts)
      else this.remainsUnanswered(error, counts)
    }
  }

  /** Counts a message that was not answered. False: no other will be, either. */
  private remainsUnanswered(error: unknown, counts: boolean): boolean {
    if (!(error instanceof ColloquyError)) throw error
    switch (error.failure.code) {
      case 'NO_ANSWER':
      case 'UNANSWERED':
      case 'ABORTED':
        this.unanswered += Number(counts)
        return true
      case 'ENDED':
        this.unanswered += Number(counts)
        return false
      default:
        this.failure ??= error
        this.stop()
        return false
    }
  }
}

const connectAll = async (options: BenchOptions): Promise<readonly BenchConnection[]> => {
  const { connect, signal } = options
  const connections: BenchConnection[] = []
  try {
    while (connections.length < options.connections && !signal.aborted) {
      const more = Math.min(MAX_CONNECTING, options.connections - connections.length)
      const made = await Promise.allSettled(Array.from({ length: more }, connect))
      for (const one of made) if (one.status === 'fulfilled') connections.push(one.value)
      for (const one of made) if (one.status === 'rejected') throw one.reason
    }
    return connections
  } catch (error) {
    await Promise.all(connections.map(({ leave }) => leave()))
    throw error
  }
}
