import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { guardedServer } from '../../src/inspect/http.ts'

const TOKEN = 'T'.repeat(43)

let server: Server
let port = 0
const asked: string[] = []

beforeAll(async () => {
  server = guardedServer(TOKEN, ({ path, query }, response) => {
    asked.push(`${path} ${query}`)
    if (path !== '/') return false
    response.end('found')
    return true
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** All that is answered to some bytes, until the server closes or nothing follows a whole answer. */
const answered = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      heard += text
      if (heard.includes('found') || heard.includes('nothing here')) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
    socket.write(bytes)
  })

const request = (line: string, ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, ...headers, '', ''].join('\r\n')

const statusOf = async (bytes: string): Promise<string> =>
  /^HTTP\/1\.1 (\d+)/.exec(await answered(bytes))?.[1] ?? 'closed'

const host = 'Host: 127.0.0.1'

test('whoever names the token and this machine is answered, and nothing of it is kept, framed or passed on', async () => {
  const answer = await answered(request(`GET /${TOKEN}/`, host))
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  for (const header of [
    'Cache-Control: no-store',
    'Referrer-Policy: no-referrer',
    'X-Content-Type-Options: nosniff',
    'X-Frame-Options: DENY',
    'Cross-Origin-Resource-Policy: same-origin',
  ])
    expect(answer).toContain(`\r\n${header}\r\n`)
  expect(answer).not.toMatch(/Access-Control/i)
})

test('this machine goes by its names on any port, since a port may be forwarded', async () => {
  for (const name of ['localhost', 'localhost:9000', '127.0.0.1:1', '127.0.0.2', '[::1]:80', 'LOCALHOST'])
    expect([name, await statusOf(request(`GET /${TOKEN}/`, `Host: ${name}`))]).toEqual([name, '200'])
})

test('another name for this machine finds nothing, so that no web page gets here by one of its own', async () => {
  for (const name of [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '',
    '[::2]',
  ])
    expect([name, await statusOf(request(`GET /${TOKEN}/`, `Host: ${name}`))]).toEqual([name, '404'])
})

test('another origin finds nothing', async () => {
  const from = (origin: string) => statusOf(request(`GET /${TOKEN}/`, host, `Origin: ${origin}`))
  expect(await from('http://127.0.0.1')).toBe('200')
  for (const origin of ['http://evil.example', 'https://127.0.0.1', 'http://127.0.0.1:9', 'null', ''])
    expect([origin, await from(origin)]).toEqual([origin, '404'])
})

test('without the token nothing is found, and no handler is asked', async () => {
  asked.length = 0
  const wrong = [
    ...['/', '//', `/${TOKEN}`, `/${TOKEN.slice(1)}/`, `/${TOKEN}x/`, `/${TOKEN.toLowerCase()}/`],
    ...[`/x/${TOKEN}/`, `/?token=${TOKEN}`, `/%54${TOKEN.slice(1)}/`, `http://127.0.0.1/${TOKEN}/`],
  ]
  for (const path of wrong)
    expect([path, await statusOf(request(`GET ${path}`, host))]).toEqual([path, '404'])
  expect(asked).toEqual([])
  expect(await statusOf(request(`GET /${TOKEN}/else?x=1`, host))).toBe('404')
  expect(asked).toEqual(['/else x=1'])
})

test('nothing but GET is answered, and none with a body', async () => {
  asked.length = 0
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    expect([method, await statusOf(request(`${method} /${TOKEN}/`, host, 'Content-Length: 0'))]).toEqual([
      method,
      '404',
    ])
  expect(await statusOf(`${request(`GET /${TOKEN}/`, host, 'Content-Length: 4')}body`)).toBe('404')
  expect(await statusOf(request(`GET /${TOKEN}/`, host, 'Transfer-Encoding: chunked'))).toBe('404')
  expect(asked).toEqual([])
})

test('a head that is too large, or none, ends the connection', async () => {
  asked.length = 0
  const huge = `X: ${'x'.repeat(10_000)}`
  expect(await statusOf(request(`GET /${TOKEN}/`, host, huge))).toBe('closed')
  expect(await statusOf(request(`GET /${'x'.repeat(10_000)}/`, host))).toBe('closed')
  expect(await statusOf('\u0000\u0000\u0000\u0002no HTTP\r\n\r\n')).toBe('closed')
  expect(await statusOf(request(`GET /${TOKEN}/`))).toBe('400')
  expect(asked).toEqual([])
})

test('a request must be whole in time, and few connections are kept', () => {
  expect(server.headersTimeout).toBe(5_000)
  expect(server.requestTimeout).toBe(5_000)
  expect(server.keepAliveTimeout).toBe(5_000)
  expect(server.maxConnections).toBe(32)
})
