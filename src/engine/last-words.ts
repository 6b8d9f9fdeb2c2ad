import { framedType } from '../transport/stranger.ts'
import type { BaseMessage } from './base-messages.ts'
import type { FaultCode, KnownByeReason, KnownFaultCode } from './codes.ts'
import type { Ending, Loss } from './ending.ts'
import type { Log, PeerEvent } from './events.ts'
import { detailed, type Looks, Opening } from './opening.ts'
import type { Refusal } from './role.ts'
import type { Runtime, Side } from './runtime.ts'
import { byeSentence, faultSentence } from './sentences.ts'

const BROKEN_DETAIL = 'The stream ended without a Bye.'
const NOBODY: Looks = {}

/** How one connection ends, by what both sides say last. The first last word counts; a Fault counts more. */
export class LastWords {
  ending: Ending | null = null
  /** Whether the other side has said Bye. */
  heardBye = false
  /** How the other side began; null once it has said a whole frame that was legal. */
  opening: Opening | null = new Opening()
  private readonly side: Side
  private readonly runtime: Runtime
  private readonly log: Log<PeerEvent>
  private refusal: Required<Refusal> | null = null
  private saidLogout = false

  constructor(side: Side, runtime: Runtime, log: Log<PeerEvent>) {
    this.side = side
    this.runtime = runtime
    this.log = log
  }

  /** The ending once nothing follows: broken off, where nobody said a word. */
  get final(): Ending {
    this.ending ??= { how: 'lost', code: 'BROKEN', detail: BROKEN_DETAIL }
    return this.ending
  }

  /** The contract was broken, or this side failed. The machine says the Fault, or none. */
  refuse(refusal: Required<Refusal>): void {
    const { code, detail, offending } = refusal
    this.refusal = refusal
    this.log.write({ event: 'refused', code, detail, offending, ...this.looks(code) })
  }

  /** Fault of this side. Returns the fields that go with it. */
  sayFault(code: KnownFaultCode): Required<Refusal> {
    if (this.refusal?.code !== code)
      this.refuse({ code, detail: faultSentence[code], retryAfterMs: 0, offending: 0 })
    const refusal = this.refusal as Required<Refusal>
    this.ending = { how: 'fault', by: 'us', ...refusal, ...detailed(this.looks(code)) }
    return refusal
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

  /** A message of the other side that leads to an end. */
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
  lose(code: Loss, detail = BROKEN_DETAIL): void {
    this.ending ??= { how: 'lost', code, detail, ...detailed(this.looks(code)) }
  }

  /** The other side takes nothing any more: whatever was said, it did not arrive. */
  stall(detail: string): void {
    this.log.write({ event: 'refused', code: 'STALLED', detail, offending: 0 })
    this.ending = { how: 'lost', code: 'STALLED', detail }
  }

  /** The likely protocol of the other side, where it never said a frame that was legal. */
  private looks(code: FaultCode | Loss): Looks {
    const isHello = (bytes: Buffer): boolean => framedType(bytes) === this.runtime.numbers.Hello
    return this.opening?.looks(this.side, code, isHello) ?? NOBODY
  }
}
