import type { CountsBy, ServerMetrics } from './snapshot.ts'

/** A number, with what tells it apart from others of its family. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** One thing that is measured, under the name that it has for Prometheus. */
export interface Family {
  readonly name: string
  readonly kind: 'counter' | 'gauge'
  readonly help: string
  readonly read: (metrics: ServerMetrics) => readonly Sample[]
}

const one = (value: number): readonly Sample[] => [{ labels: {}, value }]

const by = (label: string, counts: CountsBy): readonly Sample[] =>
  Object.entries(counts).map(([word, value]) => ({ labels: { [label]: word }, value }))

const counter = (name: string, help: string, read: Family['read']): Family => ({
  name: `colloquy_${name}_total`,
  kind: 'counter',
  help,
  read,
})

const gauge = (name: string, help: string, read: Family['read']): Family => ({
  name: `colloquy_${name}`,
  kind: 'gauge',
  help,
  read,
})

/** Every number that is measured. The words in labels are of fixed lists: codes, states, kinds. */
export const families: readonly Family[] = [
  gauge('server_info', 'The contract that is spoken, and the mode; always 1.', ({ protocol, mode }) => [
    { labels: { protocol, mode }, value: 1 },
  ]),
  gauge('draining', '1 while the server stops: it takes nobody, and says Bye to everybody.', ({ draining }) =>
    one(Number(draining)),
  ),
  gauge('store_up', '1 while the store can be read, as far as that is known.', ({ storeFault }) =>
    one(Number(storeFault === null)),
  ),
  gauge('sessions', 'Connections, by the state of the contract that they are in.', ({ sessions }) =>
    by('state', sessions),
  ),
  gauge('conversations', 'Conversations that have begun and are not over.', ({ conversations }) =>
    one(conversations),
  ),
  gauge(
    'conversations_held',
    'Conversations whose connection broke off, kept to be gone on with.',
    ({ held }) => one(held),
  ),
  gauge('conversations_held_bytes', 'Bytes that held conversations keep.', ({ heldBytes }) => one(heldBytes)),
  counter('conversations_continued', 'Conversations that went on over another connection.', ({ continued }) =>
    one(continued),
  ),
  counter(
    'conversations_not_continued',
    'Conversations that a client came back for, and that could not go on.',
    ({ notContinued }) => one(notContinued),
  ),
  counter(
    'conversations_given_up',
    'Held conversations that nobody went on with in time, or that were revoked.',
    ({ givenUp }) => one(givenUp),
  ),
  counter(
    'connections_accepted',
    'Connections that became sessions, refused ones included.',
    ({ connections }) => one(connections.accepted),
  ),
  counter(
    'connections_dropped',
    'Connections closed without a word: there was no room even for a refusal.',
    ({ connections }) => one(connections.dropped),
  ),
  counter('connections_ended', 'Connections that are over, by the code that ended them.', ({ connections }) =>
    by('code', connections.ended),
  ),
  counter('tls_handshakes_failed', 'TLS handshakes that came to nothing, by code.', ({ connections }) =>
    by('code', connections.failedHandshakes),
  ),
  counter('proofs_granted', 'Proofs that were accepted, by kind.', ({ proofs }) => by('how', proofs.granted)),
  counter('proofs_denied', 'Proofs that were not accepted, by reason.', ({ proofs }) =>
    by('reason', proofs.denied),
  ),
  counter(
    'tokens_replayed',
    'Tokens that were offered long after they had died, as a thief does.',
    ({ proofs }) => one(proofs.replayed),
  ),
  counter('refusals', 'What this side refused, by code.', ({ refusals }) => by('code', refusals)),
  counter('messages_heard', 'Conversation messages that clients said.', ({ messages }) =>
    one(messages.heard),
  ),
  counter('messages_said', 'Conversation messages that the server said.', ({ messages }) =>
    one(messages.said),
  ),
  gauge('messages_waiting', 'Messages that were heard, and wait for a handler.', ({ messages }) =>
    one(messages.waiting),
  ),
  counter('received_bytes', 'Bytes of frames that came, without those of TLS.', ({ bytes }) =>
    one(bytes.received),
  ),
  counter('sent_bytes', 'Bytes of frames that went out, without those of TLS.', ({ bytes }) =>
    one(bytes.sent),
  ),
  gauge('waiting_bytes', 'Bytes of frames that clients have not taken yet.', ({ bytes }) =>
    one(bytes.waiting),
  ),
  gauge('passwords_running', 'Passwords that are checked now.', ({ passwords }) => one(passwords.running)),
  gauge('passwords_waiting', 'Passwords that wait to be checked.', ({ passwords }) => one(passwords.waiting)),
  counter('store_faults', 'Faults of the store and of hashing, by code.', ({ storeFaults }) =>
    by('code', storeFaults),
  ),
  counter(
    'failures',
    'What failed on this side: handlers, hooks, the store behind a conversation.',
    ({ failures }) => one(failures),
  ),
  gauge(
    'event_loop_delay_seconds',
    'How late the event loop was since this was read last: mean, p50, p99, max.',
    ({ eventLoop }) => (eventLoop === null ? [] : by('of', { ...eventLoop })),
  ),
]
