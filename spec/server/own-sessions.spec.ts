import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { ServerEvent } from '../../src/engine/index.ts'
import { type Client, connect, createServer, type Server } from '../../src/index.ts'
import { memoryStore, type Store, storeFault } from '../../src/store/index.ts'
import { succeed } from '../store/results.ts'
import { CuttingProxy } from '../support/cutting-proxy.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { message, num } from '../support/wire.ts'
import { World } from '../support/world.ts'

const password = 'made up here'
let store: Store
let server: Server
let events: ServerEvent[]

const start = async (options: { readonly mode?: 'echo'; readonly store?: Store } = {}): Promise<Server> =>
  createServer({
    port: 0,
    store,
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    log: { data: false, write: (event) => events.push(event) },
    ...options,
  })

beforeEach(async () => {
  events = []
  store = memoryStore()
  server = await start()
})
afterEach(() => server.close())

const login = (name: string, port = server.port) =>
  connect({ port, reconnect: false, credentials: { name, password, register: true } })

const idsOf = async (client: Client): Promise<readonly string[]> =>
  (await client.sessions()).map(({ id }) => id)

test('a person sees the sessions of the own account, and none of another', async () => {
  const before = Date.now()
  const first = await login('Ada')
  const second = await login('Ada')
  const other = await login('Grace')
  const [own, ...others] = await second.sessions()
  expect(own).toMatchObject({ address: '127.0.0.1', current: true })
  expect(own?.beganAtMs).toBeGreaterThanOrEqual(before)
  expect(own?.usedAtMs).toBeGreaterThanOrEqual(own?.beganAtMs ?? Number.NaN)
  expect(others).toEqual([expect.objectContaining({ current: false })])
  expect((await first.sessions()).map(({ id, current }) => [id, current])).toEqual([
    [own?.id, false],
    [others[0]?.id, true],
  ])
  expect(await idsOf(other)).toHaveLength(1)
  for (const client of [first, second, other]) await client.bye()
})

test('a session that is revoked is over: its conversation hears Bye(LOGGED_OUT), its token is good for nothing', async () => {
  const first = await login('Ada')
  const second = await login('Ada')
  const [, { id = '' } = {}] = await second.sessions()
  await expect(second.revokeSession(id)).resolves.toBe(true)
  expect(await first.over).toMatchObject({ how: 'bye', by: 'them', code: 'LOGGED_OUT' })
  expect(await idsOf(second)).not.toContain(id)
  await expect(second.revokeSession(id)).resolves.toBe(false)
  expect(events).toContainEqual(expect.objectContaining({ event: 'revoked', name: 'Ada', revoked: id }))
  await second.bye()
})

test('whoever revokes the session of the own conversation hears that it is done, then Bye(LOGGED_OUT)', async () => {
  const client = await login('Ada')
  const [{ id = '' } = {}] = await client.sessions()
  await expect(client.revokeSession(id)).resolves.toBe(true)
  expect(await client.over).toMatchObject({ how: 'bye', by: 'them', code: 'LOGGED_OUT' })
  expect(await succeed(store.sessions.list())).toEqual([])
})

test('nobody revokes a session of another account', async () => {
  const ada = await login('Ada')
  const grace = await login('Grace')
  const [{ id = '' } = {}] = await ada.sessions()
  await expect(grace.revokeSession(id)).resolves.toBe(false)
  await expect(ada.ask({ type: 'Say', text: 'still here?' })).resolves.toMatchObject({ text: 'still here?' })
  for (const client of [ada, grace]) await client.bye()
})

test('questions that are asked at once are answered one after the other', async () => {
  const client = await login('Ada')
  const [one, no, two] = await Promise.all([
    client.sessions(),
    client.revokeSession('nobody'),
    client.sessions(),
  ])
  expect([one.length, no, two]).toEqual([1, false, one])
  await client.bye()
  await expect(client.sessions()).rejects.toMatchObject({ code: 'ENDED' })
})

test('an id that no session can have is a RangeError, and nothing is asked', async () => {
  const client = await login('Ada')
  for (const id of ['', 'x'.repeat(65), '\ud800'])
    await expect(client.revokeSession(id)).rejects.toThrow(RangeError)
  await client.bye()
})

test('a store that fails is no end of the conversation', async () => {
  await server.close()
  const fault = TE.left(storeFault('IO', 'store.sqlite', 'EIO'))
  const broken: Store = {
    ...store,
    sessions: { ...store.sessions, ofAccount: () => fault, revoke: () => fault },
  }
  server = await start({ store: broken })
  const client = await login('Ada')
  await expect(client.sessions()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(client.revokeSession('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(client.ask({ type: 'Say', text: 'on we go' })).resolves.toMatchObject({ text: 'on we go' })
  await client.bye()
})

test('where nobody has proven an account a client asks nothing', async () => {
  const open = await start({ mode: 'echo' })
  const client = await connect({ port: open.port, reconnect: false })
  await expect(client.sessions()).rejects.toMatchObject({ code: 'NO_ACCOUNT' })
  await expect(client.ask({ type: 'Say', text: 'on we go' })).resolves.toMatchObject({ text: 'on we go' })
  await client.bye()
  await open.close()
})

describe('a server refuses with Fault UNEXPECTED_MESSAGE', () => {
  test.each(['ListSessions', 'RevokeSession'] as const)(
    '%s where nobody has proven an account',
    async (name) => {
      const world = new World()
      const { raw } = world.rawClient()
      raw.say(message('Hello'))
      await world.pass()
      raw.say(message(name))
      await world.pass()
      expect(raw.words).toEqual(['Welcome', 'Ready', 'Fault UNEXPECTED_MESSAGE'])
      expect(raw.last?.fields.get(4)).toBe(name === 'ListSessions' ? 22 : 24)
    },
  )

  test('a question before the one before is answered', async () => {
    const world = new World()
    const { raw } = world.rawClient({ mode: 'auth' })
    raw.say(message('Hello'))
    await world.pass()
    raw.say(message('MyName'))
    await world.pass()
    raw.say(message('Register'))
    await world.until(() => raw.words.includes('Granted'))
    raw.say(message('ListSessions'))
    await world.until(() => raw.words.includes('SessionsAnswered'))
    raw.say(message('RevokeSession'), message('ListSessions'))
    await world.pass()
    expect(raw.words.slice(-3)).toEqual(['SessionInfo', 'SessionsAnswered', 'Fault UNEXPECTED_MESSAGE'])
  })
})

describe('a client refuses with Fault UNEXPECTED_MESSAGE', () => {
  const begun = async () => {
    const world = new World()
    const { caller, raws } = world.rawServer({ credentials: { name: 'Ada', password: 'made up' as never } })
    await world.until(() => raws[0]?.words.includes('Hello') === true)
    const [raw] = raws as [RawPeer]
    raw.say(message('Welcome'), message('Greeting'), message('Challenge'))
    await world.until(() => raw.words.includes('Login'))
    raw.say(message('Granted'))
    await world.pass()
    return { world, caller, raw }
  }

  test.each(['SessionInfo', 'SessionsAnswered'] as const)('%s that it did not ask for', async (name) => {
    const { world, raw } = await begun()
    raw.say(message(name))
    await world.pass()
    expect(raw.words.at(-1)).toBe('Fault UNEXPECTED_MESSAGE')
  })

  test('SessionInfo where one was to be revoked', async () => {
    const { world, caller, raw } = await begun()
    const revoked = caller.sessions.revoke('x').catch((error) => error.code)
    await world.pass()
    raw.say(message('SessionInfo'))
    await world.pass()
    expect(raw.words.slice(-2)).toEqual(['RevokeSession', 'Fault UNEXPECTED_MESSAGE'])
    await world.pass(2_000)
    expect(await revoked).toBe('ENDED')
  })

  test('more sessions than a server may tell of', async () => {
    const { world, caller, raw } = await begun()
    const told = caller.sessions.list().catch((error) => error.code)
    await world.pass()
    raw.say(...Array.from({ length: 256 }, () => message('SessionInfo')))
    await world.pass()
    expect(raw.words.at(-1)).toBe('ListSessions')
    raw.say(message('SessionInfo'))
    await world.pass()
    expect(raw.words.at(-1)).toBe('Fault UNEXPECTED_MESSAGE')
    await world.pass(2_000)
    expect(await told).toBe('ENDED')
  })

  test('no result of a later version: it is none that a program could act on', async () => {
    const { world, caller, raw } = await begun()
    const told = caller.sessions.list().catch((error) => error.code)
    await world.pass()
    raw.say(message('SessionsAnswered', num(1, 99)))
    await world.pass()
    expect(await told).toBe('UNAVAILABLE')
    expect(raw.words.at(-1)).toBe('ListSessions')
  })
})

test('of an account with hundreds of sessions those are told of that were used last', async () => {
  const client = await login('Ada')
  const [{ id: accountId = '', passwordHash = '' } = {}] = await succeed(store.accounts.list())
  const now = Date.now()
  for (let at = 0; at < 300; at++)
    await store.sessions.create(
      {
        id: `s${at}`,
        accountId,
        createdAtMs: now,
        usedAtMs: now + 1_000 + at,
        expiresAtMs: now + 60_000,
        address: '',
        current: String(at).padStart(64, '0'),
        next: null,
        dead: [],
      },
      passwordHash,
    )()
  const told = await idsOf(client)
  expect([told.length, told[0], told.at(-1)]).toEqual([256, 's299', 's44'])
  await client.bye()
})

test('what is asked of sessions in an outage, or was not answered before it, is asked when the conversation goes on', async () => {
  const other = await login('Ada')
  const proxy = await CuttingProxy.open(server.port)
  const client = await connect({
    port: proxy.port,
    credentials: { name: 'Ada', password, register: true },
    // The way is another port.
    insecurePassword: true,
  })
  const [, { id = '' } = {}] = await client.sessions()
  const listed = client.sessions()
  const revoked = client.revokeSession(id)
  proxy.cut()
  await new Promise<void>((resolve) => setImmediate(resolve))
  const again = client.sessions()
  client.connectNow()
  await expect(revoked).resolves.toBe(true)
  expect((await listed).map(({ current }) => current)).toContain(true)
  expect((await again).map(({ current }) => current)).toEqual([true])
  expect(await other.over).toMatchObject({ code: 'LOGGED_OUT' })
  await client.bye()
  await proxy.close()
})

test('what is asked of sessions in an outage that the program ends is told to be over', async () => {
  const proxy = await CuttingProxy.open(server.port)
  const client = await connect({
    port: proxy.port,
    credentials: { name: 'Ada', password, register: true },
    insecurePassword: true,
  })
  await proxy.close()
  await new Promise<void>((resolve) => setImmediate(resolve))
  const asked = client.sessions()
  const over = expect(asked).rejects.toMatchObject({ code: 'ENDED' })
  await client.bye()
  await over
})
