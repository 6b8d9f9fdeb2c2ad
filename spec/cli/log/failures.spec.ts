import { inspect } from 'node:util'
import { expect, test } from '@jest/globals'
import { connect, createServer, type ServerHandlers } from '../../../src/index.ts'
import { TokenJar } from '../../support/token-jar.ts'
import { Logging } from './logging.ts'

/** Says each text in a conversation of its own, to a server with these handlers. Returns the log. */
const live = async (converse: ServerHandlers, texts: readonly string[]): Promise<Logging> => {
  const logging = new Logging({ later: setImmediate })
  const server = await createServer({ port: 0, mode: 'echo', log: logging.log, converse })
  for (const text of texts) {
    const client = await connect({ port: server.port, reconnect: false })
    await client.say({ type: 'Say', text })
    expect(await client.over).toMatchObject({ how: 'fault', code: 'INTERNAL', by: 'them' })
  }
  await server.close()
  logging.log.close()
  return logging
}

const thrown: Readonly<Record<string, readonly [unknown, string]>> = {
  error: [new TypeError('no such thing'), 'TypeError: no such thing'],
  long: [new Error('x'.repeat(1_000_000)), `Error: ${'x'.repeat(505)}…`],
  hostile: [new Error('\u001b[2J\n{"event":"granted"}\u202e'), 'Error: \u001b[2J\n{"event":"granted"}\u202e'],
  nothing: [undefined, 'undefined'],
  symbol: [Symbol('s'), 'Symbol(s)'],
  bare: [Object.create(null), 'Something was thrown that has no text.'],
  malicious: [
    {
      toString: () => {
        throw new Error('not even this')
      },
    },
    'Something was thrown that has no text.',
  ],
}

test.each(['at once', 'later'])(
  'whatever a handler throws (%s) ends its conversation alone, and is one short line of the log',
  async (when) => {
    const names = Object.keys(thrown)
    const fail = (text: string): void => {
      throw thrown[text]?.[0]
    }
    const logging = await live(
      { Say: when === 'at once' ? ({ text }) => fail(text) : async ({ text }) => fail(text) },
      names,
    )
    const failed = logging.lines().filter(({ event }) => event === 'failed')
    expect(failed.map(({ detail }) => detail)).toEqual(names.map((name) => thrown[name]?.[1]))
    for (const line of logging.files.text('/log/server.log').split('\n'))
      expect(Buffer.byteLength(line)).toBeLessThan(8 * 1024)
  },
)

test('no password and no token is in anything that a handler can reach, and so in no error of its own', async () => {
  const password = 'canary of Ada'
  const tokens = new TokenJar()
  const seen: string[] = []
  const server = await createServer({
    port: 0,
    converse: {
      Say: async ({ text }, peer) => {
        seen.push(inspect(peer, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null }))
        await peer.reply({ type: 'Say', text })
      },
    },
  })
  for (const register of [true, false]) {
    const client = await connect({
      port: server.port,
      reconnect: false,
      credentials: { name: 'Ada', password, tokens, register },
    })
    await client.ask({ type: 'Say', text: 'hello' })
    await client.bye()
  }
  await server.close()
  expect(seen).toHaveLength(2)
  expect(tokens.kept.length).toBeGreaterThan(1)
  for (const text of seen) {
    expect(text).toContain('hello')
    for (const secret of [password, ...tokens.kept]) expect(text.includes(secret)).toBe(false)
  }
})
