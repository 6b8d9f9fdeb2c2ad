import type { ServerResponse } from 'node:http'
import type { Clock, Timer } from '../transport/index.ts'
import { MAX_STREAMS, MAX_UNREAD_BYTES, MAX_UNREAD_MS, MAX_VIEW_SHARE, VIEW_EVERY_MS } from './limits.ts'
import type { ObservedServer } from './observed-server.ts'
import type { Wanted } from './view.ts'
import { Views } from './views.ts'

/** A page that is open. */
interface Stream {
  readonly response: ServerResponse
  readonly views: Views
  /** When it had read all that it was sent, last. */
  readAtMs: number
}

/** The pages that are open, each with views of the server as server-sent events. Without one, nothing is done. */
export class Streams {
  private readonly server: ObservedServer
  private readonly clock: Clock
  private readonly now: () => number
  private readonly streams = new Set<Stream>()
  private timer: Timer | null = null

  /** `now` is in milliseconds since 1970. */
  constructor(server: ObservedServer, clock: Clock, now: () => number) {
    this.server = server
    this.clock = clock
    this.now = now
  }

  get isFull(): boolean {
    return this.streams.size >= MAX_STREAMS
  }

  /** Sends views from now on, until the page is closed. The head of the response was written. */
  add(response: ServerResponse, wanted: Wanted): void {
    const stream = { response, views: new Views(this.server, wanted), readAtMs: this.clock.now() }
    this.streams.add(stream)
    response.once('close', () => this.drop(stream))
    this.send(stream)
    if (this.timer === null) this.wait(VIEW_EVERY_MS)
  }

  /** Ends them all. */
  close(): void {
    for (const stream of [...this.streams]) this.drop(stream)
  }

  private drop(stream: Stream): void {
    if (!this.streams.delete(stream)) return
    stream.views.close()
    stream.response.destroy()
    if (this.streams.size > 0 || this.timer === null) return
    this.clock.clearTimer(this.timer)
    this.timer = null
  }

  private wait(ms: number): void {
    this.timer = this.clock.setTimer(ms, () => {
      this.timer = null
      const startMs = performance.now()
      for (const stream of [...this.streams]) this.send(stream)
      const tookMs = performance.now() - startMs
      if (this.streams.size > 0) this.wait(Math.max(VIEW_EVERY_MS, tookMs / MAX_VIEW_SHARE))
    })
  }

  /** A page that has not read the last view gets none: what it misses is in the next one. */
  private send(stream: Stream): void {
    const { response, views } = stream
    const nowMs = this.clock.now()
    if (response.writableLength === 0) stream.readAtMs = nowMs
    else if (nowMs - stream.readAtMs >= MAX_UNREAD_MS || response.writableLength >= MAX_UNREAD_BYTES)
      return this.drop(stream)
    else if (response.writableNeedDrain) return
    response.write(`data: ${JSON.stringify(views.next(this.now()))}\n\n`)
  }
}
