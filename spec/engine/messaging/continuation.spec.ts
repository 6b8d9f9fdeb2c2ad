import { describe, expect, test } from '@jest/globals'
import { Messaging } from '../../../src/engine/messaging.ts'
import { frame } from '../../support/wire.ts'
import {
  answer,
  converse,
  count,
  counted,
  type Handler,
  note,
  open,
  question,
  settled,
} from './conversation.ts'

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
