import { describe, expect, test } from '@jest/globals'
import {
  answer,
  count,
  counted,
  deferred,
  type Handler,
  note,
  open,
  question,
  settled,
  total,
} from './conversation.ts'

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

test('an answer that cannot wait with those that do is none', async () => {
  const { hear, said, buffer, end, failures } = open({ Question: () => answer }, { maxWaitingSends: 0 })
  buffer.queuedBytes = end.limits.repliesUpToBytes
  hear(question)
  await settled()
  expect([said, failures().length]).toEqual([['Aborted 1 UNANSWERED'], 1])
})
