import { type Source, sourceOf } from '../../address.ts'
import { Allowances } from '../../auth/index.ts'
import type { Log, PeerEvent, ServerEvent } from '../../engine/events.ts'
import type { Clock, Timer } from '../../transport/clock.ts'
import type { Endpoint } from '../../transport/connection.ts'
import type { TlsFault } from '../../transport/index.ts'
import type { Counters } from '../metrics/counters.ts'
import { SessionLog } from '../session-log.ts'

/** The time of which there is one line for each source. */
const WINDOW_MS = 10_000

/** Connections of a source that are told of in full, for whoever tries something out; and one more a minute. */
const MAX_TOLD = 5
const TOLD_AGAIN_AFTER_MS = 60_000

/** Sources that are told apart in that time; all others have a line together. */
const MAX_SOURCES = 1_024

/** The line of the sources that are not told apart. */
const OTHERS = 'others'

type Key = Source | typeof OTHERS

interface Window {
  connections: number
  readonly codes: Map<string, number>
}

/**
 * The log of connections on which nothing was proven yet. A few of each source are told of in full, the rest of 10 s in one
 * line with their number, so that nobody can fill a log with strangers. Whoever proves something is told of from then on.
 */
export class UnprovenLog {
  private readonly log: Log<ServerEvent>
  private readonly clock: Clock
  private readonly counters: Counters
  private readonly windows = new Map<Key, Window>()
  /** Connections that may be told of in full. */
  private readonly allowances: Allowances<Key>
  private timer: Timer | null = null

  /** Of several processes each tells of its share. */
  constructor(log: Log<ServerEvent>, clock: Clock, counters: Counters, processes = 1) {
    this.log = log
    this.clock = clock
    this.counters = counters
    const burst = Math.ceil(MAX_TOLD / processes)
    this.allowances = new Allowances({
      now: () => clock.now(),
      burst,
      withinMs: burst * processes * TOLD_AGAIN_AFTER_MS,
    })
  }

  /** The log of a connection that has come. */
  session(id: string, remote: Endpoint): Log<PeerEvent> {
    const { log, counters } = this
    const source = sourceOf(remote.address)
    if (this.counts && !this.mayTell(source))
      return new CountedLog(log, counters, id, remote, (event) => this.count(source, event))
    const told = new SessionLog(log, counters, id, remote)
    told.writeConnected()
    return told
  }

  /** A TLS handshake failed: there was no connection to have a log. */
  handshakeFailed(remote: Endpoint, fault: TlsFault): void {
    const source = sourceOf(remote.address)
    if (!this.counts || this.mayTell(source))
      return this.log.write({ event: 'handshakeFailed', remote, ...fault })
    this.add(source, fault.code).connections += 1
  }

  /** Whether connections are counted: not where each state is wanted, and each connection with it. */
  private get counts(): boolean {
    return this.log.countsUnproven === true && this.log.level === undefined
  }

  /** Tells what was counted. Nothing follows. */
  stop(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    this.tell()
  }

  /** A connection did something that is not told of; the last of it is that it is gone. */
  private count(source: Source, event: PeerEvent): void {
    if (event.event !== 'denied' && event.event !== 'disconnected') return
    const window = this.add(source, event.event === 'denied' ? event.reason : event.code)
    if (event.event === 'disconnected') window.connections += 1
  }

  private add(source: Source, code: string): Window {
    const window = this.windowOf(this.keyOf(source))
    window.codes.set(code, (window.codes.get(code) ?? 0) + 1)
    return window
  }

  /** Whether a connection may be told of in full; it is then. */
  private mayTell(source: Source): boolean {
    const key = this.keyOf(source)
    this.windowOf(key)
    return this.allowances.take(key)
  }

  private keyOf(source: Source): Key {
    return this.windows.has(source) || this.windows.size < MAX_SOURCES ? source : OTHERS
  }

  private windowOf(key: Key): Window {
    this.timer ??= this.clock.setTimer(WINDOW_MS, () => this.tell())
    const window = this.windows.get(key) ?? { connections: 0, codes: new Map() }
    this.windows.set(key, window)
    return window
  }

  private tell(): void {
    this.timer = null
    for (const [source, { connections, codes }] of this.windows)
      if (connections > 0)
        this.log.write({
          event: 'unproven',
          source,
          connections,
          withinMs: WINDOW_MS,
          codes: Object.fromEntries(codes),
        })
    this.windows.clear()
  }
}

/** Events that are told of in any case: failures of our own, and a token that was stolen. */
const GRAVE: ReadonlySet<PeerEvent['event']> = new Set(['failed', 'replayed'])

/** Events by which somebody has proven who they are, or need not. */
const PROOFS: ReadonlySet<PeerEvent['event']> = new Set(['granted', 'ready'])

/** Events of a connection that are told late; a handshake has fewer. */
const MAX_HELD = 64

/** The log of a connection that is counted, for as long as nothing is proven on it; then all of it is told. */
class CountedLog extends SessionLog {
  private readonly count: (event: PeerEvent) => void
  private held: PeerEvent[] | null = []

  constructor(
    log: Log<ServerEvent>,
    counters: Counters,
    id: string,
    remote: Endpoint,
    count: (event: PeerEvent) => void,
  ) {
    super(log, counters, id, remote)
    this.count = count
  }

  protected override tell(event: PeerEvent): void {
    if (PROOFS.has(event.event)) this.tellHeld()
    if (this.held === null || GRAVE.has(event.event)) return super.tell(event)
    this.count(event)
    if (this.held.length < MAX_HELD) this.held.push(event)
  }

  private tellHeld(): void {
    const { held } = this
    if (held === null) return
    this.held = null
    this.writeConnected()
    for (const event of held) super.tell(event)
  }
}
