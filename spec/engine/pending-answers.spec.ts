import { expect, test } from '@jest/globals'
import { ColloquyError } from '../../src/engine/errors.ts'
import { type PendingAnswer, PendingAnswers } from '../../src/engine/pending-answers.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'

const open = () => {
  const clock = new SimulatedClock()
  const all = new PendingAnswers(clock)
  const notes: string[] = []
  /** The message with this id was said, and is waited for. */
  const add = (id: number, withinMs: number): void => {
    const pending: PendingAnswer = {
      isOver: false,
      withinMs,
      dueMs: 0,
      said: (said) => void notes.push(`${clock.now()} ${said} said`),
      take: () => 'last',
      expire: () => {
        notes.push(`${clock.now()} ${id} expired`)
        all.delete(id)
      },
      countRoom: () => void notes.push(`${id} counts`),
      tellRoom: () => void notes.push(`${id} tells`),
      fail: ({ code }) => void notes.push(`${id} ${code}`),
    }
    all.add(id, pending)
  }
  return { clock, all, notes, add }
}

test('each is over at its own time, whatever the order they were said in', () => {
  const { clock, notes, add } = open()
  add(1, 3_000)
  add(2, 1_000)
  add(3, 2_000)
  add(4, Number.POSITIVE_INFINITY)
  expect(notes.splice(0)).toEqual(['0 1 said', '0 2 said', '0 3 said', '0 4 said'])
  clock.advance(999)
  expect(notes).toEqual([])
  clock.advance(60_000)
  expect(notes).toEqual(['1000 2 expired', '2000 3 expired', '3000 1 expired'])
  expect(clock.pending).toBe(0)
})

test('two that are over at once are both told, and one said meanwhile has its own time', () => {
  const { clock, notes, add } = open()
  add(1, 1_000)
  add(2, 1_000)
  clock.advance(500)
  add(3, 1_000)
  clock.advance(1_000)
  expect(notes.filter((note) => note.includes('expired'))).toEqual([
    '1000 1 expired',
    '1000 2 expired',
    '1500 3 expired',
  ])
})

test('one that was answered is not over later, and hides none that is', () => {
  const { clock, all, notes, add } = open()
  add(1, 1_000)
  add(2, 2_000)
  expect([all.delete(1), all.delete(1), all.get(1), all.get(2)?.withinMs, all.ids]).toEqual([
    true,
    false,
    undefined,
    2_000,
    [2],
  ])
  clock.advance(5_000)
  expect(notes.filter((note) => note.includes('expired'))).toEqual(['2000 2 expired'])
  add(3, 1_000)
  clock.advance(1_000)
  expect(notes.at(-1)).toBe('6000 3 expired')
})

test('none is there before the first was said', () => {
  const { all, notes } = open()
  all.countRoom(9)
  all.tellRoom(9)
  all.fail(new ColloquyError({ code: 'ABORTED' }, 'Over.'))
  expect([all.get(1), all.delete(1), all.ids, notes]).toEqual([undefined, false, [], []])
})

test('room is told for what the other side has heard, and for nothing else', () => {
  const { all, notes, add } = open()
  for (const id of [1, 2, 3]) add(id, Number.POSITIVE_INFINITY)
  notes.length = 0
  all.countRoom(2)
  all.tellRoom(1)
  expect(notes).toEqual(['1 counts', '2 counts', '1 tells'])
})

test('all are told that no answer comes any more, once, and no alarm is left', () => {
  const { clock, all, notes, add } = open()
  add(1, 1_000)
  add(2, Number.POSITIVE_INFINITY)
  notes.length = 0
  const over = new ColloquyError({ code: 'ENDED', ending: null }, 'Over.')
  all.fail(over)
  all.fail(over)
  expect([notes, all.ids, clock.pending]).toEqual([['1 ENDED', '2 ENDED'], [], 0])
})
