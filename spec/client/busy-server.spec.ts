import { expect, test } from '@jest/globals'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { createAuthenticator, type Hasher } from '../../src/auth/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { message, num, numberOf, sample } from '../support/wire.ts'
import { cheapHasher, World } from '../support/world.ts'

/** Denied UNAVAILABLE (8), with 3 attempts left unless another number is given. */
const busy = (retryAfterMs: number, attemptsLeft = 3): Buffer =>
  message('Denied', Buffer.concat([num(1, 8), num(3, attemptsLeft), num(4, retryAfterMs)]))

/** A client that has sent its first Login. */
const come = async () => {
  const world = new World()
  const { caller, raws } = world.rawServer({ credentials: { name: 'Ada', password: 'eight or more' } })
  await world.pass()
  const raw = raws[0] as RawPeer
  raw.say(message('Welcome', sample.Welcome))
  raw.say(message('Greeting'))
  raw.say(message('Challenge'))
  await world.pass()
  const logins = (): number => raw.words.filter((word) => word === 'Login').length
  expect(logins()).toBe(1)
  return { world, caller, raw, logins }
}

test('the client waits as long as a busy server asks for, and half of that more at most, and tries again', async () => {
  const { world, caller, raw, logins } = await come()
  for (let times = 1; times <= 3; times++) {
    raw.say(busy(1_000))
    await world.pass()
    await world.pass(1_249)
    expect(logins()).toBe(times)
    await world.pass(1)
    expect(logins()).toBe(times + 1)
  }
  raw.say(message('Granted', sample.Granted))
  await world.pass()
  await caller.begun
  caller.abandon()
})

test('a denial without a time to wait, one of the last attempt, and one after a minute is told', async () => {
  for (const denial of [busy(0), busy(1_000, 0)]) {
    const { world, caller, raw } = await come()
    raw.say(denial)
    await world.pass(10_000)
    await expect(caller.begun).rejects.toMatchObject({
      code: 'DENIED',
      failure: { reason: 'UNAVAILABLE' },
    })
    expect(raw.words.filter((word) => word === 'Login')).toHaveLength(1)
  }
  const { world, caller, raw, logins } = await come()
  let times = 0
  for (; times < 20 && !raw.hasEnded; times++) {
    raw.say(busy(20_000))
    await world.pass(25_000)
  }
  await expect(caller.begun).rejects.toMatchObject({ code: 'DENIED', failure: { reason: 'UNAVAILABLE' } })
  // At 0, 25 and 50 s.
  expect(logins()).toBe(4)
})

test('a client that leaves while it waits leaves no timer behind', async () => {
  const { world, caller, raw } = await come()
  raw.say(busy(10_000))
  await world.pass(5_000)
  caller.abandon()
  await world.pass(3_000)
  expect(world.clock.pending).toBe(0)
  await expect(caller.begun).rejects.toMatchObject({ code: 'DENIED' })
})

/** A hasher that never comes to an end, and tells what was given up. */
const slowHasher = () => {
  const signals: AbortSignal[] = []
  const hasher: Hasher = {
    ...cheapHasher,
    verify: (_phc, _password, turn) => () => {
      if (turn?.signal !== undefined) signals.push(turn.signal)
      return new Promise(() => {})
    },
  }
  return { hasher, signals }
}

test('a server that is busy counts no attempt', async () => {
  const world = new World()
  const hasher: Hasher = {
    ...cheapHasher,
    verify: () => TE.left({ code: 'UNAVAILABLE', remedy: 'Too many wait.' }),
  }
  const store = memoryStore()
  const authenticator = createAuthenticator({ store, registration: 'open', hasher })
  const { raw } = world.rawClient({ mode: 'auth', store, authenticator })
  for (const name of ['Hello', 'MyName', 'Login', 'Login', 'Login', 'Login', 'Login'] as const) {
    raw.say(message(name))
    await world.pass()
  }
  const denials = raw.frames.filter(({ name }) => name === 'Denied')
  expect(denials.map((denied) => [numberOf(denied, 1), numberOf(denied, 3)])).toEqual(Array(5).fill([8, 3]))
  expect(raw.hasEnded).toBe(false)
  raw.connection.destroy()
})

test.each(['end', 'destroy'] as const)(
  'the check of a client that is gone (%s) is not waited for',
  async (how) => {
    const world = new World()
    const { hasher, signals } = slowHasher()
    const store = memoryStore()
    const authenticator = createAuthenticator({ store, registration: 'open', hasher })
    const { raw } = world.rawClient({ mode: 'auth', store, authenticator })
    for (const name of ['Hello', 'MyName', 'Login'] as const) {
      raw.say(message(name))
      await world.pass()
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    raw.connection[how]()
    await world.pass(1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    await world.pass(5_000)
    expect(world.serverLog.filter(({ event }) => event === 'denied')).toEqual([])
  },
)
