import { describe, expect, test } from '@jest/globals'
import { createAuthenticator } from '../../src/auth/index.ts'
import type { ClientSession } from '../../src/client/session.ts'
import { say } from '../../src/engine/message-context.ts'
import { memoryStore, type Store } from '../../src/store/index.ts'
import { succeed } from '../store/results.ts'
import { TokenJar } from '../support/token-jar.ts'
import { cheapHasher, stateOf, World } from '../support/world.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const BEGAN_MS = 1_800_000_000_000

/** A world in which the wall clock goes with the other one, unless it is set. */
const inAuth = async (store: Store = memoryStore()) => {
  const world = new World()
  const wall = { setByMs: 0 }
  const today = (): number => BEGAN_MS + wall.setByMs + world.clock.now()
  const authenticator = createAuthenticator({
    store,
    registration: 'open',
    hasher: cheapHasher,
    now: today,
    elapsed: () => world.clock.now(),
  })
  const server = { mode: 'auth', store, authenticator, today, heartbeatMs: 600_000 } as const
  const tokens = new TokenJar()
  const password = 'correct horse'
  const come = async (register = true) => {
    const credentials = { name: 'anna', password, register, tokens }
    const pair = world.pair(server, { credentials, reconnect: true })
    await world.pass(10)
    const session = pair.session()
    return { caller: pair.caller, session }
  }
  return { world, wall, store, tokens, come }
}

const speak = (caller: ClientSession): Promise<number> => say(caller, { type: 'Say', text: 'still here' })

const over = { how: 'bye', code: 'LOGGED_OUT', by: 'them' }

describe('a conversation ends with its session, Bye(LOGGED_OUT)', () => {
  test('a day after it was last used: heartbeats are no use', async () => {
    const { world, come, tokens } = await inAuth()
    const { caller, session } = await come()
    await world.pass(DAY_MS - 20)
    expect(stateOf(session)).toBe('converse')
    await world.pass(1_000)
    expect(stateOf(caller)).toBe('offline')
    expect(await caller.over).toMatchObject(over)
    // There is nothing to come again with, and it does not come again by itself.
    expect([tokens.forgotten, world.sessions.length]).toEqual([1, 1])
  })

  test.each(['client', 'server'])('seven days after the login, however much the %s says', async (side) => {
    const { world, come, store } = await inAuth()
    const { caller, session } = await come()
    for (let hours = 0; hours < 7 * 24 - 1; hours += 12) {
      await world.pass(11 * HOUR_MS)
      if (side === 'client') await speak(caller)
      else await session.say({ type: 'Say', text: 'news' })
      await world.pass(HOUR_MS)
      const [listed] = await succeed(store.sessions.list())
      if (hours < 6 * 24 - 12) {
        // The expiry in the store slides, too: the session can be listed, revoked and resumed.
        expect(listed?.expiresAtMs).toBeGreaterThan(BEGAN_MS + (hours + 12 + 22) * HOUR_MS)
      } else expect(listed?.expiresAtMs).toBeLessThanOrEqual(BEGAN_MS + 7 * DAY_MS)
      if (hours < 6.5 * 24) expect(stateOf(session)).toBe('converse')
    }
    await world.pass(1_000)
    expect(await caller.over).toMatchObject(over)
    expect(world.clock.now()).toBeLessThan(7 * DAY_MS + 2_000)
  })

  test('one that is used in another conversation lives on in this one', async () => {
    const { world, come } = await inAuth()
    const first = await come()
    await world.pass(20 * HOUR_MS)
    const second = await come(false)
    expect(second.session.grant?.sessionRow).toBe(first.session.grant?.sessionRow)
    await world.pass(23 * HOUR_MS)
    expect([stateOf(first.session), stateOf(second.session)]).toEqual(['converse', 'converse'])
    await world.pass(2 * HOUR_MS)
    expect(await Promise.all([first.caller.over, second.caller.over])).toMatchObject([over, over])
  })

  test('whatever the wall clock is set to meanwhile, it neither lasts nor is cut', async () => {
    for (const setByMs of [-30 * DAY_MS, -HOUR_MS, HOUR_MS, 30 * DAY_MS]) {
      const { world, wall, come } = await inAuth()
      const { caller, session } = await come()
      await world.pass(HOUR_MS)
      wall.setByMs = setByMs
      await world.pass(23 * HOUR_MS - 20)
      expect(stateOf(session)).toBe('converse')
      await world.pass(1_000)
      expect(await caller.over).toMatchObject(over)
    }
  })

  test('also when the session is gone from the store by the time it is used', async () => {
    const { world, come, store } = await inAuth()
    const { caller } = await come()
    await store.sessions.purge(BEGAN_MS + 2 * DAY_MS)()
    await speak(caller)
    await world.pass(HOUR_MS + 1_000)
    expect(await caller.over).toMatchObject(over)
  })

  test('and leaves no timer behind when it ends before', async () => {
    const { world, come } = await inAuth()
    const { caller } = await come()
    caller.bye()
    await world.pass(3_000)
    expect(world.clock.pending).toBe(0)
  })
})
