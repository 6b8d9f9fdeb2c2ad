import type { Farewell } from './base-messages.ts'

/** The other side is asked whether it has heard them, after so many. */
const MAX_UNASKED = 64

interface Kept {
  readonly message: Farewell
  /** The id of our last message before it was said. */
  readonly after: number
  /** The nonce of our last Ping before that. */
  readonly nonce: number
}

/** Shared by all: most conversations have none. */
const NONE: readonly Kept[] = []

/**
 * Last words about single messages, kept until they have arrived. They have no ids to be acknowledged by: they have arrived when
 * a message or a Ping has that was said after them over the same connection.
 */
export class Farewells {
  private kept: readonly Kept[] = NONE

  get size(): number {
    return this.kept.length
  }

  get messages(): readonly Farewell[] {
    return this.kept.map(({ message }) => message)
  }

  /** Whether it is time for a Ping. */
  get askNow(): boolean {
    return this.kept.length > 0 && this.kept.length % MAX_UNASKED === 0
  }

  add(message: Farewell, after: number, nonce: number): void {
    this.kept = [...this.kept, { message, after, nonce }]
  }

  /** All of them are said again now. */
  restate(after: number, nonce: number): void {
    this.kept = this.kept.map(({ message }) => ({ message, after, nonce }))
  }

  /** The message with this id has arrived. */
  acknowledge(id: number): void {
    if (this.kept.length > 0) this.kept = this.kept.filter(({ after }) => after >= id)
  }

  /** The Ping with this nonce has arrived. */
  ponged(nonce: number): void {
    if (this.kept.length > 0) this.kept = this.kept.filter((each) => each.nonce >= nonce)
  }

  clear(): void {
    this.kept = NONE
  }
}
