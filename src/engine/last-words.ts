import type { BaseMessage } from './base-messages.ts'
import type { KnownByeReason } from './codes.ts'
import type { Ending, Loss } from './ending.ts'
import { detailed, type Looks } from './opening.ts'
import type { Refusal } from './role.ts'
import { byeSentence } from './sentences.ts'

const BROKEN_DETAIL = 'The stream ended without a Bye.'

/** How one connection ends, by what both sides say last. The first last word counts; a Fault counts more. */
export class LastWords {
  ending: Ending | null = null
  /** Whether the other side has said Bye. */
  heardBye = false
  private saidLogout = false

  /** The ending once nothing follows: broken off, where nobody said a word. */
  get final(): Ending {
    this.ending ??= { how: 'lost', code: 'BROKEN', detail: BROKEN_DETAIL }
    return this.ending
  }

  /** Bye of this side. Returns the sentence that goes with it. */
  sayBye(reason: KnownByeReason): string {
    const detail = byeSentence[reason]
    this.ending ??= { how: 'bye', code: reason, by: 'us', detail }
    return detail
  }

  sayLogout(): void {
    this.saidLogout = true
  }

  /** Fault of this side, and what the other side looks like. */
  sayFault({ code, detail = '', retryAfterMs = 0, offending = 0 }: Refusal, looks: Looks): void {
    this.ending = { how: 'fault', code, by: 'us', detail, retryAfterMs, offending, ...detailed(looks) }
  }

  /** A message of the other side that leads to another state. */
  hear(message: BaseMessage): void {
    if (message.type === 'Fault') {
      const { code, detail, retryAfterMs, offending } = message
      this.ending = { how: 'fault', code, by: 'them', detail, retryAfterMs, offending }
    } else if (message.type === 'Bye') {
      const { reason, detail } = message
      const isAnswer = this.saidLogout && reason === 'LOGGED_OUT'
      this.ending ??= { how: 'bye', code: reason, by: isAnswer ? 'us' : 'them', detail }
      this.heardBye = true
    } else if (message.type === 'Logout')
      this.ending ??= { how: 'bye', code: 'LOGGED_OUT', by: 'them', detail: 'The client logged out.' }
  }

  /** The connection is gone. */
  lose(code: Loss, looks: Looks, detail = BROKEN_DETAIL): void {
    this.ending ??= { how: 'lost', code, detail, ...detailed(looks) }
  }

  /** The other side takes nothing any more: whatever was said, it did not arrive. */
  stall(detail: string): void {
    this.ending = { how: 'lost', code: 'STALLED', detail }
  }
}
