import { expect, test } from '@jest/globals'
import { Inbox } from '../../src/engine/inbox.ts'
import { runtime, server } from '../support/machines.ts'
import { World } from '../support/world.ts'

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
