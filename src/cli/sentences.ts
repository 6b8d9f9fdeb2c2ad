import type { ClientEvent, PeerEvent, ServerEvent } from '../index.ts'

type Sentences<Event extends { readonly event: string }> = {
  readonly [Name in Event['event']]: (event: Extract<Event, { readonly event: Name }>) => string
}

const bytes = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`)

const shared = {
  received: (event) => `Received ${bytes(event.bytes)}.`,
  sent: (event) => `Sent ${bytes(event.bytes)}.`,
  refused: (event) => `Refused (${event.code}): ${event.detail}`,
  denied: (event) => `Denied (${event.reason}); ${event.attemptsLeft} attempts left.`,
  granted: (event) => `Granted to ${event.name} (${event.how}).`,
  identified: (event) => `Greeted as ${event.name}, whose address was ${event.known ? '' : 'not '}known.`,
  ready: () => 'The conversation has begun.',
  failed: (event) => `Failed (${event.what}): ${event.detail}`,
  disconnected: (event) =>
    `Disconnected (${event.code}): ${event.detail} ${event.heard} messages heard, ${event.said} said.`,
} satisfies Sentences<PeerEvent>

/** What each event of a server means, as one sentence for its log. */
export const serverSentences: Sentences<ServerEvent> = {
  ...shared,
  starting: (event) => `The server starts, in mode ${event.mode}.`,
  listening: (event) => `Listening on port ${event.port} of ${event.host}.`,
  connected: (event) => `A client connected from ${event.remote.address}, port ${event.remote.port}.`,
  stopping: (event) => `The server stops; ${event.sessions} sessions are told.`,
  stopped: () => 'The server has stopped.',
}

/** What each event of a client means, as one sentence for a person. */
export const clientSentences: Sentences<ClientEvent> = {
  ...shared,
  connected: (event) => `Connected to ${event.remote.address}, port ${event.remote.port}.`,
  welcome: (event) =>
    `${event.server} speaks version ${event.version}${event.sameContract ? '' : ', of another contract'}.`,
  greeting: (event) =>
    event.known
      ? `Hello ${event.name}, last here ${new Date(event.lastSeenMs).toISOString()}.`
      : `Hello ${event.name}.`,
  reconnecting: (event) => `Connecting again in ${event.withinMs} ms.`,
}

/** The sentence of an event. */
export const sentence = <Event extends { readonly event: string }>(
  sentences: Sentences<Event>,
  event: Event,
): string =>
  // Each entry takes the event of its own name.
  (sentences[event.event as Event['event']] as (event: Event) => string)(event)
