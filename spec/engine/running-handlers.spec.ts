import { expect, test } from '@jest/globals'
import { RunningHandlers } from '../../src/engine/handlers.ts'
import { limitsFor } from '../../src/engine/limits.ts'
import { HandlerSignals } from '../../src/engine/signals.ts'

const limits = limitsFor(65_536)
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const open = () => {
  const told: string[] = []
  const running = new RunningHandlers(limits, {
    ended: (id) => void told.push(`ended ${id}`),
    failed: (error) => void told.push(`failed ${(error as Error).message}`),
  })
  return { running, told }
}

test('64 handlers run, and no more until one has ended', async () => {
  const { running, told } = open()
  let end = (): void => {}
  running.add(new Promise<void>((resolve) => (end = resolve)), 1, 0)
  for (let id = 2; id <= 63; id++) running.add(new Promise(() => {}), id, 0)
  expect(running.full).toBe(false)
  running.add(new Promise(() => {}), 64, 0)
  expect([running.full, running.idle, [...running.ids].length]).toEqual([true, false, 64])
  end()
  await settled()
  expect([running.full, told, [...running.ids][0]]).toEqual([false, ['ended 1'], 2])
})

test('handlers run for as many bytes as four of the largest bodies have', async () => {
  const { running } = open()
  running.add(Promise.resolve(), 1, limits.maxRunningBytes - 1)
  expect(running.full).toBe(false)
  running.add(new Promise(() => {}), 2, 1)
  expect(running.full).toBe(true)
  await settled()
  expect(running.full).toBe(false)
  running.add(new Promise(() => {}), 3, limits.maxRunningBytes - 2)
  expect(running.full).toBe(false)
})

test('a handler that rejects is told of, and has ended', async () => {
  const { running, told } = open()
  expect(running.idle).toBe(true)
  running.add(Promise.reject(new Error('gone')), 1, 5)
  expect(running.idle).toBe(false)
  await settled()
  expect([told, running.idle]).toEqual([['failed gone', 'ended 1'], true])
})

test('a signal is one for each message, fires for it alone, and is another one after its handler has ended', () => {
  const signals = new HandlerSignals()
  signals.abort(1)
  signals.forget(1)
  const [one, two] = [signals.of(1), signals.of(2)]
  expect(signals.of(1)).toBe(one)
  signals.abort(1)
  expect([one.aborted, two.aborted]).toEqual([true, false])
  signals.forget(1)
  expect(signals.of(1).aborted).toBe(false)
})

test('all signals fire when the conversation is over, and those that are asked for later have', () => {
  const signals = new HandlerSignals()
  const [one, two] = [signals.of(1), signals.of(2)]
  signals.close()
  signals.close()
  expect([one.aborted, two.aborted, signals.of(1).aborted, signals.of(3).aborted]).toEqual([
    true,
    true,
    true,
    true,
  ])
})
