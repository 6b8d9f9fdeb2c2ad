import type { EventLoopDelay, HistogramSnapshot, ServerMetrics } from '../metrics/snapshot.ts'

/** The figures of a server of which each process has counted a part. Throws a RangeError for none. */
export const sumMetrics = (parts: readonly ServerMetrics[]): ServerMetrics => {
  const [first, ...others] = parts
  if (first === undefined) throw new RangeError('There are no figures.')
  return others.reduce(sum, first)
}

/** The figures that a process leaves behind when it ends: what it has done is not undone. */
export const remainderOf = (metrics: ServerMetrics): ServerMetrics => ({
  ...metrics,
  sessions: Object.fromEntries(Object.keys(metrics.sessions).map((state) => [state, 0])),
  conversations: 0,
  held: 0,
  heldBytes: 0,
  messages: { ...metrics.messages, waiting: 0 },
  bytes: { ...metrics.bytes, waiting: 0 },
  passwords: { running: 0, waiting: 0 },
  eventLoop: null,
  draining: false,
  storeFault: null,
})

/** Each figure by itself: one that is missing does not compile. */
const sum = (one: ServerMetrics, other: ServerMetrics): ServerMetrics => ({
  protocol: one.protocol,
  mode: one.mode,
  sessions: added(one.sessions, other.sessions),
  conversations: one.conversations + other.conversations,
  held: one.held + other.held,
  heldBytes: one.heldBytes + other.heldBytes,
  connections: {
    accepted: one.connections.accepted + other.connections.accepted,
    dropped: one.connections.dropped + other.connections.dropped,
    failedHandshakes: added(one.connections.failedHandshakes, other.connections.failedHandshakes),
    ended: added(one.connections.ended, other.connections.ended),
  },
  proofs: {
    granted: added(one.proofs.granted, other.proofs.granted),
    denied: added(one.proofs.denied, other.proofs.denied),
    replayed: one.proofs.replayed + other.proofs.replayed,
    seconds: both(one.proofs.seconds, other.proofs.seconds, (these, those) => ({
      register: addedHistogram(these.register, those.register),
      login: addedHistogram(these.login, those.login),
      resume: addedHistogram(these.resume, those.resume),
    })),
  },
  continued: one.continued + other.continued,
  notContinued: one.notContinued + other.notContinued,
  givenUp: one.givenUp + other.givenUp,
  refusals: added(one.refusals, other.refusals),
  messages: added(one.messages, other.messages),
  bytes: added(one.bytes, other.bytes),
  passwords: added(one.passwords, other.passwords),
  storeFaults: added(one.storeFaults, other.storeFaults),
  failures: one.failures + other.failures,
  handlers: both(one.handlers, other.handlers, addedHistogram),
  queues: both(one.queues, other.queues, (these, those) => ({
    bytes: addedHistogram(these.bytes, those.bytes),
    messages: addedHistogram(these.messages, those.messages),
  })),
  eventLoop: both(one.eventLoop, other.eventLoop, worst),
  draining: one.draining || other.draining,
  storeFault: one.storeFault ?? other.storeFault,
})

const both = <A>(one: A | null, other: A | null, combine: (one: A, other: A) => A): A | null =>
  one === null || other === null ? (one ?? other) : combine(one, other)

/** All have the same words: they are of one program, and speak one contract. */
const added = <Word extends string>(
  one: Readonly<Record<Word, number>>,
  other: Readonly<Record<Word, number>>,
): Record<Word, number> =>
  // One number for each word.
  Object.fromEntries(
    Object.keys(one).map((word) => [word, one[word as Word] + (other[word as Word] ?? 0)]),
  ) as Record<Word, number>

const addedHistogram = (one: HistogramSnapshot, other: HistogramSnapshot): HistogramSnapshot => ({
  bounds: one.bounds,
  counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0)),
  sum: one.sum + other.sum,
  count: one.count + other.count,
})

/** Of two event loops the one that is later is felt. */
const worst = (one: EventLoopDelay, other: EventLoopDelay): EventLoopDelay => ({
  mean: Math.max(one.mean, other.mean),
  p50: Math.max(one.p50, other.p50),
  p99: Math.max(one.p99, other.p99),
  max: Math.max(one.max, other.max),
})
