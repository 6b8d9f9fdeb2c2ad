import { once } from 'node:events'
import { type AddressInfo, connect as startConnecting } from 'node:net'
import { Duplex } from 'node:stream'
import { createServer as createTlsServer, connect as startTls } from 'node:tls'
import { afterEach, beforeAll, expect } from '@jest/globals'
import { connect, createServer, type KnownServer, type Server, type ServerEvent } from '../../src/index.ts'
import { Authority, LOCAL, type TestCertificate } from '../support/certificates.ts'
import { needs } from '../support/tools/index.ts'
import { until } from '../transport/worlds.ts'

const { test } = needs('openssl')

let authority: Authority
let leaf: TestCertificate
beforeAll(() => {
  if (test.name === 'skip') return
  authority = new Authority()
  leaf = authority.issue('/CN=server', LOCAL)
})

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0)
})

const start = async (
  certificate: TestCertificate,
  more: { readonly clientCa?: string; readonly mode?: 'auth' | 'echo' } = {},
): Promise<{ readonly server: Server; readonly events: ServerEvent[] }> => {
  const events: ServerEvent[] = []
  const { cert, key } = certificate
  const { mode = 'echo', clientCa } = more
  const server = await createServer({
    port: 0,
    mode,
    tls: { cert, key, ...(clientCa === undefined ? {} : { clientCa }) },
    converse: { Say: (message, peer) => peer.reply(message) },
    log: { data: false, write: (event) => events.push(event) },
  })
  servers.push(server)
  return { server, events }
}

const refusal = (connecting: Promise<unknown>): Promise<unknown> =>
  connecting.then(
    () => 'connected',
    (error) => error.failure.fault ?? error.failure,
  )

test('over TLS, and beside it without, a conversation is held', async () => {
  const { server } = await start(leaf)
  for (const tls of [{ ca: authority.root.cert }, false]) {
    const client = await connect({ port: server.port, tls })
    expect((await client.ask({ type: 'Say', text: 'hello' })).text).toBe('hello')
    const long = 'x'.repeat(60_000)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.ask({ type: 'Say', text: long })),
    )
    expect(answers.every(({ text }) => text === long)).toBe(true)
    await client.bye()
  }
})

test('a certificate of somebody else, for another host, or past its time is refused', async () => {
  const { server } = await start(leaf)
  const { port } = server
  expect(await refusal(connect({ port, tls: true }))).toMatchObject({
    code: 'UNKNOWN_SERVER',
    known: null,
  })
  const other = new Authority()
  expect(await refusal(connect({ port, tls: { ca: other.root.cert } }))).toMatchObject({
    code: 'CERTIFICATE_REFUSED',
    reason: expect.stringMatching(/UNABLE_TO|SELF_SIGNED|SIGNATURE/) as unknown,
  })
  const elsewhere = await start(authority.issue('/CN=server', 'subjectAltName=DNS:elsewhere.example'))
  expect(
    await refusal(connect({ port: elsewhere.server.port, tls: { ca: authority.root.cert } })),
  ).toMatchObject({
    code: 'CERTIFICATE_REFUSED',
    reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
  const outdated = await start(authority.issue('/CN=server', LOCAL, 0))
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect(
    await refusal(connect({ port: outdated.server.port, tls: { ca: authority.root.cert } })),
  ).toMatchObject({
    code: 'CERTIFICATE_REFUSED',
    reason: 'OUTDATED',
  })
})

test('a memory of keys that fails leaves no connection open', async () => {
  const { cert, key } = leaf
  const listener = createTlsServer({ cert, key, ALPNProtocols: ['colloquy/1'] })
  const accepted = once(listener, 'secureConnection')
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const { port } = listener.address() as AddressInfo
  const known = async (): Promise<never> => {
    await accepted
    throw new Error('no memory')
  }
  const knownServer = { known, trust: async () => true }
  const log = { data: false, write: () => {} }
  await expect(connect({ port, tls: true, knownServer, log })).rejects.toThrow('no memory')
  const [socket] = await accepted
  if (!socket.closed) await once(socket.on('error', () => {}).resume(), 'close')
  listener.close()
})

test('a key is trusted once, remembered, and another one refused', async () => {
  const { server } = await start(leaf)
  let known: string | null = null
  let asked = 0
  const knownServer: KnownServer = {
    known: async () => known,
    trust: async (_kind, fingerprint) => {
      asked += 1
      known = fingerprint
      return true
    },
  }
  const { port } = server
  for (let time = 0; time < 2; time++) await (await connect({ port, tls: true, knownServer })).bye()
  expect(asked).toBe(1)
  server.renewCertificate(authority.issue('/CN=server', LOCAL))
  expect(await refusal(connect({ port, tls: true, knownServer }))).toMatchObject({
    code: 'UNKNOWN_SERVER',
    known,
  })
  expect(await refusal(connect({ port, tls: { fingerprint: `SHA256:${'A'.repeat(43)}` } }))).toMatchObject({
    code: 'UNKNOWN_SERVER',
  })
})

test('a certificate is renewed without a conversation that breaks off, and a bad one changes nothing', async () => {
  const { server, events } = await start(leaf)
  const { port } = server
  const tls = { ca: authority.root.cert }
  const client = await connect({ port, tls })
  let isOver = false
  const talking = (async () => {
    let said = 0
    for (; !isOver; said++) expect((await client.ask({ type: 'Say', text: `${said}` })).text).toBe(`${said}`)
    return said
  })()
  for (let time = 0; time < 10; time++) {
    server.renewCertificate(authority.issue('/CN=server', LOCAL))
    await (await connect({ port, tls })).bye()
  }
  expect(() => server.renewCertificate({ cert: leaf.cert, key: authority.root.key })).toThrow(
    'cannot be used',
  )
  await (await connect({ port, tls })).bye()
  isOver = true
  expect(await talking).toBeGreaterThan(10)
  await client.bye()
  expect(events.filter(({ event }) => event === 'renewed')).toHaveLength(10)
  expect(events.filter(({ event }) => event === 'handshakeFailed')).toEqual([])
})

test('TLS 1.2, other protocols and none are refused', async () => {
  const { server, events } = await start(leaf)
  const shake = (options: object): Promise<string> =>
    new Promise((resolve) => {
      const heard: Buffer[] = []
      const socket = startTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
      socket.on('data', (chunk) => heard.push(chunk)).on('end', () => socket.end())
      socket.on('error', (error: NodeJS.ErrnoException) => heard.push(Buffer.from(`${error.code}`)))
      socket.on('close', () => resolve(Buffer.concat(heard).toString('latin1')))
    })
  const alpn = { ALPNProtocols: ['colloquy/1'] }
  expect(await shake({ ...alpn, maxVersion: 'TLSv1.2' })).toMatch(/PROTOCOL_VERSION/)
  expect(await shake({ ALPNProtocols: ['h2'] })).toMatch(/NO_APPLICATION_PROTOCOL/)
  expect(await shake({})).toMatch(/NO_ALPN/)
  const codes = events.flatMap((event) => ('code' in event ? [event.code] : []))
  expect(codes.slice(0, 2)).toEqual(['TLS_VERSION', 'TLS_ALPN'])
  expect(codes).toContain('VERSION')
})

test('a client that leaves in the middle of its handshake is gone at once', async () => {
  const { server, events } = await start(leaf)
  const flight: Buffer[] = []
  // What it says first, and nothing of what it would answer.
  startTls({
    socket: new Duplex({
      read: () => {},
      write: (chunk, _encoding, done) => {
        flight.push(chunk)
        done()
      },
    }),
    ALPNProtocols: ['colloquy/1'],
  })
  await until(() => flight.length > 0)
  const socket = startConnecting({ port: server.port, host: '127.0.0.1' })
  socket.on('error', () => {}).resume()
  socket.end(Buffer.concat(flight))
  await until(() => events.some(({ event }) => event === 'handshakeFailed'))
  // Nobody has waited for the deadline, which is TLS_LATE.
  expect(events).toContainEqual(expect.objectContaining({ event: 'handshakeFailed', code: 'TLS_CLOSED' }))
})

test('a token that was issued over TLS is unknown without', async () => {
  const { server } = await start(leaf, { mode: 'auth' })
  const { port } = server
  let token = ''
  const tokens = {
    take: async () => ({
      token: token === '' ? null : token,
      keep: async (fresh: string) => {
        token = fresh
      },
      forget: async () => {},
      release: async () => {},
    }),
  }
  const secure = { port, tls: { ca: authority.root.cert } }
  await (
    await connect({
      ...secure,
      credentials: { name: 'Ada', password: 'eight or more', register: true, tokens },
    })
  ).bye()
  expect(token).toHaveLength(43)
  expect(await refusal(connect({ port, credentials: { name: 'Ada', tokens } }))).toMatchObject({
    reason: 'TOKEN_EXPIRED',
  })
  await (await connect({ ...secure, credentials: { name: 'Ada', tokens } })).bye()
})

test('with an authority for clients, one without its certificate is refused in words', async () => {
  const { server, events } = await start(leaf, { clientCa: authority.root.cert })
  const { port } = server
  const ca = authority.root.cert
  expect(await refusal(connect({ port, tls: { ca } }))).toMatchObject({
    code: 'ENDED',
    ending: { code: 'UNAUTHORIZED', detail: expect.stringContaining('NO_CERTIFICATE') as unknown },
  })
  const stranger = new Authority().issue('/CN=eve', 'extendedKeyUsage=clientAuth')
  expect(await refusal(connect({ port, tls: { ca, certificate: stranger } }))).toMatchObject({
    code: 'ENDED',
  })
  const ada = authority.issue('/CN=Ada', 'extendedKeyUsage=clientAuth')
  await (await connect({ port, tls: { ca, certificate: ada } })).bye()
  await until(() => events.filter(({ event }) => event === 'disconnected').length === 3)
})
