import { connect as startConnecting } from 'node:net'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { connect, createEchoServer, createServer, type Log } from '../../src/index.ts'

const told: unknown[] = []
beforeEach(() => {
  told.length = 0
  jest.spyOn(console, 'error').mockImplementation((text) => void told.push(text))
})
afterEach(() => {
  jest.restoreAllMocks()
})

const faulty: Readonly<Record<string, () => Log<unknown>>> = {
  throws: () => ({
    data: true,
    write: () => {
      throw new Error('no \u001b[31mink')
    },
  }),
  rejects: () => ({ data: true, write: async () => Promise.reject(new Error('no \u001b[31mink')) }),
  'throws what has no text': () => ({
    data: true,
    write: () => {
      throw Object.create(null)
    },
  }),
  'throws when it is asked what it wants': () => ({
    get data(): boolean {
      throw new Error('no ink')
    },
    write: () => {},
  }),
}

/** One line of standard error for each log. */
const line = /^The log failed \([^\p{C}]+\); what it does not take is lost\.$/u

describe.each(Object.entries(faulty))('a log that %s', (_, log) => {
  test('does a server and a client no harm, and each is told once', async () => {
    const server = await createServer({
      port: 0,
      converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
      log: log(),
    })
    const client = await connect({
      port: server.port,
      credentials: { name: 'anna', password: 'correct horse', register: true },
      log: log(),
    })
    for (const text of ['one', 'two']) expect((await client.ask({ type: 'Say', text })).text).toBe(text)
    await client.bye()
    expect(await client.over).toMatchObject({ how: 'bye', code: 'DONE' })
    await server.close()
    expect(told).toEqual([expect.stringMatching(line), expect.stringMatching(line)])
  })

  test('does a raw server no harm', async () => {
    const server = await createEchoServer({ port: 0, log: log() })
    const socket = startConnecting({ port: server.port, host: server.host })
    socket.write('hello')
    const [back] = await new Promise<Buffer[]>((resolve) => socket.once('data', (bytes) => resolve([bytes])))
    expect(String(back)).toBe('hello')
    await new Promise((resolve) => socket.end(() => resolve(null)))
    socket.destroy()
    await server.close()
    expect(told).toEqual([expect.stringMatching(line)])
  })
})
