import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { PostgresPlace } from './place.ts'
import { connectionTo, within } from './pool.ts'

/** Hears of each payload on a channel; `began`: those that were notified before may never be heard. */
export interface Subscriber {
  readonly channel: string
  readonly hear: (payload: string) => void
  readonly began: () => void
}

/** A connection that is gone is made again after so long. */
const AGAIN_AFTER_MS = 200

/** A server that has gone without a word is found out in so long. */
const PROBE_EVERY_MS = 5_000

/**
 * A connection that listens on all our channels while somebody wants to hear of them, and is made again whenever it ends. PostgreSQL
 * keeps nothing for whoever is away.
 */
export class Listener {
  readonly #subscribers = new Set<Subscriber>()
  readonly #connect: () => pg.Client
  readonly #channels: readonly string[]
  readonly #withinMs: number
  #stop: AbortController | null = null
  #isListening = false

  constructor(
    place: PostgresPlace,
    password: string | undefined,
    withinMs: number,
    channels: readonly string[],
  ) {
    this.#connect = () => new pg.Client(connectionTo(place, password, withinMs))
    this.#channels = channels
    this.#withinMs = withinMs
  }

  /** Adds a subscriber, who is told when listening has begun, and gives what removes it. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber)
    if (this.#stop === null) {
      this.#stop = new AbortController()
      void this.#keep(this.#stop.signal)
    } else if (this.#isListening) subscriber.began()
    return () => {
      this.#subscribers.delete(subscriber)
      if (this.#subscribers.size === 0) this.close()
    }
  }

  close(): void {
    this.#stop?.abort()
    this.#stop = null
  }

  async #keep(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await this.#listen(stopped).catch(() => undefined)
      await pause(AGAIN_AFTER_MS, undefined, { signal: stopped }).catch(() => undefined)
    }
  }

  /** Resolves or rejects when the connection is over. */
  async #listen(stopped: AbortSignal): Promise<void> {
    const client = this.#connect()
    const ended = new AbortController()
    const end = () => ended.abort()
    // A restart gives two errors, and then the end.
    client.on('error', end)
    client.on('end', end)
    stopped.addEventListener('abort', end, { once: true })
    client.on('notification', ({ channel, payload = '' }) => {
      for (const each of this.#subscribers) if (each.channel === channel) each.hear(payload)
    })
    try {
      await client.connect()
      for (const channel of this.#channels) await within(this.#withinMs, client.query(`listen ${channel}`))
      if (stopped.aborted) return
      this.#isListening = true
      for (const each of this.#subscribers) each.began()
      while (!ended.signal.aborted) {
        await pause(PROBE_EVERY_MS, undefined, { signal: ended.signal })
        await within(this.#withinMs, client.query('select 1'))
      }
    } finally {
      this.#isListening = false
      stopped.removeEventListener('abort', end)
      client.end().catch(() => undefined)
    }
  }
}
