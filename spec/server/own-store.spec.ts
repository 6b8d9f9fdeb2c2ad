import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { connect, createServer, memoryStore, type ServerEvent, type Store } from '../../src/index.ts'
import { shieldedPart } from '../../src/store/index.ts'

const gone = new Error('the store is gone')
const failures: readonly (readonly [string, () => unknown])[] = [
  [
    'throws',
    () => {
      throw gone
    },
  ],
  ['rejects', () => () => Promise.reject(gone)],
  ['gives nothing', () => async () => undefined],
  ['gives no operation', () => undefined],
]

/** A store of one's own that fails at what a server does beside its sessions. */
const failing = (fails: () => unknown): Store => {
  const store = memoryStore()
  const { sessions, held } = store
  return {
    ...store,
    sessions: { ...sessions, purge: fails as never, revokedSince: fails as never },
    ...(held === undefined
      ? {}
      : { held: { ...held, purge: fails as never, list: fails as never, drop: fails as never } }),
  }
}

test.each(failures)(
  'a store whose work beside the sessions %s ends nobody, and is told of',
  async (_, fails) => {
    const unhandled: unknown[] = []
    const note = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', note)
    const events: ServerEvent[] = []
    const server = await createServer({
      port: 0,
      mode: 'auth',
      store: failing(fails),
      log: { data: false, write: (event) => events.push(event) },
      converse: { Say: ({ text }, peer) => void peer.reply({ type: 'Say', text }) },
    })
    const client = await connect({
      port: server.port,
      reconnect: false,
      credentials: { name: 'ann', password: 'long enough', register: true },
      converse: {},
    })
    const heard = await client.ask({ type: 'Say', text: 'hello' })
    await client.bye()
    await server.close()
    process.off('unhandledRejection', note)
    expect([heard.text, unhandled]).toEqual(['hello', []])
    const told = events.flatMap((event) => (event.event === 'failed' ? [event.detail] : []))
    expect(told.length).toBeGreaterThan(0)
    for (const detail of told) expect(detail).toMatch(/^the store could not be opened, read or written/)
  },
)

test.each(failures)('a part of a store that %s gives a fault', async (_, fails) => {
  const part = shieldedPart(failing(fails), 'sessions')
  expect(await part.purge(0)()).toEqual(
    E.left(expect.objectContaining({ code: 'IO', remedy: expect.any(String) })),
  )
})
