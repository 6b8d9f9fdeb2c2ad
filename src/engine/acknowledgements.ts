import { Deadline } from '../transport/deadline.ts'
import type { Sending, SendingEnd } from './sending.ts'
import { ACK_AFTER_MS } from './times.ts'

/** Acknowledges what the program has taken: after so much of it, or after a while; answers do so beside. */
export class Acknowledgements {
  private end: SendingEnd
  private readonly sending: Sending
  private readonly deadline: Deadline
  private takenBytes = 0
  /** An Ack is to go out, and the write buffer has no room for it. */
  private isHeld = false

  constructor(end: SendingEnd, sending: Sending) {
    this.end = end
    this.sending = sending
    this.deadline = new Deadline(end.clock, this)
  }

  /** The program has taken so many bytes more, and everything before the message with this id. */
  took(bytes: number, firstKeptId: number): void {
    const { limits } = this.end
    const { sequence } = this.sending
    if (firstKeptId > sequence.taken + 1) sequence.taken = firstKeptId - 1
    this.takenBytes += bytes
    const { unacknowledged } = sequence
    if (unacknowledged <= 0) {
      this.takenBytes = 0
      return
    }
    if (unacknowledged >= limits.ackAfterMessages || this.takenBytes >= limits.ackAfterBytes)
      this.acknowledge()
    else if (!this.deadline.isSet) this.deadline.set(ACK_AFTER_MS)
  }

  /** Goes on over another end. */
  moveTo(end: SendingEnd): void {
    this.end = end
    this.isHeld = false
  }

  /** Says once more what was taken: an Ack may have been lost with a connection. */
  repeat(): void {
    if (this.sending.sequence.taken > 0 && this.sending.maySay('Ack')) this.send()
  }

  /** There is room again. Whether an Ack still waits for more. */
  drained(): boolean {
    if (this.isHeld) this.acknowledge()
    return this.isHeld
  }

  /** The Ack before our last word, however full it is. */
  last(): void {
    if (this.sending.sequence.unacknowledged > 0) this.send()
  }

  stop(): void {
    this.deadline.stop()
  }

  /** It is time: no answer went along with what was taken. */
  expire(): void {
    this.acknowledge()
  }

  private acknowledge(): void {
    const { writeBuffer, limits } = this.end
    const { sequence } = this.sending
    this.isHeld = false
    if (!this.sending.maySay('Ack') || sequence.unacknowledged <= 0) return
    if (writeBuffer.queuedBytes >= limits.repliesUpToBytes) writeBuffer.isAwaited = this.isHeld = true
    else this.send()
  }

  private send(): void {
    this.takenBytes = 0
    this.sending.sayOwn({ type: 'Ack', received: this.sending.sequence.acknowledge() })
  }
}
