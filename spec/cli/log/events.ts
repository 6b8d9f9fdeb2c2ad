import fc from 'fast-check'
import type { Code } from '../../../src/cli/i18n/events.ts'
import { codePoint } from '../../../src/codec/arbitraries.ts'
import type { ClientEvent, ServerEvent } from '../../../src/index.ts'
import { hostileText } from '../refusal.ts'

type Samples<Event extends { readonly event: string }> = {
  readonly [Name in Event['event']]: readonly Extract<Event, { readonly event: Name }>[]
}

const session = 'V1StGXR8_Z5jdHi6B-myT'
const remote = { address: '127.0.0.1', port: 54_321 }
const at = { session, remote }
const totals = { receivedBytes: 1, sentBytes: 21, heard: 2, said: 5, acknowledged: 3 }
const expiresAtMs = 1_800_000_000_000
const name = 'Ада'

/** Events of a server, of each kind; one that is missing does not compile. */
export const serverSamples: Samples<ServerEvent> = {
  starting: ['auth', 'identify', 'echo', 'raw', 'other'].map((mode) => ({ event: 'starting', mode })),
  taken: [{ event: 'taken', host: '127.0.0.1', port: 7707 }],
  listening: [{ event: 'listening', host: '::1', port: 7708, mode: 'auth' }],
  stopping: [0, 1, 2, 5, 21].map((sessions) => ({ event: 'stopping', sessions })),
  workerEnded: [{ event: 'workerEnded', worker: 2, pid: 4242, how: 'SIGKILL' }],
  stopped: [{ event: 'stopped' }],
  connected: [{ event: 'connected', ...at }],
  identified: [true, false].map((known) => ({ event: 'identified', name, known, ...at })),
  continued: [0, 1, 5].map((repeated) => ({ event: 'continued', conversation: name, repeated, ...at })),
  outgrown: [{ event: 'outgrown', unacknowledged: 4_097, ...at }],
  granted: (['register', 'login', 'resume'] as const).map((how) => ({
    event: 'granted',
    name,
    how,
    expiresAtMs,
    ...at,
  })),
  denied: [
    { event: 'denied', name, reason: 'BAD_CREDENTIALS', attemptsLeft: 2, retryAfterMs: 0, ...at },
    { event: 'denied', reason: 'TOO_MANY_ATTEMPTS', attemptsLeft: 0, retryAfterMs: 1_000, ...at },
  ],
  ready: [{ event: 'ready', ...at }],
  received: [
    { event: 'received', bytes: 40, id: 0, ...at },
    { event: 'received', bytes: 1, id: 7, ...at },
  ],
  sent: [
    { event: 'sent', bytes: 40, id: 0, re: 0, ...at },
    { event: 'sent', bytes: 22, id: 7, re: 3, ...at },
  ],
  refused: [
    { event: 'refused', code: 'MALFORMED', detail: hostileText, offending: 64, ...at },
    { event: 'refused', code: 'STALLED', detail: '', offending: 0, ...at },
    { event: 'refused', code: 'TOO_LARGE', detail: '', offending: 0, looksLike: 'TLS', ...at },
  ],
  recognised: [
    { event: 'recognised', looksLike: 'FRAMES', ...at },
    { event: 'recognised', looksLike: 'HTTP', ...at },
  ],
  frame: [
    {
      event: 'frame',
      direction: 'in',
      type: 'Hello',
      id: 0,
      re: 0,
      bytes: 55,
      state: 'connect.hello',
      ...at,
    },
    { event: 'frame', direction: 'out', type: 'Say', id: 7, re: 3, bytes: 23, state: 'converse', ...at },
    { event: 'frame', direction: 'in', type: '4711', id: 7, re: 0, bytes: 16, state: 'converse', ...at },
  ],
  state: [{ event: 'state', from: 'connect.hello', to: 'identify.greet', ...at }],
  reading: [true, false].map((paused) => ({ event: 'reading', paused, ...at })),
  replayed: [{ event: 'replayed', name, revoked: session, ...at }],
  revoked: [{ event: 'revoked', name, revoked: session, ...at }],
  unproven: [
    {
      event: 'unproven',
      source: '2001:db8:0:0::/64',
      connections: 12,
      withinMs: 10_000,
      codes: { MALFORMED: 9, BAD_CREDENTIALS: 4, BROKEN: 3 },
    },
  ],
  renewed: [{ event: 'renewed' }],
  reloaded: [
    { event: 'reloaded', taken: ['log-level'], restart: ['port', 'mode'] },
    { event: 'reloaded', taken: [], restart: [] },
  ],
  handshakeFailed: (
    ['TLS_VERSION', 'TLS_ALPN', 'TLS_DISTRUST', 'TLS_LATE', 'TLS_CLOSED', 'TLS_FAILED'] as const
  ).map((code) => ({
    event: 'handshakeFailed',
    remote,
    code,
    reason: code === 'TLS_LATE' ? '' : 'ERR_SSL_X',
  })),
  dropped: [1, 2, 5].map((connections) => ({ event: 'dropped', connections })),
  failed: [
    { event: 'failed', what: 'handler', detail: 'Error: no', ...at },
    {
      event: 'failed',
      what: 'handler',
      detail: 'Error: no',
      stack: `Error: no\n    at Say (${hostileText})`,
      ...at,
    },
  ],
  disconnected: [
    {
      event: 'disconnected',
      how: 'bye',
      by: 'them',
      code: 'DONE',
      detail: 'Everything was said.',
      ...totals,
      ...at,
    },
    {
      event: 'disconnected',
      how: 'lost',
      by: 'nobody',
      code: 'BROKEN',
      detail: hostileText,
      ...totals,
      ...at,
    },
  ],
}

/** The same of a client. */
export const clientSamples: Samples<ClientEvent> = {
  connected: [{ event: 'connected', remote }],
  welcome: [true, false].map((sameContract) => ({
    event: 'welcome',
    version: 1,
    server: 'colloquy/1',
    session,
    heartbeatMs: 30_000,
    sameContract,
  })),
  greeting: [0, expiresAtMs].map((lastSeenMs) => ({
    event: 'greeting',
    name,
    known: lastSeenMs > 0,
    lastSeenMs,
  })),
  reconnecting: [{ event: 'reconnecting', withinMs: 250 }],
  identified: serverSamples.identified,
  continued: serverSamples.continued,
  outgrown: serverSamples.outgrown,
  granted: serverSamples.granted,
  denied: serverSamples.denied,
  ready: [{ event: 'ready' }],
  received: serverSamples.received,
  sent: serverSamples.sent,
  refused: serverSamples.refused,
  frame: serverSamples.frame,
  state: serverSamples.state,
  reading: serverSamples.reading,
  replayed: serverSamples.replayed,
  revoked: serverSamples.revoked,
  failed: [{ event: 'failed', what: 'token', detail: 'Error: no' }],
  disconnected: serverSamples.disconnected,
}

/** Any text at all, with what acts on terminals more often than chance has it; lone surrogates, too. */
const anyText: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom(...hostileText, '\u0085', '\u2029', '\ufeff', '\u061c', '\\', '"', '«'),
    codePoint,
  ),
  maxLength: 40,
})

/** Events that hold any text from outside. */
export const anyEvent: fc.Arbitrary<ServerEvent> = fc
  .tuple(
    anyText,
    anyText,
    fc.constantFrom<Code & ('MALFORMED' | 'GAP')>('MALFORMED', 'GAP'),
    fc.nat(100_000),
    fc.constantFrom(...Object.values(serverSamples).flat()),
  )
  .chain(([text, other, code, number, sample]) => {
    const strange = { session: other, remote: { address: text, port: number } }
    return fc.constantFrom<ServerEvent>(
      sample,
      { event: 'refused', code, detail: text, offending: number, ...strange },
      { event: 'failed', what: text, detail: other },
      { event: 'identified', name: text, known: number % 2 === 0, ...strange },
      { event: 'granted', name: text, how: 'login', expiresAtMs: number, ...strange },
      { event: 'listening', host: text, port: number, mode: other },
      {
        event: 'disconnected',
        how: 'fault',
        by: 'them',
        code,
        detail: text,
        ...totals,
        ...strange,
      },
    )
  })
