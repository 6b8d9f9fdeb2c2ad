import { describe, expect, test } from '@jest/globals'
import type { AnyMessage } from '../../../src/codec/index.ts'
import type { PendingAnswer } from '../../../src/engine/pending-answers.ts'
import { SAID } from '../../../src/engine/sending.ts'
import { MAX_ID } from '../../../src/engine/sequence.ts'
import {
  converse,
  count,
  counted,
  done,
  limits,
  note,
  open,
  question,
  runtime,
  settled,
} from './sending-end.ts'

describe('a message of its own accord', () => {
  test('has the next id, and its promise that id', async () => {
    const { sending, said, sequence } = open()
    await expect(sending.say(note())).resolves.toBe(1)
    await expect(sending.say(note())).resolves.toBe(2)
    expect([said, sequence.said, sequence.saidRe]).toEqual([['Note 1 0', 'Note 2 0'], 2, 0])
  })

  test('waits where the share of originals in the write buffer is used up, and is said in order', async () => {
    const { sending, said, buffer, watch, outcomes } = open()
    buffer.queuedBytes = limits.originalsUpToBytes - 1
    watch(sending.say(note()))
    buffer.queuedBytes = limits.originalsUpToBytes
    watch(sending.say(note()))
    buffer.queuedBytes = 0
    watch(sending.say(note()))
    await settled()
    expect([said, outcomes, sending.originalsWait, buffer.isAwaited]).toEqual([
      ['Note 1 0'],
      ['1'],
      true,
      true,
    ])
    sending.sendReplies()
    expect(said).toHaveLength(1)
    buffer.frameBytes = limits.originalsUpToBytes
    sending.sendOriginals()
    expect(said).toHaveLength(2)
    buffer.queuedBytes = 0
    sending.sendOriginals()
    await settled()
    expect([said, outcomes, sending.originalsWait]).toEqual([
      ['Note 1 0', 'Note 2 0', 'Note 3 0'],
      ['1', '2', '3'],
      false,
    ])
  })

  test('waits while the window is full, until the other side has taken some', async () => {
    const { sending, said, told, watch, outcomes } = open()
    for (let at = 0; at < 1_024; at++) watch(sending.say(note()))
    await settled()
    expect([outcomes.length, told, sending.waitsForWindow]).toEqual([1_024, [], false])
    watch(sending.say(note()))
    watch(sending.say(note()))
    expect([said.length, told, sending.waitsForWindow]).toEqual([1_024, ['window', 'window'], true])
    sending.acknowledged(63)
    expect(said).toHaveLength(1_024)
    sending.acknowledged(64)
    expect([said.length, sending.waitsForWindow]).toEqual([1_026, false])
  })

  test('counts towards the window in bytes, and a reply does not', async () => {
    const { sending, said, buffer } = open()
    buffer.frameBytes = limits.windowBytes / 4
    for (let at = 0; at < 6; at++) {
      buffer.queuedBytes = 0
      void sending.reply({ ...question, type: 'Answer' }, 1)
    }
    for (let at = 0; at < 6; at++) {
      buffer.queuedBytes = 0
      void sending.say(note())
    }
    expect(said.filter((each) => each.startsWith('Note'))).toHaveLength(4)
  })

  test('waits no longer for a side that acknowledges nothing for five seconds', async () => {
    const { sending, said, clock } = open()
    for (let at = 0; at < 1_030; at++) void sending.say(note())
    clock.advance(4_999)
    expect(said).toHaveLength(1_024)
    clock.advance(1)
    expect([said.length, clock.pending]).toEqual([1_030, 0])
    for (let at = 0; at < 5_000; at++) void sending.say(note())
    expect(said).toHaveLength(6_030)
  })

  test('waits for a side that has acknowledged something, however long', async () => {
    const { sending, said, clock } = open()
    for (let at = 0; at < 1_030; at++) void sending.say(note())
    sending.acknowledged(1)
    clock.advance(60_000)
    expect(said).toHaveLength(1_024)
    const later = open()
    later.sequence.acknowledged = 1
    for (let at = 0; at < 1_030; at++) void later.sending.say(note())
    expect(later.clock.pending).toBe(0)
    const away = open({ isAway: true })
    for (let at = 0; at < 1_030; at++) void away.sending.say(note())
    expect(away.clock.pending).toBe(0)
    away.sending.moveTo(open().end)
    expect(away.clock.pending).toBe(0)
  })

  test('begins to wait for a first acknowledgement anew over another connection', async () => {
    const { sending, said, clock, end } = open()
    for (let at = 0; at < 1_030; at++) void sending.say(note())
    clock.advance(4_000)
    sending.moveTo({ ...end })
    clock.advance(4_999)
    expect([said.length, clock.pending]).toEqual([1_024, 1])
    clock.advance(1)
    expect(said).toHaveLength(1_030)
  })

  test('is refused where more of them wait than are kept, and replies wait beside them', async () => {
    const { sending, buffer, watch, outcomes } = open()
    buffer.queuedBytes = limits.repliesUpToBytes
    for (let at = 0; at < limits.maxWaitingSends; at++) {
      watch(sending.say(note()))
      watch(sending.reply({ ...question, type: 'Answer' }, 1))
    }
    await settled()
    expect(outcomes).toEqual([])
    watch(sending.say(note()))
    watch(sending.reply({ ...question, type: 'Answer' }, 1))
    await settled()
    expect(outcomes).toEqual(['TOO_MANY_WAITING', 'TOO_MANY_WAITING'])
  })

  test('with the highest id is the last one', () => {
    const { sending, sequence, told } = open()
    sequence.said = MAX_ID - 2
    void sending.say(note())
    expect(told).toEqual([])
    void sending.say(note())
    expect(told).toEqual(['exhausted'])
  })
})

describe('a reply', () => {
  const answer = { ...question, type: 'Answer' }

  test('is said at once, is one, and acknowledges what it answers', () => {
    const { sending, said, sequence } = open()
    sequence.taken = 9
    expect(sending.reply(answer, 7)).toBe(SAID)
    expect([said, sequence.saidRe, sequence.unacknowledged]).toEqual([['Answer 1 7 reply'], 7, 2])
  })

  test('has its own share of the write buffer, and waits there in order', async () => {
    const { sending, said, buffer, watch, outcomes } = open()
    buffer.queuedBytes = limits.repliesUpToBytes - 1
    watch(sending.reply(answer, 1))
    expect([said.length, sending.repliesWait]).toEqual([1, false])
    buffer.queuedBytes = limits.repliesUpToBytes
    watch(sending.reply(answer, 2))
    buffer.queuedBytes = 0
    watch(sending.reply(answer, 3))
    sending.sendOriginals()
    expect([said.length, sending.repliesWait, buffer.isAwaited]).toEqual([1, true, true])
    sending.sendReplies()
    await settled()
    expect([said, sending.repliesWait, outcomes.length]).toEqual([
      ['Answer 1 1 reply', 'Answer 2 2 reply', 'Answer 3 3 reply'],
      false,
      3,
    ])
  })

  test('of a stream leaves the share of originals room, and says its bytes', () => {
    const { sending, said, buffer } = open()
    buffer.frameBytes = 20
    expect(sending.answer(counted(1), 3)).toBe(4)
    expect(said).toEqual(['Counted 1 3'])
    expect(sending.answer(counted(-1), 3)).toMatchObject({
      code: 'MALFORMED_MESSAGE',
    })
  })
})

describe('what cannot be said', () => {
  test.each([
    ['no message', null],
    ['a message of no contract', { type: 'Song' }],
    ['a message of the base', { type: 'Ping', nonce: 1 }],
    ['a message that a stream answers', { type: 'Count', number: 1, upTo: 2, bytes: 0 }],
    ['a message whose field is beyond its bounds', note(-1)],
  ])('%s is refused, and uses no id', async (_, message) => {
    const { sending, said, sequence } = open()
    await expect(sending.say(message as AnyMessage)).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' })
    expect([said, sequence.said]).toEqual([[], 0])
    await expect(sending.say(note())).resolves.toBe(1)
  })

  test.each([
    [{ type: 'Song', text: 'canary' }, 'The type "Song" is'],
    [{ type: 'Ping', nonce: 1 }, 'The type "Ping" is'],
    [{ type: 'So\nng' }, 'The type "So\\nng" is'],
    [{ type: 'S'.repeat(1_000) }, `The type "${'S'.repeat(64)}…" is`],
    [{ type: 7 }, 'What has no type is'],
    [{}, 'What has no type is'],
    [undefined, 'What has no type is'],
    ['canary', 'What has no type is'],
  ])('%j is named, and what may be said instead', async (message, named) => {
    // A program without types may give anything.
    await expect(open().sending.say(message as unknown as AnyMessage)).rejects.toMatchObject({
      message: `${named} no conversation message of the contract; say Note or Question or Answer or Count or Counted or Total. Nothing was said.`,
    })
  })

  test('a type that cannot be read is refused', async () => {
    const message = {
      get type(): string {
        throw new Error('mine')
      },
    }
    await expect(open().sending.say(message)).rejects.toMatchObject({
      code: 'MALFORMED_MESSAGE',
      cause: { message: 'mine' },
    })
  })

  test('a message that waited and breaks the contract is refused then, and the next one is said', async () => {
    const { sending, buffer, said, watch, outcomes } = open()
    buffer.queuedBytes = limits.originalsUpToBytes
    watch(sending.say(note(-1)))
    watch(sending.say(note(2)))
    buffer.queuedBytes = 0
    sending.sendOriginals()
    await settled()
    expect([outcomes.toSorted(), said]).toEqual([['1', 'MALFORMED_MESSAGE'], ['Note 1 0']])
  })

  test('in a state of no conversation it has ended', async () => {
    await expect(open({ state: done }).sending.say(note())).rejects.toMatchObject({ code: 'ENDED' })
  })

  test('where the contract has only others now, the error names those', async () => {
    const says = Int16Array.from(runtime.says.client)
    const at = (name: string): number =>
      converse * runtime.messages.length + (runtime.indexOf[runtime.numbers[name] ?? 0] ?? -1)
    for (const name of ['Note', 'Count', 'Counted', 'Total']) says[at(name)] = -1
    const { sending } = open({ says })
    await expect(sending.say(note())).rejects.toMatchObject({
      code: 'NOT_NOW',
      failure: { state: 'converse', maySay: ['Question', 'Answer'] },
    })
  })

  test('nothing after it was closed: whoever waits is told, and whoever comes later', async () => {
    const { sending, buffer, watch, outcomes, said } = open()
    buffer.queuedBytes = limits.repliesUpToBytes
    watch(sending.say(note()))
    watch(sending.reply({ ...question, type: 'Answer' }, 1))
    expect(sending.maySay('Ping')).toBe(true)
    sending.close(Object.assign(new Error('Over.'), { code: 'OVER' }) as never)
    buffer.queuedBytes = 0
    watch(sending.say(note()))
    await settled()
    expect([outcomes.toSorted(), said, sending.maySay('Ping')]).toEqual([
      ['ENDED', 'OVER', 'OVER'],
      [],
      false,
    ])
    sending.sendReplies()
    sending.sendOriginals()
    expect(said).toEqual([])
  })

  test('a message that leads to another state tells of it, and others do not', () => {
    const says = Int16Array.from(runtime.says.client)
    says[converse * runtime.messages.length + (runtime.indexOf[runtime.numbers.Note ?? 0] ?? -1)] = done
    const { sending, told } = open({ says })
    void sending.reply({ ...question, type: 'Answer' }, 1)
    expect(told).toEqual([])
    void sending.say(note())
    expect(told).toEqual(['turn Note'])
  })

  test('the engine says what the contract has for its state, and no more', () => {
    const { sending, said } = open()
    expect(['Ping', 'Ack', 'Bye', 'Hello', 'Song'].map((type) => sending.maySay(type))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    sending.sayOwn({ type: 'Ping', nonce: 1 })
    sending.sayOwn({ type: 'Aborted', id: 1, reason: 'UNANSWERED' }, true)
    expect(said).toEqual(['Ping 0 0', 'Aborted 0 0 reply'])
  })
})

describe('a message whose answers are waited for', () => {
  const waiting = (notes: string[], set: Partial<PendingAnswer> = {}): PendingAnswer => ({
    isOver: false,
    withinMs: 1_000,
    dueMs: 0,
    said: (id) => void notes.push(`said ${id}`),
    take: () => 'last',
    expire: () => {},
    countRoom: () => {},
    tellRoom: () => {},
    fail: ({ code }) => void notes.push(`failed ${code}`),
    ...set,
  })

  test('is waited for from the moment in which it is said', () => {
    const { sending, said, buffer, pending } = open()
    const notes: string[] = []
    sending.ask(question, waiting(notes))
    expect([notes.splice(0), pending.ids]).toEqual([['said 1'], [1]])
    buffer.queuedBytes = limits.originalsUpToBytes
    sending.ask(question, waiting(notes))
    buffer.queuedBytes = 0
    sending.ask(count, waiting(notes))
    expect([notes, said.length]).toEqual([[], 1])
    sending.sendOriginals()
    expect([notes, said.slice(1), pending.ids]).toEqual([
      ['said 2', 'said 3'],
      ['Question 2 0', 'Count 3 0'],
      [1, 2, 3],
    ])
  })

  test('is not said where it was given up before, or breaks the contract', () => {
    const { sending, said, buffer, pending } = open()
    const notes: string[] = []
    const broken = { ...question, number: -1 }
    sending.ask(broken, waiting(notes))
    buffer.queuedBytes = limits.originalsUpToBytes
    sending.ask(question, waiting(notes, { isOver: true }))
    sending.ask(broken, waiting(notes))
    buffer.queuedBytes = 0
    sending.sendOriginals()
    expect([notes, said, pending.ids]).toEqual([
      ['failed MALFORMED_MESSAGE', 'failed MALFORMED_MESSAGE'],
      [],
      [],
    ])
    buffer.queuedBytes = limits.originalsUpToBytes
    sending.ask(question, waiting(notes))
    sending.close(Object.assign(new Error('Over.'), { code: 'OVER' }) as never)
    expect(notes.at(-1)).toBe('failed OVER')
  })
})
