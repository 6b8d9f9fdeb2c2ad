import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createFairQueue, type Turn } from '../../src/auth/fair-queue.ts'
import { createKeyedMutex } from '../../src/auth/keyed-mutex.ts'

/** A work that ends when it is told to. */
const held = () => {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const state = { hasBegun: false }
  const work = (): Promise<void> => {
    state.hasBegun = true
    return ended
  }
  return { work, state, end: () => end() }
}

test('few run at once, the rest in the order in which they came', async () => {
  const queue = createFairQueue({ atOnce: 2, perSource: 2 })
  const works = [held(), held(), held(), held(), held()]
  const runs = works.map(({ work }) => queue.run(work))
  const begun = () => works.map(({ state }) => state.hasBegun)
  expect(await runs[4]).toEqual(E.left('full'))
  expect(begun()).toEqual([true, true, false, false, false])
  works[1]?.end()
  await runs[1]
  expect(begun()).toEqual([true, true, true, false, false])
  for (const { end } of works) end()
  await Promise.all(runs)
  expect(begun()).toEqual([true, true, true, true, false])
  expect(queue.isIdle()).toBe(true)
})

test('a work that fails gives its place back', async () => {
  const queue = createFairQueue({ atOnce: 1, perSource: 1 })
  await expect(queue.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(queue.isIdle()).toBe(true)
  await expect(queue.run(() => Promise.resolve(1))).resolves.toEqual(E.right(1))
})

/** Runs works that wait for one that is held, and gives the order in which they were run. */
const orderOf = async (sources: readonly string[], limits = {}): Promise<readonly string[]> => {
  const queue = createFairQueue({ atOnce: 1, perSource: 100, ...limits })
  const first = held()
  const order: string[] = []
  const runs = [
    queue.run(first.work),
    ...sources.map((name) => queue.run(async () => void order.push(name), { source: name.slice(0, 1) })),
  ]
  first.end()
  await Promise.all(runs)
  return order
}

test('the sources are served in turns, however many one of them has', async () => {
  expect(await orderOf(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'])).toEqual([
    'a1',
    'b1',
    'c1',
    'a2',
    'b2',
    'a3',
    'a4',
  ])
})

test('above the room in all the longest queue gives way, by its newest', async () => {
  expect(await orderOf(['a1', 'a2', 'a3', 'b1', 'c1', 'b2'], { inAll: 3 })).toEqual(['a1', 'b1', 'c1'])
  // Nobody gives way to one who has as many.
  expect(await orderOf(['a1', 'b1', 'a2', 'b2'], { inAll: 2 })).toEqual(['a1', 'b1'])
})

test('work that nobody wants any more is dropped where it waits, and makes room', async () => {
  const queue = createFairQueue({ atOnce: 1, perSource: 1 })
  const [first, second, third] = [held(), held(), held()]
  const unwanted = new AbortController()
  const turn: Turn = { source: 'a', signal: unwanted.signal }
  const runs = [queue.run(first.work, turn), queue.run(second.work, turn)]
  unwanted.abort()
  expect(await runs[1]).toEqual(E.left('dropped'))
  const last = queue.run(third.work, { source: 'a' })
  expect(await queue.run(second.work, turn)).toEqual(E.left('dropped'))
  for (const { end } of [first, second, third]) end()
  // It had begun.
  expect(await runs[0]).toEqual(E.right(undefined))
  await last
  expect([second.state.hasBegun, third.state.hasBegun, queue.isIdle()]).toEqual([false, true, true])
})

test('what has another key does not wait', async () => {
  const mutex = createKeyedMutex(1)
  const [first, second, other, refused] = [held(), held(), held(), held()]
  const runs = [mutex.run('a', first.work), mutex.run('a', second.work), mutex.run('b', other.work)]
  expect(await mutex.run('a', refused.work)).toEqual(E.left('full'))
  expect([first, second, other].map(({ state }) => state.hasBegun)).toEqual([true, false, true])
  for (const { end } of [first, second, other]) end()
  await Promise.all(runs)
  expect(second.state.hasBegun).toBe(true)
})
