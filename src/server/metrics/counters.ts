import type { HashFault } from '../../auth/index.ts'
import type { KnownByeReason, KnownFaultCode } from '../../engine/codes.ts'
import type { PeerEvent } from '../../engine/events.ts'
import type { DenialReason, Loss } from '../../engine/index.ts'
import type { AnyPeer } from '../../engine/peer.ts'
import type { StoreFaultCode } from '../../store/index.ts'
import type { TlsFaultCode } from '../../transport/index.ts'

/** Any other word: what a later version may say. A list is as long as it is, whatever comes. */
const OTHER = 'OTHER'

type Counted<Word extends string> = Record<Word | typeof OTHER, number>

const faults = (): Record<KnownFaultCode, number> => ({
  UNEXPECTED_MESSAGE: 0,
  MALFORMED: 0,
  TOO_LARGE: 0,
  TIMEOUT: 0,
  VERSION: 0,
  OVERLOADED: 0,
  INTERNAL: 0,
  GAP: 0,
  UNAUTHORIZED: 0,
})

const losses = (): Record<Loss, number> => ({ BROKEN: 0, RESET: 0, STALLED: 0 })

const byes = (): Record<KnownByeReason, number> => ({
  DONE: 0,
  LOGGED_OUT: 0,
  IDLE: 0,
  SHUTTING_DOWN: 0,
  REPLACED: 0,
})

type KnownDenial = Exclude<DenialReason, `UNKNOWN_${number}`>

/** Counts of what has happened at a server so far: plain numbers, which only grow. */
export class Counters {
  accepted = 0
  continued = 0
  notContinued = 0
  givenUp = 0
  replayed = 0
  failures = 0
  /** Of connections that are gone. */
  receivedBytes = 0
  sentBytes = 0
  /** Of conversations that are over. */
  heard = 0
  said = 0
  readonly granted = { register: 0, login: 0, resume: 0 }
  readonly denied: Counted<KnownDenial> = {
    BAD_CREDENTIALS: 0,
    NAME_TAKEN: 0,
    WEAK_PASSWORD: 0,
    TOO_MANY_ATTEMPTS: 0,
    TOKEN_EXPIRED: 0,
    REGISTRATION_CLOSED: 0,
    INSECURE_CHANNEL: 0,
    UNAVAILABLE: 0,
    OTHER: 0,
  }
  readonly refusals: Counted<KnownFaultCode | Loss> = { ...faults(), ...losses(), OTHER: 0 }
  readonly endings: Counted<KnownFaultCode | KnownByeReason | Loss> = {
    ...byes(),
    ...faults(),
    ...losses(),
    OTHER: 0,
  }
  readonly failedHandshakes: Record<TlsFaultCode, number> = {
    TLS_VERSION: 0,
    TLS_ALPN: 0,
    TLS_DISTRUST: 0,
    TLS_LATE: 0,
    TLS_CLOSED: 0,
    TLS_FAILED: 0,
  }
  readonly storeFaults: Record<StoreFaultCode | HashFault['code'], number> = {
    BUSY: 0,
    FULL: 0,
    READ_ONLY: 0,
    CORRUPT: 0,
    FOREIGN: 0,
    NEWER: 0,
    LOCKED: 0,
    GONE: 0,
    IO: 0,
    CLOSED: 0,
    UNREACHABLE: 0,
    REFUSED: 0,
    UNTRUSTED: 0,
    NO_DRIVER: 0,
    UNAVAILABLE: 0,
    UNREADABLE: 0,
    FAILED: 0,
  }

  /** A conversation is over: what was said in it counts here from now on. */
  addCounts({ heard, said }: AnyPeer['counts']): void {
    this.heard += heard
    this.said += said
  }

  /** Something happened on a connection. */
  note(event: PeerEvent): void {
    switch (event.event) {
      case 'granted':
        this.granted[event.how] += 1
        return
      case 'denied':
        return add(this.denied, event.reason)
      case 'replayed':
        this.replayed += 1
        return
      case 'refused':
        return add(this.refusals, event.code)
      case 'continued':
        this.continued += 1
        return
      case 'failed':
        this.failures += 1
        return
      case 'disconnected':
        this.receivedBytes += event.receivedBytes
        this.sentBytes += event.sentBytes
        return add(this.endings, event.code)
      default:
    }
  }
}

const add = <Word extends string>(counts: Counted<Word>, word: string): void => {
  // A word of the list, which the compiler does not follow through `hasOwn`.
  counts[Object.hasOwn(counts, word) ? (word as Word) : OTHER] += 1
}
