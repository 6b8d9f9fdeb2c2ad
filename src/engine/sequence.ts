/** The highest id there is. Whoever says or hears it ends the conversation. */
export const MAX_ID = 4_294_967_295

/** What both sides have said, heard and acknowledged in one conversation. */
export class SequenceNumbers {
  /** The id of our last conversation message. */
  said = 0
  /** The id of theirs that it answers; 0 is none. */
  saidRe = 0
  /** The id of their last conversation message. */
  heard = 0
  /** The highest of our ids that they acknowledged. */
  acknowledged = 0
  /** The highest of our ids that they answered: by then they had heard those before it, too. */
  answered = 0
  /** The highest of their ids that we acknowledged. */
  private answeredFor = 0

  /** The id of the message that we say now. */
  next(): number {
    this.said += 1
    return this.said
  }

  /** How many of their messages we have not acknowledged. */
  get unacknowledged(): number {
    return this.heard - this.answeredFor
  }

  /** What an Ack of ours says. From now on it counts as said. */
  acknowledge(): number {
    this.answeredFor = this.heard
    return this.heard
  }

  /** Takes their Ack. False: it goes beyond what we said, or back. */
  accept(received: number): boolean {
    if (received > this.said || received < this.acknowledged) return false
    this.acknowledged = received
    return true
  }
}
