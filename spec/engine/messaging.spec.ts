import { getEventListeners } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { type AnyMessage, Writer } from '../../src/codec/index.ts'
import { type Limits, limitsFor } from '../../src/engine/limits.ts'
import { Messaging } from '../../src/engine/messaging.ts'
import type { MessagingEnd } from '../../src/engine/messaging-end.ts'
import type { KeptFrame } from '../../src/engine/outbox.ts'
import type { AnyMessageContext } from '../../src/engine/peer.ts'
import { compile } from '../../src/engine/runtime.ts'
import { SequenceNumbers } from '../../src/engine/sequence.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { exchange } from '../support/exchange/index.ts'
import { frame } from '../support/wire.ts'

const runtime = compile(exchange)
const converse = runtime.states.findIndex(({ name }) => name === 'converse')
const none = new Uint8Array(0)
const note = { type: 'Note', number: 1, body: none }
const question = { type: 'Question', number: 1, body: none }
const answer = { type: 'Answer', number: 1, body: none }
const count = { type: 'Count', number: 1, upTo: 2, bytes: 0 }
const counted = { type: 'Counted', number: 1, body: none }
const total = { type: 'Total', number: 1 }

type Handler = (message: AnyMessage, peer: AnyMessageContext) => unknown

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A conversation over an end that notes what it is told, with as little room as a test likes. */
const open = (
  handlers: Readonly<Record<string, Handler>> = {},
  room: Partial<Limits> = {},
  { keepsSaid = false, heartbeatMs = 3_600_000 } = {},
) => {
  const clock = new SimulatedClock()
  const sequence = new SequenceNumbers()
  const said: string[] = []
  /** The engine's own that count as replies. */
  const ownReplies: string[] = []
  const told: string[] = []
  const writer = new Writer()
  const buffer = {
    queuedBytes: 0,
    replyBytes: 0,
    isAwaited: false,
    frame: (message: AnyMessage, _number: number, id: number, re: number, reply: boolean) => {
      writer.reset()
      if (!runtime.encodeBody(writer, message)) return writer.fault
      // The engine's own have no ids in their headers.
      const { id: about = '', reason = '' } = message as { id?: number; reason?: string }
      const own = `${message.type} ${about} ${reason}`.trimEnd()
      if (id === 0 && reply) ownReplies.push(own)
      said.push(id === 0 ? own : `${message.type} ${id} ${re}${reply ? ' reply' : ''}`)
      return null
    },
    again: ({ id }: KeptFrame) => void said.push(`again ${id}`),
  }
  const end = {
    runtime,
    clock,
    limits: { ...limitsFor(65_536), ...room },
    sequence,
    writeBuffer: buffer,
    says: runtime.says.server,
    state: converse,
    ending: null,
    keepsSaid,
    isAway: false,
    version: 1,
    isEarlier: false,
    handlers,
    name: null,
    remote: { address: '', port: 0 },
    tally: { said: 0, heard: 0, acknowledged: 0 },
    oldestKept: 0,
    saidTurn: () => {},
    exhausted: () => void told.push('exhausted'),
    bye: () => void told.push('bye'),
    keep: ({ type }: AnyMessage, id: number, re: number) => void told.push(`keep ${type} ${id} ${re}`),
    failed: (error: unknown) => void told.push(`failed ${(error as Error).message}`),
    answerFailed: (type: string, error: unknown) =>
      void told.push(`no answer to ${type}: ${(error as Error).message}`),
    refuse: (code: string) => void told.push(`refuse ${code}`),
    outgrown: (unacknowledged: number) => void told.push(`outgrown ${unacknowledged}`),
    silent: () => void told.push('silent'),
    updateBackpressure: () => void told.push('backpressure'),
  }
  const messaging = new Messaging(end as unknown as MessagingEnd, 's', heartbeatMs)
  const hear = (message: AnyMessage, re = 0, bytes = 1): void => {
    const index = runtime.indexOf[runtime.numbers[message.type] ?? 0] ?? -1
    messaging.hear(message, index, sequence.heard + 1, re, bytes)
  }
  const failures = (): readonly string[] => told.filter((each) => each !== 'backpressure')
  return { clock, sequence, said, ownReplies, told, buffer, messaging, hear, failures, end }
}

/** A promise, and the way to settle it. */
const deferred = () => {
  const way = { resolve: (_?: unknown): void => {}, reject: (_: unknown): void => {} }
  const promise = new Promise((resolve, reject) => Object.assign(way, { resolve, reject }))
  return { promise, ...way, settle: way }
}

describe('the answer that a handler gives', () => {
  test('goes out as the reply to its message, at once or later', async () => {
    const { hear, said } = open({ Question: () => answer })
    hear(question)
    expect(said).toEqual(['Answer 1 1 reply'])
    const later = open({ Question: async () => answer })
    later.hear(question)
    later.hear(question)
    expect(later.said).toEqual([])
    await settled()
    expect(later.said).toEqual(['Answer 1 1 reply', 'Answer 2 2 reply'])
  })

  test.each<[string, Handler, string]>([
    ['nothing', () => undefined, 'It returned nothing; return Answer.'],
    ['another message', () => note, 'It returned Note; return Answer.'],
    ['a promise of another message', async () => note, 'It returned Note; return Answer.'],
    [
      'an error',
      () => {
        throw new Error('gone')
      },
      'gone',
    ],
    ['a promise that rejects', async () => Promise.reject(new Error('gone')), 'gone'],
  ])(
    'is none where it gives %s: the other side is told, and the conversation goes on',
    async (_, handler, why) => {
      const { hear, said, failures } = open({ Question: handler })
      hear(question)
      await settled()
      expect([said, failures()]).toEqual([['Aborted 1 UNANSWERED'], [`no answer to Question: ${why}`]])
    },
  )

  test('is not said when it is no longer wanted, and its handler hears of that', async () => {
    const first = deferred()
    const signals: AbortSignal[] = []
    const { hear, said, messaging, failures } = open({
      Question: (_, peer) => {
        signals.push(peer.signal)
        return first.promise
      },
    })
    hear(question)
    expect(messaging.courtesy({ type: 'Cancel', id: 1 })).toBe(true)
    expect(signals[0]?.aborted).toBe(true)
    first.settle.resolve(answer)
    await settled()
    expect([said, failures()]).toEqual([[], []])
  })

  test.each([
    ['is told where it is an error', new Error('gone'), ['no answer to Question: gone']],
    ['is not where it says so', Object.assign(new Error('x'), { name: 'AbortError' }), []],
    ['is told where it is no error', 'AbortError', ['no answer to Question: undefined']],
  ])('that fails when it is no longer wanted %s', async (_, error, expected) => {
    const first = deferred()
    const { hear, said, messaging, failures } = open({ Question: () => first.promise })
    hear(question)
    messaging.courtesy({ type: 'Cancel', id: 1 })
    first.settle.reject(error)
    await settled()
    expect([said, failures()]).toEqual([[], expected])
  })

  test('to a message that nothing answers is not asked for, and its failure ends the conversation', async () => {
    const { hear, said, failures } = open({
      Note: ({ type }) => {
        throw new Error(type)
      },
    })
    hear(note)
    const later = open({ Note: async () => Promise.reject(new Error('later')) })
    later.hear(note)
    await settled()
    expect([said, failures(), later.failures()]).toEqual([[], ['failed Note'], ['failed later']])
  })
})

test('a message without a handler is kept, also one that refers to another', () => {
  const { hear, failures, sequence } = open()
  sequence.said = 1
  hear(note)
  hear(note, 1)
  expect(failures()).toEqual(['keep Note 1 0', 'keep Note 2 1'])
})

describe('handlers', () => {
  test('run as many at a time as there is room for; the others wait, in order', async () => {
    const begun: number[] = []
    const ends = [deferred(), deferred(), deferred(), deferred()]
    const { hear, told, buffer, messaging, sequence } = open(
      {
        Note: (_, peer) => {
          begun.push(peer.id)
          return ends[peer.id - 1]?.promise
        },
      },
      { maxRunning: 2 },
    )
    for (let at = 0; at < 4; at++) hear(note)
    expect([begun, messaging.waitingMessages, messaging.keptBytes, buffer.isAwaited]).toEqual([
      [1, 2],
      2,
      2,
      true,
    ])
    expect(sequence.taken).toBe(2)
    ends[1]?.settle.resolve()
    await settled()
    expect([begun, sequence.taken]).toEqual([[1, 2, 3], 3])
    expect(told).toContain('backpressure')
    ends[0]?.settle.resolve()
    await settled()
    expect([begun, messaging.waitingMessages, sequence.taken]).toEqual([[1, 2, 3, 4], 0, 4])
  })

  test('of originals wait while replies wait, or more of their bytes are not taken than may be', async () => {
    const begun: number[] = []
    const { hear, messaging, buffer, end } = open({ Note: (_, peer) => void begun.push(peer.id) })
    buffer.replyBytes = end.limits.repliesPendingBytes - 1
    hear(note)
    buffer.replyBytes = end.limits.repliesPendingBytes
    hear(note)
    expect(begun).toEqual([1])
    buffer.replyBytes = 0
    hear(note)
    expect(begun).toEqual([1])
    messaging.drained()
    expect(begun).toEqual([1, 2, 3])
    buffer.queuedBytes = end.limits.repliesUpToBytes
    void messaging.reply(answer, 1)
    hear(note)
    expect(begun).toEqual([1, 2, 3])
    buffer.queuedBytes = 0
    messaging.drained()
    expect(begun).toEqual([1, 2, 3, 4])
  })

  test('of replies do not wait for those of originals', () => {
    const begun: number[] = []
    const { hear, sequence } = open(
      {
        Note: (_, peer) => {
          begun.push(peer.re)
          return new Promise(() => {})
        },
      },
      { maxRunning: 1 },
    )
    sequence.said = 1
    hear(note)
    hear(note)
    hear(note, 1)
    expect(begun).toEqual([0, 1])
  })

  test('that wait for one another make nobody wait without a handler', () => {
    const { hear, failures } = open({ Question: () => new Promise(() => {}) }, { maxRunning: 1 })
    hear(question)
    hear(question)
    hear(note)
    expect(failures()).toEqual(['keep Note 3 0'])
  })

  test('that wait are not begun where their answers are no longer wanted', async () => {
    const begun: number[] = []
    const first = deferred()
    const { hear, messaging } = open(
      {
        Question: (_, peer) => {
          begun.push(peer.id)
          return peer.id === 1 ? first.promise : answer
        },
      },
      { maxRunning: 1 },
    )
    for (let at = 0; at < 3; at++) hear(question)
    messaging.courtesy({ type: 'Cancel', id: 2 })
    first.settle.resolve(answer)
    await settled()
    expect(begun).toEqual([1, 3])
  })

  test('are waited for until they have ended, or for long enough', async () => {
    const first = deferred()
    const { hear, messaging, clock } = open({ Note: () => first.promise })
    const done: string[] = []
    const settle = (name: string, withinMs: number): void =>
      void messaging.settle(withinMs).then(() => void done.push(name))
    settle('idle', 1_000)
    await settled()
    hear(note)
    settle('short', 1_000)
    settle('long', 5_000)
    await settled()
    expect(done).toEqual(['idle'])
    await clock.pass(999)
    expect(done).toEqual(['idle'])
    await clock.pass(1)
    expect(done).toEqual(['idle', 'short'])
    first.settle.resolve()
    await settled()
    expect([done, clock.pending]).toEqual([['idle', 'short', 'long'], 1])
  })
})

test('handlers that are still to begin, and those of replies, are waited for as well', async () => {
  const done: string[] = []
  const queued = open({ Note: () => {} })
  queued.buffer.replyBytes = queued.end.limits.repliesPendingBytes
  queued.hear(note)
  void queued.messaging.settle(1_000).then(() => void done.push('queued'))
  const first = deferred()
  const ofReply = open({ Note: () => first.promise })
  ofReply.sequence.said = 1
  ofReply.hear(note, 1)
  void ofReply.messaging.settle(1_000).then(() => void done.push('reply'))
  await settled()
  expect(done).toEqual([])
  queued.buffer.replyBytes = 0
  queued.messaging.drained()
  await settled()
  expect(done).toEqual(['queued'])
  await ofReply.clock.pass(1_000)
  expect(done).toEqual(['queued', 'reply'])
})

test('nothing is handled any more when the conversation is over', async () => {
  const begun: number[] = []
  const first = deferred()
  const opened = open(
    {
      Note: (_, peer) => {
        begun.push(peer.id)
        if (peer.id === 1) return first.promise
        opened.messaging.finish({ how: 'lost', code: 'BROKEN', detail: '' })
        return undefined
      },
    },
    { maxRunning: 1 },
  )
  for (let at = 0; at < 3; at++) opened.hear(note)
  first.settle.resolve()
  await settled()
  expect(begun).toEqual([1, 2])
  const late = deferred()
  const { hear, messaging, told } = open({ Note: () => late.promise })
  hear(note)
  messaging.finish({ how: 'lost', code: 'BROKEN', detail: '' })
  late.settle.resolve()
  await settled()
  expect(told).toEqual([])
})

describe('reading waits', () => {
  test('where as many messages wait for handlers as are kept, or as many bytes', () => {
    const handlers = { Note: () => new Promise(() => {}) }
    const many = open(handlers, { maxRunning: 1, maxKeptMessages: 2 })
    for (let at = 0; at < 2; at++) many.hear(note)
    expect([many.messaging.congested, many.told]).toEqual([false, []])
    many.hear(note)
    expect([many.messaging.congested, many.told]).toEqual([true, ['backpressure']])
    const large = open(handlers, { maxRunning: 1, maxKeptBytes: 10 })
    large.hear(note)
    large.hear(note, 0, 9)
    expect(large.messaging.congested).toBe(false)
    large.hear(note, 0, 1)
    expect(large.messaging.congested).toBe(true)
  })

  test('where as many handlers of replies run as may', () => {
    const { hear, sequence, messaging } = open({ Note: () => new Promise(() => {}) }, { maxRunning: 2 })
    sequence.said = 1
    hear(note, 1)
    expect(messaging.congested).toBe(false)
    hear(note, 1)
    expect(messaging.congested).toBe(true)
  })

  test('where as many Pongs are not taken as may be, until they were', () => {
    const { messaging, said, told, buffer } = open({}, { maxPongs: 3 })
    for (let at = 0; at < 2; at++) expect(messaging.courtesy({ type: 'Ping', nonce: 1 })).toBe(true)
    expect([messaging.congested, told, buffer.isAwaited]).toEqual([false, [], true])
    messaging.courtesy({ type: 'Ping', nonce: 1 })
    expect([messaging.congested, told, said]).toEqual([true, ['backpressure'], ['Pong', 'Pong', 'Pong']])
    messaging.drained()
    expect(messaging.congested).toBe(false)
  })
})

describe('a stream that a handler gives', () => {
  const endless = (closed: number[] = []): Handler =>
    async function* (_, peer) {
      try {
        for (;;) yield counted
      } finally {
        closed.push(peer.id)
      }
    }
  const wordsOf = (said: readonly string[], word: string): number =>
    said.filter((each) => each.startsWith(`${word} `)).length

  test('goes out up to its window, and on when there is more room', async () => {
    const { hear, said, messaging } = open({ Count: endless() })
    hear(count)
    await settled()
    expect(said).toEqual(Array.from({ length: 8 }, (_, at) => `Counted ${at + 1} 1`))
    expect(messaging.courtesy({ type: 'More', id: 1, messages: 2 })).toBe(true)
    await settled()
    expect(said).toHaveLength(10)
    messaging.courtesy({ type: 'More', id: 7, messages: 2 })
    await settled()
    expect(said).toHaveLength(10)
  })

  test('ends with what its handler returns', async () => {
    const { hear, said, failures } = open({
      async *Count() {
        yield counted
        return total
      },
    })
    hear(count)
    await settled()
    expect([said, failures()]).toEqual([['Counted 1 1', 'Total 2 1'], []])
  })

  test('is closed where no more of it is wanted', async () => {
    const closed: number[] = []
    const { hear, said, messaging } = open({ Count: endless(closed) })
    hear(count)
    hear(count)
    await settled()
    messaging.courtesy({ type: 'Cancel', id: 1 })
    await settled()
    expect([closed, wordsOf(said, 'Aborted')]).toEqual([[1], 0])
    messaging.close()
    await settled()
    expect(closed).toEqual([1, 2])
  })

  test('is one of as many as may be given at a time; one more is told so', async () => {
    const { hear, said, messaging } = open({ Count: endless() }, { maxStreams: 2 })
    for (let at = 0; at < 3; at++) hear(count)
    await settled()
    expect([wordsOf(said, 'Counted'), said.filter((each) => each.startsWith('Aborted'))]).toEqual([
      16,
      ['Aborted 3 OVERLOADED'],
    ])
    messaging.courtesy({ type: 'Cancel', id: 1 })
    hear(count)
    await settled()
    expect(said.slice(-1)).toEqual(['Counted 24 4'])
  })

  test.each<[string, Handler]>([
    ['a message', () => total],
    ['nothing', () => undefined],
    ['null', () => null],
    ['an object whose next is no function', () => ({ next: 7 })],
    ['an object whose iterator is no function', () => ({ [Symbol.asyncIterator]: 7 })],
  ])('is none where it is %s', (_, handler) => {
    const { hear, said, failures } = open({ Count: handler })
    hear(count)
    expect([said, failures()]).toEqual([
      ['Aborted 1 UNANSWERED'],
      ['no answer to Count: It gave no stream: write it as an async generator, async *.'],
    ])
  })

  test('may be an iterator, or what has one', async () => {
    const iterator = () => ({ next: async () => ({ done: true, value: total }) })
    for (const given of [iterator(), { [Symbol.asyncIterator]: iterator }]) {
      const { hear, said } = open({ Count: () => given })
      hear(count)
      await settled()
      expect(said).toEqual(['Total 1 1'])
    }
  })

  test('waits for room in the share of originals, and takes turns with them', async () => {
    const { hear, said, messaging, buffer, end } = open({ Count: endless() })
    buffer.queuedBytes = end.limits.originalsUpToBytes
    hear(count)
    void messaging.say(note)
    await settled()
    expect([said, buffer.isAwaited]).toEqual([[], true])
    buffer.isAwaited = false
    messaging.drained()
    expect(buffer.isAwaited).toBe(true)
    buffer.queuedBytes = 0
    messaging.drained()
    await settled()
    expect([wordsOf(said, 'Note'), wordsOf(said, 'Counted')]).toEqual([1, 8])
  })

  test('does not make handlers of originals wait, as replies do', async () => {
    const { hear, said } = open({ Count: endless() })
    hear(count)
    await settled()
    expect(said.filter((each) => each.endsWith('reply'))).toEqual([])
  })
})

describe('an answer to a message of this side', () => {
  test('comes to whoever asked for it, and to no handler', async () => {
    const { hear, messaging, said, failures } = open()
    const asked = messaging.ask(question, {})
    hear(answer, 1)
    expect([await asked, said, failures()]).toEqual([{ ...answer, id: 1, re: 1 }, ['Question 1 0'], []])
    // One more of them is nobody's.
    hear(answer, 1)
    expect(failures()).toEqual([])
  })

  test('of another type breaks the contract', () => {
    const { hear, messaging, failures } = open()
    void messaging.ask(question, {})
    hear(counted, 1)
    expect(failures()).toEqual(['refuse UNEXPECTED_MESSAGE'])
  })

  test('that comes as a stream comes in order, and asks for more', async () => {
    const { hear, messaging, said } = open()
    const stream = messaging.stream(count, {})
    const answers = stream[Symbol.asyncIterator]()
    for (let at = 0; at < 4; at++) {
      hear(counted, 1)
      expect((await answers.next()).value).toEqual(counted)
    }
    hear(total, 1)
    await expect(stream.end).resolves.toEqual(total)
    expect([(await answers.next()).done, said]).toEqual([true, ['Count 1 0', 'More 1']])
    hear(total, 1)
    expect(said).toHaveLength(2)
  })

  test('that does not come in time is no longer wanted', async () => {
    const { messaging, said, clock, hear, failures } = open()
    const asked = messaging.ask(question, { withinMs: 500 })
    const usual = messaging.ask(question, {})
    await clock.pass(500)
    await expect(asked).rejects.toMatchObject({ code: 'NO_ANSWER', failure: { withinMs: 500 } })
    expect(said).toEqual(['Question 1 0', 'Question 2 0', 'Cancel 1'])
    await clock.pass(29_499)
    expect(said).toHaveLength(3)
    await clock.pass(1)
    await expect(usual).rejects.toMatchObject({ code: 'NO_ANSWER', failure: { withinMs: 30_000 } })
    hear(answer, 1)
    expect(failures()).toEqual([])
  })

  test('that is given up is cancelled, and not asked for where it was given up before', async () => {
    const { messaging, said } = open()
    const controller = new AbortController()
    const asked = messaging.ask(question, { signal: controller.signal })
    const stream = messaging.stream(count, { signal: controller.signal })
    controller.abort()
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(stream.end).rejects.toMatchObject({ code: 'ABORTED' })
    expect(said).toEqual(['Question 1 0', 'Count 2 0', 'Cancel 1', 'Cancel 2'])
    await expect(messaging.ask(question, { signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    })
    await expect(messaging.stream(count, { signal: controller.signal }).end).rejects.toMatchObject({
      code: 'ABORTED',
    })
    expect(said).toHaveLength(4)
  })

  test('to a message that nothing answers is whatever refers to it, and giving that up tells nobody', async () => {
    const { messaging, said, hear, clock } = open()
    const asked = messaging.ask(note, {})
    hear(note, 1)
    await expect(asked).resolves.toMatchObject({ type: 'Note', id: 1, re: 1 })
    const late = messaging.ask(note, { withinMs: 10 })
    await clock.pass(10)
    await expect(late).rejects.toMatchObject({ code: 'NO_ANSWER' })
    expect(said).toEqual(['Note 1 0', 'Note 2 0'])
  })

  test('is none where the other side says so', async () => {
    const { messaging } = open()
    const asked = messaging.ask(question, {})
    expect(messaging.courtesy({ type: 'Aborted', id: 1, reason: 'OVERLOADED' })).toBe(true)
    await expect(asked).rejects.toMatchObject({ code: 'UNANSWERED', failure: { reason: 'OVERLOADED' } })
    expect(messaging.courtesy({ type: 'Aborted', id: 1, reason: 'OVERLOADED' })).toBe(true)
  })

  test('is asked for by the way that its contract has', async () => {
    const { messaging, said } = open()
    await expect(messaging.ask(count, {})).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' })
    await expect(messaging.stream(question, {}).end).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' })
    await expect(messaging.stream(note, {}).end).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' })
    expect(said).toEqual([])
  })

  test('does not come any more when the conversation has ended', async () => {
    const signals: AbortSignal[] = []
    const { messaging, hear, clock, failures } = open({
      Note: (_, peer) => {
        signals.push(peer.signal)
        return new Promise(() => {})
      },
    })
    hear(note)
    const asked = messaging.ask(question, {})
    const stream = messaging.stream(count, {})
    messaging.finish({ how: 'lost', code: 'BROKEN', detail: '' })
    await expect(asked).rejects.toMatchObject({ code: 'ENDED' })
    await expect(stream.end).rejects.toMatchObject({ code: 'ENDED' })
    await expect(messaging.say(note)).rejects.toMatchObject({ code: 'ENDED' })
    expect([signals[0]?.aborted, clock.pending, failures(), messaging.mayContinue]).toEqual([
      true,
      0,
      [],
      false,
    ])
  })
})

describe('word of what was received', () => {
  test('beyond what was said, or back, breaks the contract', () => {
    const { messaging } = open()
    for (let at = 0; at < 3; at++) void messaging.say(note)
    const ack = (received: number) => messaging.courtesy({ type: 'Ack', received })
    expect([ack(4), ack(2), ack(1), ack(3)]).toEqual([false, true, false, true])
    expect(messaging.courtesy({ type: 'Bye', reason: 'DONE', detail: '' })).toBe(false)
  })

  test('lets originals go on that wait for the window', () => {
    const { messaging, said, hear } = open({ Note: () => {} }, { windowMessages: 16 })
    for (let at = 0; at < 20; at++) void messaging.say(note)
    expect(said).toHaveLength(16)
    messaging.courtesy({ type: 'Ack', received: 2 })
    expect(said).toHaveLength(18)
    hear(note, 4)
    expect(said).toHaveLength(20)
  })
})

describe('handlers of both sides that wait for each other', () => {
  const standing = () => {
    const first = deferred()
    const opened = open({ Note: () => first.promise }, { maxRunning: 1, windowMessages: 16 })
    for (let at = 0; at < 17; at++) void opened.messaging.say(note)
    // The other side has acknowledged something before.
    opened.messaging.courtesy({ type: 'Ack', received: 1 })
    for (let at = 0; at < 2; at++) void opened.messaging.say(note)
    for (let at = 0; at < 2; at++) opened.hear(note)
    return { ...opened, first }
  }

  test('end it after thirty seconds in which nothing moves', () => {
    const { clock, failures } = standing()
    clock.advance(29_999)
    expect(failures()).toEqual([])
    clock.advance(1)
    expect(failures()).toEqual(['refuse INTERNAL'])
  })

  test('are not there where handlers run, and none waits for one', () => {
    for (const heard of [0, 1]) {
      const { messaging, hear, clock, failures } = open(
        { Note: () => new Promise(() => {}) },
        { maxRunning: 1, windowMessages: 16 },
      )
      for (let at = 0; at < heard; at++) hear(note)
      for (let at = 0; at < 18; at++) void messaging.say(note)
      messaging.courtesy({ type: 'Ack', received: 1 })
      for (let at = 0; at < 4; at++) void messaging.say(note)
      clock.advance(200_000)
      expect(failures()).toEqual([])
    }
    const { messaging, hear, clock, failures } = open(
      { Note: () => new Promise(() => {}) },
      { maxRunning: 1 },
    )
    void messaging.say(note)
    for (let at = 0; at < 3; at++) hear(note)
    clock.advance(200_000)
    expect(failures()).toEqual([])
  })

  test('do not where a handler has ended, or the other side has taken something', async () => {
    const one = standing()
    one.first.settle.resolve()
    await settled()
    one.clock.advance(100_000)
    expect(one.failures()).toEqual([])
    const other = standing()
    other.clock.advance(20_000)
    other.messaging.courtesy({ type: 'Ack', received: 1 })
    other.clock.advance(39_999)
    expect(other.failures()).toEqual([])
    // It is still there.
    other.messaging.heardAtMs = other.clock.now()
    other.clock.advance(1)
    expect(other.failures()).toEqual(['refuse INTERNAL'])
  })
})

test('handlers of both sides that wait for each other are noticed in whatever order they came to', () => {
  const { messaging, hear, clock, failures } = open(
    { Note: () => new Promise(() => {}) },
    { maxRunning: 1, windowMessages: 16 },
  )
  for (let at = 0; at < 2; at++) hear(note)
  void messaging.say(note)
  messaging.courtesy({ type: 'Ack', received: 1 })
  for (let at = 0; at < 17; at++) void messaging.say(note)
  clock.advance(20_000)
  // One more that waits does not begin the time again.
  void messaging.say(note)
  clock.advance(9_999)
  expect(failures()).toEqual([])
  clock.advance(1)
  expect(failures()).toEqual(['refuse INTERNAL'])
})

test('what an iterator has not taken is not acknowledged', () => {
  const { messaging, hear, sequence, end, clock, said } = open()
  const at = end as { oldestKept: number }
  at.oldestKept = 1
  for (let id = 1; id <= 3; id++) hear(note)
  expect(sequence.taken).toBe(0)
  at.oldestKept = 3
  messaging.keptWasTaken()
  expect(sequence.taken).toBe(2)
  at.oldestKept = 0
  messaging.keptWasTaken()
  expect([sequence.taken, said]).toEqual([3, []])
  clock.advance(1_000)
  expect(said).toEqual(['Ack'])
  hear(note)
  messaging.lastAck()
  messaging.lastAck()
  expect(said).toEqual(['Ack', 'Ack'])
})

test('while this side does not read, the other one is not silent', () => {
  const { messaging, clock, told } = open({}, {}, { heartbeatMs: 1_000 })
  messaging.setReading(false)
  clock.advance(10_000)
  expect(told).toEqual([])
  messaging.setReading(true)
  clock.advance(2_999)
  expect(told).toEqual([])
  clock.advance(1)
  expect(told).toEqual(['silent'])
})

test('room is awaited as long as somebody waits for it', () => {
  const waits = (
    handlers: Readonly<Record<string, Handler>>,
    make: (opened: ReturnType<typeof open>) => void,
  ) => {
    const opened = open(handlers)
    make(opened)
    opened.buffer.isAwaited = false
    opened.messaging.drained()
    return opened.buffer.isAwaited
  }
  const full = ({ buffer, end }: ReturnType<typeof open>): void => {
    buffer.queuedBytes = end.limits.repliesUpToBytes
  }
  expect([
    waits({}, () => {}),
    waits({}, (opened) => {
      full(opened)
      void opened.messaging.reply(answer, 1)
    }),
    waits({}, (opened) => {
      full(opened)
      void opened.messaging.say(note)
    }),
    waits({ Count: async function* () {} }, (opened) => {
      full(opened)
      opened.hear(count)
    }),
    waits({ Note: () => {} }, (opened) => {
      opened.buffer.replyBytes = opened.end.limits.repliesPendingBytes
      opened.hear(note)
    }),
  ]).toEqual([false, true, true, true, true])
})

test('an answer that cannot wait with those that do is none', async () => {
  const { hear, said, buffer, end, failures } = open({ Question: () => answer }, { maxWaitingSends: 0 })
  buffer.queuedBytes = end.limits.repliesUpToBytes
  hear(question)
  await settled()
  expect([said, failures().length]).toEqual([['Aborted 1 UNANSWERED'], 1])
})

test('asking for an answer within no time is refused, and one that came is listened for no more', async () => {
  const { messaging, hear, said } = open()
  await expect(messaging.peer.ask(question, { withinMs: Number.NaN })).rejects.toThrow(RangeError)
  expect(said).toEqual([])
  const { signal } = new AbortController()
  const asked = messaging.ask(question, { signal })
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  hear(answer, 1)
  await asked
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

describe('last words about single messages', () => {
  test('count as replies where the other side has caused them', () => {
    const { messaging, hear, ownReplies } = open({ Question: () => undefined })
    hear(question)
    messaging.tell({ type: 'Cancel', id: 1 })
    expect(ownReplies).toEqual(['Aborted 1 UNANSWERED'])
  })

  test('are kept for another connection, and the other side is asked after 64 of them', () => {
    const { messaging, said } = open({}, {}, { keepsSaid: true })
    for (let id = 1; id <= 63; id++) messaging.tell({ type: 'Cancel', id })
    expect(said.filter((each) => each === 'Ping')).toEqual([])
    messaging.tell({ type: 'Cancel', id: 64 })
    expect([said.length, said.at(-1)]).toEqual([65, 'Ping'])
    messaging.courtesy({ type: 'Pong', nonce: 1 })
    expect(messaging.save().farewells).toEqual([])
  })

  test('of which more are kept than may be make it end with its connection', () => {
    const { messaging } = open({}, { maxUnacknowledgedMessages: 3 }, { keepsSaid: true })
    for (let id = 1; id <= 3; id++) messaging.tell({ type: 'Cancel', id })
    expect(messaging.mayContinue).toBe(true)
    messaging.tell({ type: 'Cancel', id: 4 })
    expect(messaging.mayContinue).toBe(false)
  })

  test('are not kept where nothing is', () => {
    const { messaging, said } = open()
    for (let id = 1; id <= 70; id++) messaging.tell({ type: 'Aborted', id, reason: 'UNANSWERED' })
    expect([said.length, messaging.save().farewells]).toEqual([70, []])
  })
})

test('a conversation that another process is to go on with says what it needs, and cannot go on here', () => {
  const { messaging, hear, sequence } = open(
    { Question: () => new Promise(() => {}) },
    { maxRunning: 1 },
    { keepsSaid: true },
  )
  hear(question)
  hear(question)
  void messaging.ask(question, {})
  sequence.acknowledged = 0
  expect(messaging.mayContinue).toBe(true)
  expect(messaging.save()).toMatchObject({
    version: 1,
    state: 'converse',
    sequence: { said: 1, heard: 2, taken: 1, acknowledged: 0, acked: 0 },
    queued: [{ id: 2 }],
    farewells: [
      { type: 'Aborted', id: 1, reason: 'LOST' },
      { type: 'Cancel', id: 1 },
    ],
  })
  expect(messaging.mayContinue).toBe(false)
})

test('silence is answered with Pings, counted in nonces, while a conversation lasts', () => {
  const { messaging, said, end } = open()
  messaging.ping()
  messaging.ping()
  expect(said).toEqual(['Ping', 'Ping'])
  messaging.silent()
  expect(end.writeBuffer.isAwaited).toBe(false)
  messaging.finish({ how: 'lost', code: 'BROKEN', detail: '' })
  messaging.ping()
  expect([said.length, messaging.sayControl({ type: 'Ping', nonce: 3 } as AnyMessage)]).toEqual([2, false])
})

describe('a conversation that goes on over another connection', () => {
  const endless: Handler = async function* () {
    for (;;) yield counted
  }

  test('says nothing to the one that it left, and streams wait for their room', async () => {
    const { messaging, hear, said, end } = open({ Count: endless, Question: () => answer })
    hear(count)
    await settled()
    expect(said).toHaveLength(8)
    messaging.hold(end as never, converse)
    const next = open()
    messaging.goOn({ ...next.end, sequence: end.sequence, handlers: end.handlers } as never, 3_600_000, 8)
    await settled()
    hear(question)
    expect([said.length, next.said]).toEqual([8, ['Ack', 'Answer 9 2 reply']])
    messaging.courtesy({ type: 'More', id: 1, messages: 5 })
    await settled()
    expect(next.said.slice(2)).toEqual(Array.from({ length: 5 }, (_, at) => `Counted ${at + 10} 1`))
  })

  test('says first what was lost, and then its last words about single messages', () => {
    const { messaging, end } = open({}, {}, { keepsSaid: true })
    const keepers: { written(source: Uint8Array, bytes: number): void }[] = []
    messaging.keepFor({ keepFor: (keeper: never) => void keepers.push(keeper) } as never)
    void messaging.say(note)
    keepers[0]?.written(frame(64, Buffer.from([8, 1]), { id: 1 }), 18)
    messaging.tell({ type: 'Cancel', id: 9 })
    messaging.hold(end as never, converse)
    const next = open()
    next.buffer.queuedBytes = end.limits.repliesUpToBytes
    messaging.goOn({ ...next.end, sequence: end.sequence, keepsSaid: true } as never, 3_600_000, 0)
    messaging.tell({ type: 'Cancel', id: 10 })
    // Of these nothing is said that may tell of what was said over the connection before.
    messaging.courtesy({ type: 'Pong', nonce: 5 })
    expect([messaging.repeated, next.said, messaging.mayContinue]).toEqual([1, [], true])
    next.buffer.queuedBytes = 0
    messaging.drained()
    expect(next.said).toEqual(['again 1', 'Cancel 9', 'Cancel 10'])
    messaging.drained()
    expect(next.said).toHaveLength(3)
    messaging.tell({ type: 'Cancel', id: 11 })
    expect(next.said.at(-1)).toBe('Cancel 11')
    void messaging.say(note)
    messaging.courtesy({ type: 'Ack', received: 1 })
    expect(messaging.save().farewells).toHaveLength(3)
  })

  test('may do so in another process', async () => {
    const before = open(
      { Question: () => new Promise(() => {}), Count: endless },
      { maxRunning: 1 },
      { keepsSaid: true },
    )
    before.hear(count)
    before.hear(question)
    before.hear(question)
    await settled()
    void before.messaging.ask(question, {})
    const saved = before.messaging.save()
    expect(saved.farewells).toEqual([
      { type: 'Aborted', id: 2, reason: 'LOST' },
      { type: 'Aborted', id: 1, reason: 'LOST' },
      { type: 'Cancel', id: 9 },
    ])
    const begun: number[] = []
    const handlers: Readonly<Record<string, Handler>> = {
      Question: (_, peer) => {
        begun.push(peer.id)
        return answer
      },
    }
    const next = open(handlers, {}, { keepsSaid: true })
    const messaging = Messaging.restore(next.end as never, 's', saved)
    expect([
      messaging.state,
      messaging.sequence.said,
      messaging.sequence.heard,
      messaging.mayContinue,
    ]).toEqual([converse, 10, 3, true])
    messaging.goOn({ ...next.end, sequence: messaging.sequence } as never, 3_600_000, 9)
    // It was handled as soon as it was there, and its answer is kept.
    expect(begun).toEqual([3])
    expect(next.said.filter((each) => each.startsWith('Aborted') || each.startsWith('Cancel'))).toEqual([
      'Aborted 2 LOST',
      'Aborted 1 LOST',
      'Cancel 9',
    ])
  })

  test('tells the room of a stream anew to one that begins only then', async () => {
    const { messaging, hear, said, end, buffer } = open({ Count: endless })
    buffer.replyBytes = end.limits.repliesPendingBytes
    hear(count)
    await settled()
    expect(said).toEqual([])
    messaging.hold({ ...end, writeBuffer: buffer } as never, converse)
    const next = open()
    const over = { ...next.end, sequence: end.sequence, handlers: end.handlers }
    next.buffer.replyBytes = end.limits.repliesPendingBytes
    messaging.goOn(over as never, 3_600_000, 0)
    next.buffer.replyBytes = 0
    messaging.drained()
    await settled()
    expect(next.said.filter((each) => each.startsWith('Counted'))).toEqual([])
    messaging.courtesy({ type: 'More', id: 1, messages: 2 })
    await settled()
    expect(next.said.filter((each) => each.startsWith('Counted'))).toHaveLength(2)
  })
})
