import { describe, expect, test } from '@jest/globals'
import { answer, count, deferred, type Handler, note, open, question, settled } from './conversation.ts'

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
    expect([many.messaging.backpressured, many.told]).toEqual([false, []])
    many.hear(note)
    expect([many.messaging.backpressured, many.told]).toEqual([true, ['backpressure']])
    const large = open(handlers, { maxRunning: 1, maxKeptBytes: 10 })
    large.hear(note)
    large.hear(note, 0, 9)
    expect(large.messaging.backpressured).toBe(false)
    large.hear(note, 0, 1)
    expect(large.messaging.backpressured).toBe(true)
  })

  test('where as many handlers of replies run as may', () => {
    const { hear, sequence, messaging } = open({ Note: () => new Promise(() => {}) }, { maxRunning: 2 })
    sequence.said = 1
    hear(note, 1)
    expect(messaging.backpressured).toBe(false)
    hear(note, 1)
    expect(messaging.backpressured).toBe(true)
  })

  test('where as many Pongs are not taken as may be, until they were', () => {
    const { messaging, said, told, buffer } = open({}, { maxPongs: 3 })
    for (let at = 0; at < 2; at++) expect(messaging.courtesy({ type: 'Ping', nonce: 1 })).toBe(true)
    expect([messaging.backpressured, told, buffer.isAwaited]).toEqual([false, [], true])
    messaging.courtesy({ type: 'Ping', nonce: 1 })
    expect([messaging.backpressured, told, said]).toEqual([true, ['backpressure'], ['Pong', 'Pong', 'Pong']])
    messaging.drained()
    expect(messaging.backpressured).toBe(false)
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
