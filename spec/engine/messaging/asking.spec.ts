import { getEventListeners } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { answer, count, counted, note, open, question, total } from './conversation.ts'

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
