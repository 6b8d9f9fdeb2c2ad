import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { tokenHash } from '../../src/auth/tokens.ts'
import { type Prover, password as passwordOf, personName } from '../../src/client/index.ts'
import type { ClientEvent } from '../../src/engine/index.ts'
import { type ClientOptions, connect, createServer, type Server } from '../../src/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { TokenJar } from '../support/token-jar.ts'

const store = memoryStore()
let server: Server

beforeAll(async () => {
  server = await createServer({
    port: 0,
    store,
    converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: `${peer.name}: ${heard.text}` }) },
  })
})
afterAll(() => server.close())

const password = 'made up here'

const come = async (options: ClientOptions) => {
  const events: ClientEvent[] = []
  const client = await connect({
    port: server.port,
    reconnect: false,
    log: { data: false, write: (event) => events.push(event) },
    ...options,
  })
  const how = events.flatMap((event) => (event.event === 'granted' ? [event.how] : []))
  return { client, how: how.at(-1), events }
}

test('somebody registers, comes again by a token, and each time with a new one', async () => {
  const tokens = new TokenJar()
  const first = await come({ credentials: { name: 'Ada', password, register: true, tokens } })
  expect([first.how, first.client.name, tokens.kept.length, tokens.held]).toEqual(['register', 'Ada', 1, 0])
  await expect(first.client.ask({ type: 'Say', text: 'hi' })).resolves.toMatchObject({ text: 'Ada: hi' })
  await first.client.bye()
  const second = await come({ credentials: { name: 'Ada', tokens } })
  await second.client.bye()
  const third = await come({ credentials: { name: 'Ada', tokens } })
  await third.client.bye()
  expect([second.how, third.how]).toEqual(['resume', 'resume'])
  expect([new Set(tokens.kept).size, tokens.forgotten, tokens.held]).toEqual([3, 0, 0])
})

test('a stored name that is none any more is neither greeted nor granted, and nobody is kept out by it', async () => {
  const tokens = new TokenJar()
  const old = memoryStore()
  await old.addresses.remember('127.0.0.1', 'Ada\ufe0f', 1)()
  await old.accounts.add({ id: 'ada', name: 'Ada\ufe0f', passwordHash: '$', createdAtMs: 1 })()
  const token = 'a'.repeat(43)
  const times = {
    createdAtMs: Date.now(),
    usedAtMs: Date.now(),
    expiresAtMs: Date.now() + 60_000,
    address: '',
  }
  const session = { id: 's', accountId: 'ada', ...times, current: tokenHash(token), next: null, dead: [] }
  await old.sessions.create(session, '$')()
  const other = await createServer({ port: 0, store: old, converse: { Say: () => {} } })
  tokens.token = token
  const prover: Prover = async () => ({
    type: 'Register',
    name: personName('Ada'),
    password: passwordOf(password),
  })
  const credentials = { name: 'Ada', prover, tokens }
  const { client, events } = await come({ port: other.port, credentials })
  expect(events.flatMap((event) => (event.event === 'greeting' ? [event.known] : []))).toEqual([false])
  expect(events.flatMap((event) => (event.event === 'denied' ? [event.reason] : []))).toEqual([
    'TOKEN_EXPIRED',
  ])
  expect(client.name).toBe('Ada')
  await client.bye()
  await other.close()
})

test('a token that is no longer good is forgotten, and the password is asked for once', async () => {
  const tokens = new TokenJar()
  tokens.token = 'made-up'.padEnd(43, '-')
  let asked = 0
  const secret = async (): Promise<string> => {
    asked += 1
    return password
  }
  const { client, how } = await come({ credentials: { name: 'Ada', password: secret, tokens } })
  expect([how, asked, tokens.forgotten, tokens.kept.length, tokens.held]).toEqual(['login', 1, 1, 1, 0])
  await client.bye()
})

test('a wrong password is denied, with a reason, and leaves no lock', async () => {
  const tokens = new TokenJar()
  const denied = come({ credentials: { name: 'Ada', password: 'not the password', tokens } })
  await expect(denied).rejects.toMatchObject({
    code: 'DENIED',
    failure: { reason: 'BAD_CREDENTIALS', attemptsLeft: 2 },
  })
  expect([tokens.held, tokens.kept]).toEqual([0, []])
})

test('a registration that was cut off is a login at the retry', async () => {
  const { client } = await come({ credentials: { name: 'Ada', password, register: true } })
  expect(client.name).toBe('Ada')
  await client.bye()
})

test.each([
  ['NAME_TAKEN', { name: 'Ada', password: 'made up elsewhere', register: true }],
  ['WEAK_PASSWORD', { name: 'Eve', password: '1234567', register: true }],
])('a registration can be denied: %s', async (reason, credentials) => {
  await expect(come({ credentials })).rejects.toMatchObject({ code: 'DENIED', failure: { reason } })
})

test.each([
  ['a name', { name: ' Ada', password }],
  ['a password', { name: 'Ada', password: 'x'.repeat(257) }],
])('what cannot be %s is refused here, and the failure does not repeat it', async (_, credentials) => {
  const failure = await come({ name: 'Ada', credentials }).catch((error) => error)
  expect(failure).toMatchObject({ code: 'MALFORMED_MESSAGE' })
  expect(String(failure)).not.toContain('xxx')
})

test('who has no proof withholds it, and says so', async () => {
  await expect(come({ name: 'Ada' })).rejects.toMatchObject({ code: 'WITHHELD' })
})

test('Logout forgets the token here, and revokes it there', async () => {
  const tokens = new TokenJar()
  const { client } = await come({ credentials: { name: 'Ada', password, tokens } })
  const token = tokens.token
  await client.logout()
  expect(await client.over).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'us' })
  expect([tokens.token, tokens.forgotten, tokens.held]).toEqual([null, 1, 0])
  tokens.token = token
  await expect(come({ credentials: { name: 'Ada', tokens } })).rejects.toMatchObject({
    code: 'DENIED',
    failure: { reason: 'TOKEN_EXPIRED' },
  })
})

test('Logout everywhere ends the other conversations of the account, and they forget their tokens', async () => {
  const jars = [new TokenJar(), new TokenJar()] as const
  const [here, there] = await Promise.all(
    jars.map((tokens) => come({ credentials: { name: 'Ada', password, tokens } })),
  )
  if (here === undefined || there === undefined) throw new Error('nobody came')
  await here.client.logout(true)
  expect(await there.client.over).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'them' })
  expect(jars.map(({ token, held }) => [token, held])).toEqual([
    [null, 0],
    [null, 0],
  ])
})

test('who came with credentials does not stay where nobody asks for them', async () => {
  const open = await createServer({ port: 0, mode: 'echo', converse: { Say: () => {} } })
  const refused = connect({ port: open.port, credentials: { name: 'Ada', password } })
  await expect(refused).rejects.toMatchObject({
    code: 'ENDED',
    failure: { ending: { how: 'fault', code: 'UNAUTHORIZED', by: 'us' } },
  })
  const client = await connect({
    port: open.port,
    credentials: { name: 'Ada', password },
    requireProof: false,
  })
  await client.bye()
  await open.close()
})

test('a client that registered comes back by itself with its token', async () => {
  const first = await createServer({ port: 0, store, converse: { Say: () => {} } })
  const events: ClientEvent[] = []
  const client = await connect({
    port: first.port,
    credentials: { name: 'Grace', password, register: true },
    log: { data: false, write: (event) => events.push(event) },
  })
  await first.close()
  const second = await createServer({ port: first.port, store, converse: { Say: () => {} } })
  const granted = (): readonly string[] =>
    events.flatMap((event) => (event.event === 'granted' ? [event.how] : []))
  while (granted().length < 2) await new Promise(setImmediate)
  expect(granted()).toEqual(['register', 'resume'])
  await client.bye()
  await second.close()
})
