import { connect as startConnecting } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { createServer, type Server, type ServerEvent } from '../../src/index.ts'
import { framesIn, message, num } from '../support/wire.ts'
import { announcing, HEALTH_CHECK, hex } from '../transport/proxy/headers.ts'
import { until } from '../transport/worlds.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0)
})

const listening = async (): Promise<{ readonly server: Server; readonly events: ServerEvent[] }> => {
  const events: ServerEvent[] = []
  const server = await createServer({
    port: 0,
    mode: 'identify',
    proxyFrom: ['127.0.0.1'],
    converse: { Say: (message, peer) => peer.reply(message) },
    log: { data: false, write: (event) => events.push(event) },
  })
  servers.push(server)
  return { server, events }
}

/** Says bytes, and gives what is answered until the other side ends. */
const answer = (port: number, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve) => {
    const heard: Buffer[] = []
    const socket = startConnecting({ port, host: '127.0.0.1' }, () => socket.write(bytes))
    socket.on('error', () => {})
    socket.on('data', (chunk) => heard.push(chunk))
    socket.on('end', () => socket.end()).on('close', () => resolve(Buffer.concat(heard)))
  })

test('the address that a proxy announces is the one that is asked for a name, logged and greeted', async () => {
  const { server, events } = await listening()
  // Hello of talk, versions 1 to 1.
  const hello = hex('0000000a 0001 0000 00000000 00000000 0801 1001 2a04 74616c6b')
  const socket = startConnecting({ port: server.port, host: '127.0.0.1' })
  socket.write(Buffer.concat([announcing(), hello]))
  let heard = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk])
  })
  await until(() => heard.includes('192.0.2.7'))
  expect(events).toContainEqual(
    expect.objectContaining({ event: 'connected', remote: { address: '192.0.2.7', port: 1_234 } }),
  )
  socket.destroy()
})

test('what a proxy should not send is refused with a code, on the wire and in the log', async () => {
  const { server, events } = await listening()
  const heard = await answer(server.port, Buffer.from('GET / HTTP/1.1\r\n'))
  // A Fault, MALFORMED.
  expect(heard.readUInt16BE(4)).toBe(18)
  expect(heard.subarray(16, 18)).toEqual(hex('0802'))
  expect(heard.toString()).toContain('PROXY_MISSING')
  expect(events).toContainEqual(expect.objectContaining({ event: 'refused', code: 'MALFORMED' }))
  const broken = await answer(server.port, announcing('03 0004 00000000'))
  expect(broken.toString()).toContain('PROXY_CHECKSUM')
})

test('a health check is neither logged nor counted', async () => {
  const { server, events } = await listening()
  const before = events.length
  const check = Buffer.concat([HEALTH_CHECK, message('Hello'), message('Bye', num(1, 1))])
  const { frames } = framesIn(await answer(server.port, check))
  expect(frames.map(({ name }) => name)).toEqual(['Welcome', 'Bye'])
  expect(events).toHaveLength(before)
})

test('a header from elsewhere is a stranger', async () => {
  const events: ServerEvent[] = []
  const server = await createServer({
    port: 0,
    mode: 'echo',
    proxyFrom: ['192.0.2.0/24'],
    converse: { Say: (message, peer) => peer.reply(message) },
    log: { data: false, write: (event) => events.push(event) },
  })
  servers.push(server)
  await answer(server.port, announcing())
  expect(events).toContainEqual(
    expect.objectContaining({ event: 'refused', code: 'MALFORMED', looksLike: 'PROXY' }),
  )
})

test('what is no network is refused at once', async () => {
  const starting = createServer({
    port: 0,
    proxyFrom: ['10.0.0.0/99'],
    mode: 'echo',
    converse: { Say: () => {} },
  })
  await expect(starting).rejects.toThrow(RangeError)
})
