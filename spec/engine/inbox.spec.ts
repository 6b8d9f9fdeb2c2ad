import { expect, test } from '@jest/globals'
import { Inbox } from '../../src/engine/inbox.ts'
import type { HeardMessage } from '../../src/engine/peer.ts'
import { runtime, server } from '../support/machines.ts'
import { World } from '../support/world.ts'

const message = (id: number): HeardMessage => ({ type: 'Say', id, re: 0 })

/** An inbox, and what it tells. */
const telling = () => {
  const told: string[] = []
  const box = new Inbox(
    runtime.limits,
    () => void told.push('taken'),
    () => void told.push('changed'),
  )
  return { box, told }
}

const inbox = (): Inbox =>
  new Inbox(
    runtime.limits,
    () => {},
    () => {},
  )

test('who waits for a message when the connection breaks is told so, and not of an end', async () => {
  const broken = inbox()
  const waiting = broken.next()
  broken.close(new Error('It broke.'))
  await expect(waiting).rejects.toThrow('It broke.')
  await expect(broken.next()).rejects.toThrow('It broke.')
})

test('who waits when the conversation ends in peace comes to the end', async () => {
  const over = inbox()
  const waiting = over.next()
  over.close(null)
  await expect(waiting).resolves.toEqual({ done: true, value: undefined })
})

test('a full inbox pauses reading in the same moment', async () => {
  expect(server.prompts).toContain('do.ping')
  const world = new World()
  world.level = 'debug'
  const { caller } = world.pair()
  await world.until(() => runtime.isConverse[caller.state] === 1)
  const { maxKeptMessages } = runtime.limits
  const isPaused = (): boolean => world.clientLog.some((event) => event.event === 'reading' && event.paused)
  for (let id = 1; id < maxKeptMessages; id++) caller.keep({ type: 'Say', text: '' } as never, id, 0, 1)
  expect(isPaused()).toBe(false)
  caller.keep({ type: 'Say', text: '' } as never, maxKeptMessages, 0, 1)
  expect(isPaused()).toBe(true)
  caller.abandon()
  await world.pass(10)
})

test('messages come in order, first to whoever waits, and each that was kept is told of when it is taken', async () => {
  const { box, told } = telling()
  const waiting = [box.next(), box.next()]
  for (const id of [1, 2, 3, 4]) box.put(message(id), 10)
  expect(await Promise.all(waiting)).toEqual([1, 2].map((id) => ({ done: false, value: message(id) })))
  expect(told).toEqual([])
  expect(await box.next()).toEqual({ done: false, value: message(3) })
  expect(told).toEqual(['taken'])
  box.close(new Error('It broke.'))
  expect(await box.next()).toEqual({ done: false, value: message(4) })
  await expect(box.next()).rejects.toThrow('It broke.')
  const over = telling().box
  over.close(null)
  expect(await over.next()).toEqual({ done: true, value: undefined })
})

test('an inbox is full of as many messages as are kept, and there is room again when one was taken', async () => {
  const { box, told } = telling()
  const { maxKeptMessages } = runtime.limits
  for (let id = 1; id < maxKeptMessages; id++) box.put(message(id), 0)
  expect(box.full).toBe(false)
  await box.next()
  expect(told.splice(0)).toEqual(['taken'])
  box.put(message(1), 0)
  box.put(message(2), 0)
  expect(box.full).toBe(true)
  box.put(message(3), 0)
  await box.next()
  expect([box.full, told.splice(0)]).toEqual([true, ['taken']])
  await box.next()
  expect([box.full, told]).toEqual([false, ['taken', 'changed']])
})

test('an inbox is full of as many bytes as are kept, and there is room again when they were taken', async () => {
  const { box, told } = telling()
  const { maxKeptBytes } = runtime.limits
  box.put(message(1), maxKeptBytes - 1)
  expect(box.full).toBe(false)
  box.put(message(2), 1)
  expect(box.full).toBe(true)
  await box.next()
  expect([box.full, told]).toEqual([false, ['taken', 'changed']])
})

test('after the last word 256 Ki messages are kept, or 16 MiB', () => {
  const many = inbox()
  for (let id = 1; id < 262_144; id++) many.put(message(id), 0)
  expect(many.flooded).toBe(false)
  many.put(message(1), 0)
  expect(many.flooded).toBe(true)
  const large = inbox()
  large.put(message(1), 16_777_215)
  expect(large.flooded).toBe(false)
  large.put(message(2), 1)
  expect(large.flooded).toBe(true)
})

test('the oldest message is that of this conversation, behind those that an earlier one left', async () => {
  const { box } = telling()
  expect(box.oldestId).toBe(0)
  box.put(message(8), 1)
  box.put(message(9), 1)
  expect(box.oldestId).toBe(8)
  box.begin()
  expect(box.oldestId).toBe(0)
  box.put(message(1), 1)
  box.put(message(2), 1)
  for (const oldest of [1, 1, 2, 0]) {
    await box.next()
    expect(box.oldestId).toBe(oldest)
  }
})
