import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAuthenticator } from '../../src/auth/index.ts'
import type { EndedConversation } from '../../src/client/config.ts'
import { compile } from '../../src/engine/runtime.ts'
import type { ClientHandlers, ServerHandlers } from '../../src/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { exchange } from '../support/exchange/index.ts'
import { Party } from '../support/exchange-party.ts'
import { randomOf } from '../support/random.ts'
import { isSoak } from '../support/soak.ts'
import { cheapHasher, World } from '../support/world.ts'

const runtime = compile(exchange)

interface Run {
  readonly seed: number
  /** Links break off after so many bytes of both ways, the last never. */
  readonly cuts: readonly number[]
  readonly maxBytes: number
  readonly delayMs: number
  readonly isHalfOpen: boolean
}

/** Two programs that say, ask and stream, over links that break off. Returns all that is not as it must be. */
const exchanged = async ({ seed, cuts, maxBytes, delayMs, isHalfOpen }: Run): Promise<readonly string[]> => {
  const world = new World()
  const random = randomOf(seed)
  const wait = (ms: number): Promise<unknown> =>
    new Promise((resolve) => world.clock.setTimer(ms, () => resolve(null)))
  const ways = { random, wait, maxBytes, maxWaitMs: 60 }
  const atServer = new Party('server', ways)
  const atClient = new Party('client', ways)
  const store = memoryStore()
  const ended: EndedConversation[] = []
  const left = [...cuts]
  let broken: object | null = null
  const pair = world.pair(
    {
      runtime,
      mode: 'auth',
      store,
      authenticator: createAuthenticator({
        store,
        registration: 'open',
        hasher: cheapHasher,
        elapsed: () => world.clock.now(),
      }),
      // The world is made for the contract talk; its types are those.
      converse: atServer.handlers as unknown as ServerHandlers,
    },
    {
      runtime,
      credentials: { name: 'anna', password: 'a password', register: true },
      reconnect: true,
      // Soon again.
      random: () => random() / 50,
      ended: (conversation) => ended.push(conversation),
      converse: atClient.handlers as unknown as ClientHandlers,
    },
    {
      delayMs,
      chop: (bytes) => {
        const link = world.links.at(-1)
        if (link === broken) return []
        if (left.length === 0 || link === undefined) return [bytes]
        const room = left[0] as number
        left[0] = room - bytes.length
        if (room > bytes.length) return [bytes]
        left.shift()
        broken = link
        world.clock.setTimer(2, () => {
          if (!isHalfOpen) return link.reset()
          link.cut()
          link.client.destroy()
        })
        return [bytes.subarray(0, room)]
      },
    },
  )
  await world.until(() => pair.caller.messaging !== null, 60_000)
  const peer = pair.session().messaging?.peer
  for (let turn = 0; turn < 40; turn++) {
    const { messaging } = pair.caller
    if (messaging !== null) atClient.act(messaging.peer)
    if (peer !== undefined) atServer.act(peer)
    await world.pass(Math.floor(random() * 4))
  }
  const verdict = (): readonly string[] => [...atClient.verdict(atServer), ...atServer.verdict(atClient)]
  await world.until(() => verdict().length === 0, 15_000).catch(() => {})
  const refused = [...world.serverLog, ...world.clientLog].flatMap((event) =>
    event.event === 'refused' || event.event === 'failed' ? [JSON.stringify(event)] : [],
  )
  return [...verdict(), ...ended.map(({ ending }) => `ended: ${ending.detail}`), ...refused]
}

test('whatever breaks off where, what both sides say, ask and stream comes whole, once, and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        cuts: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 20 }),
        maxBytes: fc.constantFrom(0, 300, 60_000),
        delayMs: fc.constantFrom(0, 1, 20),
        isHalfOpen: fc.boolean(),
      }),
      async (run) => {
        expect(await exchanged({ ...run, cuts: [900, ...run.cuts] })).toEqual([])
      },
    ),
    { numRuns: isSoak ? 1_000 : 15, endOnFailure: true },
  )
}, 600_000)
