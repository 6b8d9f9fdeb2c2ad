import type { MessageCounts } from './peer.ts'

/** The highest id there is. Whoever says or hears it ends the conversation. */
export const MAX_ID = 4_294_967_295

/** The same numbers, between two processes. */
export type SavedSequence = Readonly<
  Pick<SequenceNumbers, 'said' | 'heard' | 'taken' | 'acknowledged' | 'acked'>
>

/** The ids that both sides have said, heard and acknowledged in one conversation. */
export class SequenceNumbers {
  /** The id of our last conversation message. */
  said = 0
  /** The id of theirs that it answers; 0 is none. */
  saidRe = 0
  /** The id of their last conversation message. */
  heard = 0
  /** The highest of their ids up to which the program has taken everything. */
  taken = 0
  /** The highest of our ids that they acknowledged, by an Ack or an answer. */
  acknowledged = 0
  /** The highest of our ids that an Ack named. */
  acked = 0
  /** The highest of their ids that we acknowledged. */
  private answeredFor = 0

  /** Those of a conversation that another process had. */
  static of(saved: SavedSequence): SequenceNumbers {
    return Object.assign(new SequenceNumbers(), saved, { answeredFor: saved.taken })
  }

  /** The same numbers, which go their own way. */
  copy(): SequenceNumbers {
    return Object.assign(new SequenceNumbers(), this)
  }

  /** How far the conversation has come. */
  get counts(): MessageCounts {
    const { said, heard, acknowledged } = this
    return { said, heard, acknowledged }
  }

  /** Messages that were taken and not acknowledged. */
  get unacknowledged(): number {
    return this.taken - this.answeredFor
  }

  /** The value of our next Ack. From now on it counts as sent. */
  acknowledge(): number {
    this.answeredFor = this.taken
    return this.taken
  }

  /** An answer of ours to `re` goes out: it acknowledges all up to that. */
  answer(re: number): void {
    if (re > this.answeredFor) this.answeredFor = re
  }

  /** Takes their Ack. False: it goes beyond what we said, or back. */
  accept(received: number): boolean {
    if (received > this.said || received < this.acked) return false
    this.acked = received
    this.answered(received)
    return true
  }

  /** They answered `re`, which acknowledges all up to that. */
  answered(re: number): void {
    if (re > this.acknowledged) this.acknowledged = re
  }
}
