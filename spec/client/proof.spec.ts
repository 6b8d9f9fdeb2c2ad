import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { createAuthenticator } from '../../src/auth/index.ts'
import { memoryStore, storeFault } from '../../src/store/index.ts'
import type { LinkOptions } from '../../src/testing/memory-link.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { len, message, num, numberOf, sample, textOf } from '../support/wire.ts'
import { cheapHasher, type ServerSide, stateOf, World } from '../support/world.ts'

const register = message('Register')
const wrongLogin = message('Login', Buffer.concat([len(1, 'Ada'), len(2, 'not the password')]))
const resume = (token: string): Buffer => message('Resume', len(1, token))

const say = async (world: World, raw: RawPeer, ...frames: readonly Buffer[]): Promise<readonly string[]> => {
  const before = raw.frames.length
  for (const frame of frames) {
    raw.say(frame)
    await world.pass()
  }
  return raw.words.slice(before)
}

/** A server in mode auth that knows Ada, and how to come to it. */
const withAda = async (side: ServerSide = {}) => {
  const world = new World()
  const store = memoryStore()
  let nowMs = 1_800_000_000_000
  const authenticator = createAuthenticator({
    store,
    registration: side.registration ?? 'open',
    hasher: cheapHasher,
    now: () => nowMs,
  })
  const grantor = createAuthenticator({ store, registration: 'open', hasher: cheapHasher, now: () => nowMs })
  await grantor.register('Ada', 'eight or more', '127.0.0.1')()
  const come = async (options: LinkOptions = {}) => {
    const { session, raw } = world.rawClient({ mode: 'auth', store, authenticator, ...side }, options)
    await world.pass()
    await say(world, raw, message('Hello'))
    if (raw.words.at(-1) === 'AskName') await say(world, raw, message('MyName'))
    return { session, raw }
  }
  const later = (ms: number): void => {
    nowMs += ms
  }
  return { world, store, come, later }
}

const tokenOf = (raw: RawPeer): string => {
  const granted = raw.frames.find(({ name }) => name === 'Granted')
  if (granted === undefined) throw new Error('nothing was granted')
  return textOf(granted, 2)
}

test('nothing but a proof leads to a conversation', async () => {
  const withoutProof: readonly (readonly [string, Buffer])[] = [
    ['Hello', message('Hello')],
    ['MyName', message('MyName')],
    ['Register', register],
    ['Login of a wrong password', wrongLogin],
    ['Login of an unknown name', message('Login', Buffer.concat([len(1, 'Eve'), len(2, 'eight or more')]))],
    ['Resume of a token that nobody issued', message('Resume')],
    ['Say', message('Say', sample.Say, { id: 1 })],
    ['Ping', message('Ping')],
    ['Pong', message('Pong')],
    ['Ack', message('Ack')],
    ['Logout', message('Logout')],
    ['Granted', message('Granted')],
    ['Ready', message('Ready')],
    ['Greeting', message('Greeting')],
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...withoutProof), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      async (said, begun, atOnce) => {
        const { world, come, store } = await withAda({ registration: 'closed' })
        const { session, raw } = await come()
        const fresh = world.rawClient({}, {})
        await world.pass()
        const one = begun ? { session, raw } : fresh
        if (atOnce) one.raw.say(...said.map(([, frame]) => frame))
        else await say(world, one.raw, ...said.map(([, frame]) => frame))
        await world.pass()
        expect(stateOf(one.session)).not.toBe('converse')
        expect(one.raw.words.filter((word) => word === 'Granted' || word === 'Ready')).toEqual([])
        expect(await store.addresses.find('127.0.0.1')()).toMatchObject({ right: O.none })
      },
    ),
    { numRuns: 200, seed: 20_240_601 },
  )
})

describe('proofs', () => {
  test('of the password lead to Granted, and then to a conversation', async () => {
    const { world, come } = await withAda()
    const { session, raw } = await come()
    expect(await say(world, raw, message('Login'))).toEqual(['Granted'])
    expect([stateOf(session), tokenOf(raw)]).toEqual([
      'converse',
      expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    ])
  })

  test('may fail three times on a connection: the last Denied is followed by Fault UNAUTHORIZED', async () => {
    const { world, come } = await withAda()
    const { raw } = await come()
    const words = await say(world, raw, wrongLogin, wrongLogin, wrongLogin, message('Login'))
    expect(words).toEqual([
      'Denied BAD_CREDENTIALS',
      'Denied BAD_CREDENTIALS',
      'Denied BAD_CREDENTIALS',
      'Fault UNAUTHORIZED',
    ])
    const left = raw.frames.filter(({ name }) => name === 'Denied').map((denied) => numberOf(denied, 3))
    expect([left, raw.hasEnded]).toEqual([[2, 1, 0], true])
  })

  test('sent all at once are a breach: one after the other', async () => {
    const { world, come } = await withAda({ held: ['verify'] })
    const { raw } = await come()
    raw.say(message('Login'), message('Login'))
    await world.pass()
    expect(raw.words.at(-1)).toBe('Fault UNEXPECTED_MESSAGE')
  })

  test('of a name that fails five times make the name wait, from that address only', async () => {
    const { world, come } = await withAda()
    for (let at = 0; at < 2; at++) await say(world, (await come()).raw, wrongLogin, wrongLogin, wrongLogin)
    const { raw } = await come()
    expect(await say(world, raw, message('Login'))).toEqual(['Denied TOO_MANY_ATTEMPTS'])
    expect(numberOf(raw.last as never, 4)).toBeGreaterThan(0)
    const elsewhere = await come({ client: { address: '127.0.0.2', port: 1 } })
    expect(await say(world, elsewhere.raw, message('Login'))).toEqual(['Granted'])
  })
})

describe('a token', () => {
  test('opens the next conversation, and is followed by a new one', async () => {
    const { world, come } = await withAda()
    const first = await come()
    await say(world, first.raw, message('Login'))
    const second = await come()
    expect(second.raw.words).toEqual(['Welcome', 'Greeting', 'Challenge'])
    expect(await say(world, second.raw, resume(tokenOf(first.raw)))).toEqual(['Granted'])
    expect(tokenOf(second.raw)).not.toBe(tokenOf(first.raw))
  })

  test('that is dead for more than 60 s revokes its session, and all who live by it get Bye(LOGGED_OUT)', async () => {
    const { world, come, later } = await withAda()
    const [a, b, c, thief] = [await come(), await come(), await come(), await come()]
    await say(world, a.raw, message('Login'))
    await say(world, b.raw, resume(tokenOf(a.raw)))
    await say(world, c.raw, resume(tokenOf(b.raw)))
    later(60_001)
    expect(await say(world, thief.raw, resume(tokenOf(a.raw)))).toEqual(['Denied TOKEN_EXPIRED'])
    for (const { raw } of [a, b, c]) expect(raw.words.at(-1)).toBe('Bye LOGGED_OUT')
    expect(await say(world, thief.raw, resume(tokenOf(c.raw)))).toEqual(['Denied TOKEN_EXPIRED'])
  })

  test('that is replayed is a line of its own, before the denial, and both name the account', async () => {
    const { world, come, later } = await withAda()
    const [a, b, c, thief] = [await come(), await come(), await come(), await come()]
    await say(world, a.raw, message('Login'))
    await say(world, b.raw, resume(tokenOf(a.raw)))
    await say(world, c.raw, resume(tokenOf(b.raw)))
    const logged = world.serverLog.length
    await say(world, thief.raw, resume(tokenOf(a.raw)))
    later(60_001)
    await say(world, thief.raw, resume(tokenOf(a.raw)))
    await say(world, thief.raw, resume(tokenOf(a.raw)))
    const since = world.serverLog
      .slice(logged)
      .filter(({ event }) => event === 'denied' || event === 'replayed')
    const denied = { event: 'denied', reason: 'TOKEN_EXPIRED', retryAfterMs: 0 }
    const { sessionRow: revoked } = a.session.grant ?? {}
    expect(since).toEqual([
      { ...denied, name: 'Ada', attemptsLeft: 2 },
      { event: 'replayed', name: 'Ada', revoked },
      { ...denied, name: 'Ada', attemptsLeft: 1 },
      // Its session is gone: nobody knows any more whose it was.
      { ...denied, attemptsLeft: 0 },
    ])
  })
})

describe('Logout', () => {
  test('is answered by Bye(LOGGED_OUT), and the token is good for nothing', async () => {
    const { world, come } = await withAda()
    const { raw } = await come()
    await say(world, raw, message('Login'))
    expect(await say(world, raw, message('Logout'))).toEqual(['Bye LOGGED_OUT'])
    const next = await come()
    expect(await say(world, next.raw, resume(tokenOf(raw)))).toEqual(['Denied TOKEN_EXPIRED'])
  })

  test('that crosses the Bye of the server revokes all the same', async () => {
    const { world, come } = await withAda()
    const { raw, session } = await come()
    await say(world, raw, message('Login'))
    session.bye('SHUTTING_DOWN')
    expect(await say(world, raw, message('Logout'))).toEqual(['Bye SHUTTING_DOWN'])
    const next = await come()
    expect(await say(world, next.raw, resume(tokenOf(raw)))).toEqual(['Denied TOKEN_EXPIRED'])
  })

  test('of a client that is gone at once revokes all the same', async () => {
    const { world, come } = await withAda()
    const { raw } = await come()
    await say(world, raw, message('Login'))
    raw.say(message('Logout'))
    raw.end()
    await world.pass()
    expect(raw.words.at(-1)).toBe('Bye LOGGED_OUT')
    const next = await come()
    expect(await say(world, next.raw, resume(tokenOf(raw)))).toEqual(['Denied TOKEN_EXPIRED'])
  })

  test('everywhere ends the other conversations of the account, and only those', async () => {
    const { world, come } = await withAda()
    const [here, there, other] = [await come(), await come(), await come()]
    await say(world, here.raw, message('Login'))
    await say(world, there.raw, message('Login'))
    await say(world, other.raw, message('Register', Buffer.concat([len(1, 'Eve'), len(2, 'eight or more')])))
    expect(await say(world, here.raw, message('Logout', num(1, 1)))).toEqual(['Bye LOGGED_OUT'])
    expect(there.raw.words.at(-1)).toBe('Bye LOGGED_OUT')
    expect(other.raw.words.at(-1)).toBe('Granted')
  })

  test('that cannot be stored is answered by Fault INTERNAL', async () => {
    const world = new World()
    const store = memoryStore()
    const usual = createAuthenticator({ store, registration: 'open', hasher: cheapHasher })
    const authenticator = { ...usual, revoke: () => TE.left(storeFault('CLOSED', 'memory')) }
    const { raw, session } = world.rawClient({ mode: 'auth', store, authenticator })
    await world.pass()
    await say(world, raw, message('Hello'), message('MyName'), register)
    expect(await say(world, raw, message('Logout'))).toEqual(['Fault INTERNAL'])
    expect(session.connection.ending).toMatchObject({ how: 'fault', code: 'INTERNAL', by: 'us' })
  })
})

describe('a secret does not cross a channel that is not private', () => {
  const far = { address: '192.0.2.7', port: 40_000 }

  test.each(['Register', 'Login', 'Resume'] as const)(
    '%s is answered by Denied INSECURE_CHANNEL',
    async (name) => {
      const { world, come } = await withAda()
      const { raw } = await come({ client: far })
      expect(await say(world, raw, message(name))).toEqual(['Denied INSECURE_CHANNEL'])
    },
  )

  test('unless the server allows it', async () => {
    const { world, come } = await withAda({ insecurePassword: true })
    const { raw } = await come({ client: far })
    expect(await say(world, raw, message('Login'))).toEqual(['Granted'])
  })

  test.each([false, true])(
    'and the client does not even send it, unless it is allowed: %s',
    async (insecurePassword) => {
      const world = new World()
      const credentials = { name: 'Ada', password: 'eight or more' }
      const { caller, raws } = world.rawServer({ credentials, insecurePassword }, { server: far })
      await world.pass()
      const raw = raws[0] as RawPeer
      const words = await say(world, raw, message('Welcome'), message('Greeting'), message('Challenge'))
      expect(words).toEqual([insecurePassword ? 'Login' : 'Bye DONE'])
      if (insecurePassword) return
      raw.say(message('Bye'))
      raw.end()
      await world.pass()
      await expect(caller.begun).rejects.toMatchObject({ code: 'INSECURE_CHANNEL' })
      expect(raw.bytes.includes('eight or more')).toBe(false)
    },
  )
})

describe('the address book', () => {
  const knows = async (store: ReturnType<typeof memoryStore>): Promise<unknown> => {
    const found = await store.addresses.find('127.0.0.1')()
    return found._tag === 'Right' && O.isSome(found.right) ? found.right.value.name : null
  }

  test('is written with the name of Granted, and not of MyName', async () => {
    const { world, store } = await withAda()
    const authenticator = createAuthenticator({ store, registration: 'open', hasher: cheapHasher })
    const { raw } = world.rawClient({ mode: 'auth', store, authenticator })
    await world.pass()
    await say(world, raw, message('Hello'), message('MyName', len(1, 'Mallory')))
    expect([raw.words.at(-1), await knows(store)]).toEqual(['Challenge', null])
    await say(world, raw, wrongLogin)
    expect(await knows(store)).toBeNull()
    await say(world, raw, message('Login', Buffer.concat([len(1, 'ADA'), len(2, 'eight or more')])))
    expect([raw.words.at(-1), await knows(store)]).toEqual(['Granted', 'Ada'])
  })

  test('is written with the name of MyName where no proof is asked for', async () => {
    const world = new World()
    const store = memoryStore()
    const { raw } = world.rawClient({ mode: 'identify', store })
    await world.pass()
    expect(await say(world, raw, message('Hello'))).toEqual(['Welcome', 'AskName'])
    expect(await knows(store)).toBeNull()
    expect(await say(world, raw, message('MyName', len(1, 'Grace')))).toEqual(['Greeting', 'Ready'])
    expect(await knows(store)).toBe('Grace')
  })

  test('takes an IPv4 address in IPv6 form for the IPv4 address', async () => {
    const world = new World()
    const side: ServerSide = { mode: 'identify' }
    const mapped = world.rawClient(side, { client: { address: '::ffff:127.0.0.1', port: 1 } })
    await world.pass()
    await say(world, mapped.raw, message('Hello'))
    expect(textOf(mapped.raw.last as never, 1)).toBe('127.0.0.1')
    await say(world, mapped.raw, message('MyName', len(1, 'Grace')))
    const plain = world.rawClient(side, { client: { address: '127.0.0.1', port: 2 } })
    await world.pass()
    expect(await say(world, plain.raw, message('Hello'))).toEqual(['Welcome', 'Greeting', 'Ready'])
    const greeting = plain.raw.frames.find(({ name }) => name === 'Greeting')
    expect([textOf(greeting as never, 1), numberOf(greeting as never, 2)]).toEqual(['Grace', 1])
  })

  test('that fails costs a question, and not the conversation', async () => {
    const world = new World()
    const failing = TE.left(storeFault('CLOSED', 'memory'))
    const addresses = { find: () => failing, remember: () => failing }
    const { raw } = world.rawClient({ mode: 'identify', store: { addresses } })
    await world.pass()
    expect(await say(world, raw, message('Hello'), message('MyName'))).toEqual([
      'Welcome',
      'AskName',
      'Greeting',
      'Ready',
    ])
    expect(world.serverLog.filter(({ event }) => event === 'failed')).toHaveLength(2)
  })
})
