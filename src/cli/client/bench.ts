import { type Client, ColloquyError, type Ending } from '../../index.ts'
import { type Clock, systemClock, type Timer } from '../../transport/index.ts'
import { Latencies, type Latency } from './latencies.ts'

/** Settings of a run. */
export interface BenchOptions {
  /** Makes a connection on which texts are echoed. */
  readonly connect: () => Promise<BenchClient>
  /** Ends one. */
  readonly leave: (client: BenchClient) => Promise<void>
  readonly connections: number
  /** Messages of each connection that wait for their answer at the same time. */
  readonly inFlight: number
  readonly text: string
  /** How long is asked before anything counts, and how long while it does. */
  readonly warmUpMs: number
  readonly durationMs: number
  /** An answer that does not come within that time is none. */
  readonly answersWithinMs: number
  /** Ends it before its time. */
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/** A connection, as far as it is used. */
export type BenchClient = Pick<Client, 'ask' | 'over' | 'logout' | 'bye'>

/** The measure of a run. */
export interface BenchResult {
  /** How long it was measured. */
  readonly tookMs: number
  /** Messages that were answered in that time, from the moment in which they were said. */
  readonly answered: number
  /** Messages that were not. */
  readonly unanswered: number
  /** null: none was answered. */
  readonly latency: Latency | null
  /** How much of one core this process took; above 0.9 it is likely what was measured. */
  readonly core: number
  /** How the first connection ended that ended before its time; null: none did. */
  readonly ending: Ending | null
  /** Whether it was stopped before its time. */
  readonly isStopped: boolean
}

/** Connections that are made at the same time: a server checks few passwords at once. */
const MAX_CONNECTING = 8

/**
 * Says messages on several connections, on each the next one when an answer has come, and measures how long answers take: a closed
 * loop, in which a server that stands still is asked less while it does. Rejects with why a connection cannot be made.
 */
export const bench = async (options: BenchOptions): Promise<BenchResult> => {
  const { warmUpMs, durationMs, signal, clock = systemClock } = options
  const clients = await connectAll(options)
  const run = new Run(options, clock)
  try {
    for (const client of clients) run.watch(client)
    const asking = clients.flatMap((client) =>
      Array.from({ length: options.inFlight }, () => run.askOn(client)),
    )
    await run.wait(warmUpMs)
    const before = process.cpuUsage()
    const sinceMs = clock.now()
    run.isCounting = true
    await run.wait(durationMs)
    run.isCounting = false
    const tookMs = clock.now() - sinceMs
    const { user, system } = process.cpuUsage(before)
    run.stop()
    await Promise.all(asking)
    return {
      tookMs,
      answered: run.latencies.count,
      unanswered: run.unanswered,
      latency: run.latencies.latency,
      core: tookMs > 0 ? (user + system) / US_PER_MS / tookMs : 0,
      ending: run.ending,
      isStopped: signal.aborted,
    }
  } finally {
    run.stop()
    await Promise.all(clients.map(options.leave))
  }
}

const US_PER_MS = 1_000

/** One run, over connections that are made. */
class Run {
  readonly latencies = new Latencies()
  isCounting = false
  unanswered = 0
  ending: Ending | null = null
  private readonly options: BenchOptions
  private readonly clock: Clock
  private readonly stopping = new AbortController()
  private readonly over: AbortSignal

  constructor(options: BenchOptions, clock: Clock) {
    this.options = options
    this.clock = clock
    this.over = AbortSignal.any([options.signal, this.stopping.signal])
  }

  stop(): void {
    this.stopping.abort()
  }

  /** A connection that ends before its time ends the run. */
  watch(client: BenchClient): void {
    void client.over.then((ending) => {
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

  /** Says one message after the other until it is over. */
  async askOn(client: BenchClient): Promise<void> {
    const { text, answersWithinMs } = this.options
    while (!this.over.aborted) {
      const counts = this.isCounting
      const sinceMs = this.clock.now()
      try {
        await client.ask({ type: 'Say', text }, { withinMs: answersWithinMs })
        if (counts && this.isCounting) this.latencies.add(this.clock.now() - sinceMs)
      } catch (error) {
        if (!(error instanceof ColloquyError)) throw error
        if (counts) this.unanswered += 1
        if (error.failure.code !== 'NO_ANSWER') return
      }
    }
  }
}

const connectAll = async (options: BenchOptions): Promise<readonly BenchClient[]> => {
  const { connect, leave, connections, signal } = options
  const clients: BenchClient[] = []
  try {
    while (clients.length < connections && !signal.aborted) {
      const more = Math.min(MAX_CONNECTING, connections - clients.length)
      const made = await Promise.allSettled(Array.from({ length: more }, connect))
      for (const one of made) if (one.status === 'fulfilled') clients.push(one.value)
      for (const one of made) if (one.status === 'rejected') throw one.reason
    }
    return clients
  } catch (error) {
    await Promise.all(clients.map(leave))
    throw error
  }
}
