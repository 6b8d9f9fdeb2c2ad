import type { Ending, PlayEnding } from '../engine/index.ts'
import type { Connection, Endpoint } from '../transport/index.ts'
import { FrameRing } from './frame-ring.ts'
import { MAX_KEPT_FRAMES, MAX_WATCHED_FRAMES } from './limits.ts'

/** A session as it was seen so far. Bytes are those of frames, with their headers; messages those of the conversation. */
export class SessionRecord {
  readonly session: string
  readonly remote: Endpoint
  /** Milliseconds since 1970. */
  readonly openedAtMs: number
  readonly ring = new FrameRing(MAX_KEPT_FRAMES)
  /** The index of the contract's state. */
  state = 0
  /** As it was given, granted or greeted last. */
  name: string | null = null
  /** The last proof that was not accepted, until one is. */
  denied: { readonly reason: string; readonly detail: string } | null = null
  heard = 0
  said = 0
  heardBytes = 0
  saidBytes = 0
  isPaused = false
  /** Null as long as it is there. */
  ending: Ending | PlayEnding | null = null
  /** Messages that were decoded since the last view. */
  decoded = 0
  private connection: Connection | null
  private watchers = 0

  constructor(session: string, connection: Connection, openedAtMs: number) {
    this.session = session
    this.connection = connection
    this.remote = connection.remote
    this.openedAtMs = openedAtMs
  }

  /** Bytes that were handed over, and that the system has not taken. */
  get queuedBytes(): number {
    return this.connection?.queuedBytes ?? 0
  }

  /** The connection is over, and not kept. */
  end(ending: Ending | PlayEnding): void {
    this.ending = ending
    this.connection = null
  }

  get isWatched(): boolean {
    return this.watchers > 0
  }

  /** Somebody looks at it, until `unwatch`. */
  watch(): void {
    this.watchers += 1
    this.ring.keep(MAX_WATCHED_FRAMES)
  }

  unwatch(): void {
    this.watchers -= 1
    if (this.watchers === 0) this.ring.keep(MAX_KEPT_FRAMES)
  }
}
