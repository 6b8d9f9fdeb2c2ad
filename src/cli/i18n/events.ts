import type {
  ByeReason,
  ClientEvent,
  DenialReason,
  FaultCode,
  Loss,
  PeerEvent,
  ServerEvent,
  Stranger,
} from '../../index.ts'
import type { TlsFaultCode } from '../../transport/index.ts'
import type { AdminEvent, LogEvent } from '../log/events.ts'

/** A sentence for each event of a kind: one that is missing does not compile. */
export type Sentences<Event extends { readonly event: string }> = {
  readonly [Name in Event['event']]: (event: Extract<Event, { readonly event: Name }>) => string
}

/** Every code that an event can hold. */
export type Code = FaultCode | ByeReason | DenialReason | Loss

/** The meaning of events and codes, in one language. */
export interface EventTexts {
  readonly codes: Readonly<Record<Code, string>>
  /** Guesses at what the other side is, each with a remedy. */
  readonly strangers: Readonly<Record<Stranger, string>>
  /** Why a TLS handshake failed. */
  readonly handshakes: Readonly<Record<TlsFaultCode, string>>
  readonly server: Sentences<ServerEvent>
  /** Events that a person reads with local times. */
  readonly forPersons: Pick<Sentences<PeerEvent>, 'granted'>
  readonly client: Sentences<ClientEvent>
  readonly log: Sentences<LogEvent>
  readonly admin: Sentences<AdminEvent>
}

export type Disconnected = Extract<PeerEvent, { readonly event: 'disconnected' }>
export type Granted = Extract<PeerEvent, { readonly event: 'granted' }>
export type Denied = Extract<PeerEvent, { readonly event: 'denied' }>
export type EndedBy = Disconnected['by']

/** The sentence of an event. */
export const sentenceOf = <Event extends { readonly event: string }>(
  sentences: Sentences<Event>,
  event: Event,
): string =>
  // Each entry takes the event of its own name.
  (sentences[event.event as Event['event']] as (event: Event) => string)(event)

/** Explains a code: what it means, and what was said beyond that. */
export const explainer =
  (codes: EventTexts['codes'], plain: EventTexts['codes'], quote: (text: string) => string) =>
  (code: Code, detail: string): string => {
    const meaning = codes[code]
    // A code of a later version.
    if (meaning === undefined) return detail === '' ? `${code}.` : `${quote(withoutStop(detail))}.`
    // The detail is the code's meaning, in English, when nothing more exact is known.
    return detail === '' || detail === plain[code]
      ? meaning
      : `${withoutStop(meaning)}: ${quote(withoutStop(detail))}.`
  }

/** How often each code came: `MALFORMED 12, TIMEOUT 3`. */
export const tallied = (codes: Readonly<Record<string, number>>): string =>
  Object.entries(codes)
    .map(([code, many]) => `${code} ${many}`)
    .join(', ')

const withoutStop = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text)
