import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer as listenAnywhere, connect as open } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect } from '@jest/globals'
import { connect, createServer, type ServerEvent } from '../../src/index.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { needs, tool } from '../support/tools/index.ts'
import { until } from '../transport/worlds.ts'

const { test } = needs('haproxy')

const leaving: (() => unknown)[] = []
afterAll(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

/** Where version and command stand in a PROXY header: behind its signature. */
const COMMAND_AT = 12

/** Version 2, command LOCAL: a check. */
const LOCAL = 0x20

/** The way to a server, where the checks of its proxy are counted, each once it is over. */
const counting = async (port: number) => {
  let checks = 0
  const listener = listenAnywhere((near) => {
    const far = open(port, '127.0.0.1')
    let isCheck = false
    near.once('data', (header) => {
      isCheck = header[COMMAND_AT] === LOCAL
    })
    near.on('error', () => {}).pipe(far)
    far.on('error', () => {}).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => {
      if (isCheck) checks += 1
      near.destroy()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  leaving.push(() => listener.close())
  return {
    port: (listener.address() as { readonly port: number }).port,
    checks: () => checks,
  }
}

test('behind HAProxy the client is who it is, its key is proven at the port of the proxy, and checks are nobody', async () => {
  const events: ServerEvent[] = []
  const { privateKey } = (await import('node:crypto')).generateKeyPairSync('ed25519')
  const server = await createServer({
    port: 0,
    identity: privateKey,
    proxyFrom: ['127.0.0.1'],
    converse: { Say: (message, peer) => peer.reply(message) },
    log: { data: false, write: (event) => events.push(event) },
  })
  leaving.push(() => server.close(0))
  const way = await counting(server.port)
  const port = await freePort()
  const config = join(temporaryFolder(), 'haproxy.cfg')
  writeFileSync(
    config,
    `defaults
  mode tcp
  timeout connect 2s
  timeout client 10s
  timeout server 10s
listen colloquy
  bind 127.0.0.1:${port}
  default-server inter 50ms fall 2 rise 1
  server one 127.0.0.1:${way.port} check send-proxy-v2 check-send-proxy
`,
  )
  const haproxy = spawn(tool('haproxy').path, ['-db', '-f', config], { stdio: 'ignore' })
  leaving.push(() => haproxy.kill('SIGKILL'))
  const client = await (async () => {
    for (let tries = 0; ; tries++)
      try {
        const credentials = { name: 'Ada', password: 'eight or more', register: true }
        return await connect({ port, credentials, reconnect: false })
      } catch (error) {
        if (tries === 100) throw error
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
  })()
  expect((await client.ask({ type: 'Say', text: 'hello' })).text).toBe('hello')
  const before = way.checks()
  await until(() => way.checks() >= before + 3)
  await client.bye()
  await until(() => events.some(({ event }) => event === 'disconnected'))
  const connected = events.filter(({ event }) => event === 'connected')
  expect(connected).toHaveLength(1)
  expect(connected[0]).toMatchObject({ remote: { address: '127.0.0.1' } })
  expect(events.filter(({ event }) => event === 'refused')).toEqual([])
})
