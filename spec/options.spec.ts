import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createAuthenticator } from '../src/auth/index.ts'
import { connect, createEchoServer, createServer, memoryStore, openSqliteStore } from '../src/index.ts'
import { tokenLife } from '../src/store/index.ts'
import { linkInMemory, SimulatedClock } from '../src/testing/index.ts'
import { connectTcp, linger } from '../src/transport/index.ts'
import { temporaryFolder } from './support/temporary.ts'

const FOR_EVER = Number.POSITIVE_INFINITY
const NONE: readonly unknown[] = [Number.NaN, -1, '10', null, {}]

const undoings: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of undoings.splice(0).reverse()) await undo()
})

const served = async () => {
  const server = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: ({ text }, peer) => (text === 'hush' ? undefined : peer.reply({ type: 'Say', text })) },
  })
  undoings.push(() => server.close(100))
  return server
}

const conversing = async (connectWithinMs: number) => {
  const server = await served()
  const client = await connect({ port: server.port, connectWithinMs, reconnect: false })
  undoings.push(() => client.bye())
  return { server, client }
}

describe('a time of any length', () => {
  test.each([FOR_EVER, 2 ** 31, 30 * 24 * 3_600_000])('of %d ms is waited for', async (ms) => {
    const { server, client } = await conversing(ms)
    const answer = client.ask({ type: 'Say', text: 'hello' }, { withinMs: ms })
    expect((await answer).text).toBe('hello')
    const unanswered = client.ask({ type: 'Say', text: 'hush' }, { withinMs: ms })
    const closed = server.close(ms)
    await expect(unanswered).rejects.toMatchObject({ code: 'ENDED' })
    await closed
    const clock = new SimulatedClock()
    const raw = await createEchoServer({ port: 0, idleMs: ms, clock })
    await raw.close(ms)
    expect(clock.pending).toBe(0)
  })

  test('is a patience, a delay, and the life of a session', async () => {
    const folder = temporaryFolder()
    const opened = await openSqliteStore(join(folder, 'store.sqlite'), { patienceMs: FOR_EVER })()
    if (E.isLeft(opened)) throw new Error(opened.left.remedy)
    const store = opened.right
    undoings.push(() => store.close()())
    const life = { slidingMs: FOR_EVER, absoluteMs: FOR_EVER, graceMs: FOR_EVER }
    const authenticator = createAuthenticator({ store, registration: 'open', life })
    const granted = await authenticator.register('anna', 'correct horse', '127.0.0.1')()
    // The largest number that the wire carries.
    expect(granted).toMatchObject(E.right({ expiresAtMs: 2 ** 53 - 1 }))
  })
})

describe('what is no time', () => {
  test.each(NONE)('%p is refused by its name, at once', async (given) => {
    const ms = given as number
    const named = (option: string) => expect.objectContaining({ message: expect.stringContaining(option) })
    const { server, client } = await conversing(5_000)
    for (const refused of [
      [connect({ port: server.port, connectWithinMs: ms }), 'connectWithinMs'],
      [client.ask({ type: 'Say', text: 'hello' }, { withinMs: ms }), 'withinMs'],
      [createServer({ port: 0, heartbeatMs: ms, converse: { Say: () => {} } }), 'heartbeatMs'],
      [createEchoServer({ port: 0, idleMs: ms }), 'idleMs'],
      [server.close(ms), 'withinMs'],
    ] as const) {
      await expect(refused[0]).rejects.toBeInstanceOf(RangeError)
      await expect(refused[0]).rejects.toEqual(named(refused[1]))
    }
    // Nothing was said, and nobody was closed.
    expect(client.counts.said).toBe(0)
    expect((await client.ask({ type: 'Say', text: 'still here' })).text).toBe('still here')
    const clock = new SimulatedClock()
    const store = memoryStore()
    // null is as good as not given where an option may be left out.
    for (const call of [
      () => openSqliteStore('never-made', { patienceMs: ms }),
      () => connectTcp({ host: '127.0.0.1', port: 1, timeoutMs: ms }),
      () => linkInMemory(clock, { delayMs: ms }),
      () => linger(linkInMemory(clock).client, clock, () => {}, { maxMs: ms, maxBytes: 1 }),
      ...(['slidingMs', 'absoluteMs', 'graceMs'] as const).map(
        (option) => () =>
          createAuthenticator({ store, registration: 'open', life: { ...tokenLife, [option]: ms } }),
      ),
    ])
      if (!(given === null && String(call).includes('delayMs'))) expect(call).toThrow(RangeError)
  })
})
