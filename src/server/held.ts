import type { Ending } from '../engine/ending.ts'
import type { Messaging } from '../engine/messaging.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'

/** A conversation that has no connection for now. */
export interface HeldConversation {
  readonly messaging: Messaging
  /** The rows in the store of the proof that it stands on. */
  readonly sessionRow: string
  readonly accountId: string
  /** How its last connection ended. */
  readonly ending: Ending
}

/** Conversations are held for so long. */
export const HELD_FOR_MS = 2 * 60_000

const MAX_PER_ACCOUNT = 4

/** Of what all of them keep. */
const MAX_BYTES = 64 * 1024 * 1024

/** Their bytes are counted again so often: handlers go on. */
const COUNT_EVERY_MS = 1_000

interface Kept extends HeldConversation {
  readonly untilMs: number
}

/**
 * Conversations whose connections broke off, for as long as somebody may come to go on with them: 4 of an account and 64 MiB
 * in all, the oldest given up first.
 */
export class HeldConversations {
  private readonly clock: Clock
  private readonly over: (conversation: HeldConversation) => void
  /** By the session in which each began, the oldest first. */
  private readonly bySession = new Map<string, Kept>()
  private readonly byAccount = new Map<string, Kept[]>()
  private readonly deadline: Deadline
  private readonly maxBytes: number

  /** `over` hears of each that nobody went on with. Of several processes each has an equal share of the bytes. */
  constructor(clock: Clock, over: (conversation: HeldConversation) => void, processes = 1) {
    this.clock = clock
    this.maxBytes = MAX_BYTES / processes
    this.over = over
    this.deadline = new Deadline(clock, this)
  }

  get size(): number {
    return this.bySession.size
  }

  /** Bytes that all of them keep. */
  get bytes(): number {
    let bytes = 0
    for (const { messaging } of this.bySession.values()) bytes += messaging.keptBytes
    return bytes
  }

  hold(conversation: HeldConversation): void {
    const { session } = conversation.messaging
    const kept = { ...conversation, untilMs: this.clock.now() + HELD_FOR_MS }
    const ofAccount = this.byAccount.get(conversation.accountId) ?? []
    this.bySession.set(session, kept)
    this.byAccount.set(conversation.accountId, ofAccount)
    ofAccount.push(kept)
    if (ofAccount.length > MAX_PER_ACCOUNT) this.giveUp(ofAccount[0])
    if (!this.deadline.isSet) this.deadline.set(COUNT_EVERY_MS)
  }

  /** The one of this session row that began in `session`; null: there is none. */
  find(session: string, sessionRow: string): Messaging | null {
    const held = this.bySession.get(session)
    return held?.sessionRow === sessionRow ? held.messaging : null
  }

  /** Takes the one of this session row that began in `session`, if it can go on. */
  take(session: string, sessionRow: string): HeldConversation | null {
    const held = this.bySession.get(session)
    if (held === undefined || held.sessionRow !== sessionRow) return null
    if (held.messaging.mayContinue) return this.delete(held) ? held : null
    this.giveUp(held)
    return null
  }

  /** Those of a session row are over: it was revoked. */
  revoked(sessionRow: string): void {
    for (const held of [...this.bySession.values()]) if (held.sessionRow === sessionRow) this.giveUp(held)
  }

  /** All those of an account are over. */
  revokedEverywhere(accountId: string): void {
    for (const held of this.byAccount.get(accountId)?.slice() ?? []) this.giveUp(held)
  }

  /** Takes all. */
  takeAll(): readonly HeldConversation[] {
    const all = [...this.bySession.values()]
    this.bySession.clear()
    this.byAccount.clear()
    this.deadline.stop()
    return all
  }

  /** The oldest may have been held for long enough, or too much may be kept. */
  expire(): void {
    const now = this.clock.now()
    let { bytes } = this
    for (const held of this.bySession.values()) {
      if (held.untilMs > now && bytes <= this.maxBytes) break
      bytes -= held.messaging.keptBytes
      this.giveUp(held)
    }
    if (this.bySession.size > 0) this.deadline.set(COUNT_EVERY_MS)
  }

  private delete(held: Kept): boolean {
    const { accountId, messaging } = held
    const others = (this.byAccount.get(accountId) ?? []).filter((other) => other !== held)
    if (others.length === 0) this.byAccount.delete(accountId)
    else this.byAccount.set(accountId, others)
    return this.bySession.delete(messaging.session)
  }

  private giveUp(held: Kept | undefined): void {
    if (held === undefined || !this.delete(held)) return
    held.messaging.finish(held.ending)
    this.over(held)
  }
}
