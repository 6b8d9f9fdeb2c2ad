import type { Limits } from './limits.ts'

/** Marks that a full window holds, in messages and in bytes. */
const MARKS = 16

interface Mark {
  readonly id: number
  readonly messages: number
  readonly bytes: number
}

/**
 * How much this side may still send of its own accord. An acknowledgement says that the other program has taken all that
 * came before it; so what is in flight is never more than the other side keeps. Counted by marks: at most a sixteenth of
 * the window is held to be in flight that is not.
 */
export class SendWindow {
  private readonly limits: Limits
  private readonly marks: Mark[] = []
  private lastId = 0
  private messages = 0
  private bytes = 0
  private markedMessages = 0
  private markedBytes = 0
  private takenMessages = 0
  private takenBytes = 0
  private lifted = false

  constructor(limits: Limits) {
    this.limits = limits
  }

  get full(): boolean {
    const { windowMessages, windowBytes } = this.limits
    return (
      !this.lifted &&
      (this.messages - this.takenMessages >= windowMessages || this.bytes - this.takenBytes >= windowBytes)
    )
  }

  /** An original was sent. */
  add(id: number, bytes: number): void {
    const { windowMessages, windowBytes } = this.limits
    this.lastId = id
    this.messages += 1
    this.bytes += bytes
    if (
      this.messages - this.markedMessages < windowMessages / MARKS &&
      this.bytes - this.markedBytes < windowBytes / MARKS
    )
      return
    this.markedMessages = this.messages
    this.markedBytes = this.bytes
    this.marks.push({ id, messages: this.messages, bytes: this.bytes })
  }

  /** The other side has taken everything up to this id. */
  acknowledge(id: number): void {
    if (id >= this.lastId) {
      this.takenMessages = this.markedMessages = this.messages
      this.takenBytes = this.markedBytes = this.bytes
      this.marks.length = 0
      return
    }
    for (let mark = this.marks[0]; mark !== undefined && mark.id <= id; mark = this.marks[0]) {
      this.takenMessages = mark.messages
      this.takenBytes = mark.bytes
      this.marks.shift()
    }
  }

  /** The other side acknowledges nothing: from now on the transport alone slows this one down. */
  lift(): void {
    this.lifted = true
  }
}
