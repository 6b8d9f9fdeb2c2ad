import { expect, test } from '@jest/globals'
import { message } from '../../support/wire.ts'
import { type ServerSide, World } from '../../support/world.ts'

const auth: ServerSide = { mode: 'auth', loginGraceMs: 60_000 }

test('one message every so often does not extend the time to a conversation', async () => {
  const world = new World()
  const { raw } = world.rawClient(auth)
  raw.say(message('Hello'))
  await world.pass(59_000)
  raw.say(message('MyName'))
  await world.pass(999)
  expect(raw.words.at(-1)).toBe('Challenge')
  await world.pass(1)
  expect(raw.words.at(-1)).toBe('Fault TIMEOUT')
  expect(raw.hasEnded).toBe(true)
})

test('denied proofs do not extend it', async () => {
  const world = new World()
  const { raw } = world.rawClient(auth)
  raw.say(message('Hello'))
  await world.pass()
  raw.say(message('MyName'))
  await world.pass(30_000)
  raw.say(message('Login'))
  await world.pass(29_999)
  expect(raw.words.at(-1)).toBe('Denied BAD_CREDENTIALS')
  await world.pass(1)
  expect(raw.words.at(-1)).toBe('Fault TIMEOUT')
})

test('the time that the server takes to check is not held against anybody', async () => {
  const world = new World()
  const { raw } = world.rawClient({ ...auth, held: ['verify'] })
  raw.say(message('Hello'))
  await world.pass()
  raw.say(message('MyName'))
  await world.pass(59_999)
  raw.say(message('Login'))
  await world.pass(25_000)
  expect(raw.words.at(-1)).toBe('Challenge')
  raw.connection.destroy()
  await world.pass(10_000)
  expect(world.clock.pending).toBe(0)
})

test('a conversation that has begun goes on, and no timer is left of it', async () => {
  const world = new World()
  const { raw } = world.rawClient({ ...auth, mode: 'echo' })
  raw.say(message('Hello'))
  await world.pass(59_999)
  const words = raw.words.length
  await world.pass(10_000)
  expect(raw.words.slice(words).filter((word) => word.startsWith('Fault'))).toEqual([])
  raw.connection.destroy()
  await world.pass(10_000)
  expect(world.clock.pending).toBe(0)
})
