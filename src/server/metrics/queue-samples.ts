import type { Clock } from '../../transport/clock.ts'
import { Deadline } from '../../transport/deadline.ts'
import type { ServerSession } from '../session.ts'
import type { Histogram } from './histogram.ts'
import type { QueueHistograms } from './snapshot.ts'

/** Often enough for what lasts, and 20,000 conversations cost some 2 ms. */
const EVERY_MS = 1_000

/** Looks at the queues of all conversations once a second, so that no message costs anything. */
export class QueueSamples {
  private readonly sessions: ReadonlyMap<string, ServerSession>
  private readonly bytes: Histogram
  private readonly messages: Histogram
  private readonly next: Deadline

  constructor(
    clock: Clock,
    sessions: ReadonlyMap<string, ServerSession>,
    queues: { readonly bytes: Histogram; readonly messages: Histogram },
  ) {
    this.sessions = sessions
    this.bytes = queues.bytes
    this.messages = queues.messages
    this.next = new Deadline(clock, this)
    this.next.set(EVERY_MS)
  }

  expire(): void {
    for (const { connection, messaging } of this.sessions.values()) {
      if (messaging === null) continue
      this.bytes.record(connection.traffic.waiting)
      this.messages.record(messaging.waitingMessages)
    }
    this.next.set(EVERY_MS)
  }

  snapshot(): QueueHistograms {
    return { bytes: this.bytes.snapshot(), messages: this.messages.snapshot() }
  }

  stop(): void {
    this.next.stop()
  }
}
