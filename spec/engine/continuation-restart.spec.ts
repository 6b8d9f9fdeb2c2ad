import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { createAuthenticator } from '../../src/auth/index.ts'
import type { EndedConversation } from '../../src/client/config.ts'
import { ColloquyError } from '../../src/engine/index.ts'
import { compile } from '../../src/engine/runtime.ts'
import type { ClientHandlers, ServerHandlers } from '../../src/index.ts'
import { StoredConversations } from '../../src/server/stored-conversations.ts'
import { memoryStore } from '../../src/store/index.ts'
import { exchange } from '../support/exchange/index.ts'
import { Party } from '../support/exchange-party.ts'
import { randomOf } from '../support/random.ts'
import { isSoak } from '../support/soak.ts'
import { cheapHasher, World } from '../support/world.ts'

const runtime = compile(exchange)

interface Run {
  readonly seed: number
  /** Turns after which the server goes down in peace, and another process takes its place. */
  readonly restarts: readonly number[]
  /** Turns after which the link breaks off. */
  readonly cuts: readonly number[]
  readonly delayMs: number
}

const TURNS = 40

/** An answer is lost with the process that was to give it, and nothing else is. */
const isLost = (error: unknown): boolean =>
  error instanceof ColloquyError &&
  error.code === 'UNANSWERED' &&
  error.failure.code === 'UNANSWERED' &&
  error.failure.reason === 'LOST'

/** The messages, asks and streams of a server's program end with its process. */
const isOver = (error: unknown): boolean => error instanceof ColloquyError && error.code === 'ENDED'

/** Two programs that say, ask and stream, while the server begins again. Returns all that is not as it must be. */
const exchanged = async ({ seed, restarts, cuts, delayMs }: Run): Promise<readonly string[]> => {
  const world = new World()
  const { clock } = world
  const random = randomOf(seed)
  const wait = (ms: number): Promise<unknown> =>
    new Promise((resolve) => clock.setTimer(ms, () => resolve(null)))
  const ways = { random, wait, maxBytes: 300, maxWaitMs: 60 }
  const atServer = new Party('server', { ...ways, mayFail: isOver })
  const atClient = new Party('client', { ...ways, mayFail: isLost })
  const store = memoryStore()
  const { held } = store
  if (held === undefined) throw new Error('The store keeps no conversations.')
  const faults: unknown[] = []
  const ended: EndedConversation[] = []
  const begun = () => ({
    runtime,
    mode: 'auth' as const,
    store,
    authenticator: createAuthenticator({
      store,
      registration: 'open',
      hasher: cheapHasher,
      elapsed: () => clock.now(),
    }),
    stored: new StoredConversations({
      held,
      owner: 'test',
      runtime,
      today: () => 1_800_000_000_000 + clock.now(),
      onFault: (fault) => faults.push(fault),
    }),
    // The world is made for the contract talk; its types are those.
    converse: atServer.handlers as unknown as ServerHandlers,
  })
  let server = begun()
  let isUp = true
  const { caller } = world.rawServer({
    runtime,
    credentials: { name: 'anna', password: 'a password', register: true },
    reconnect: true,
    // Soon again.
    random: () => random() / 50,
    ended: (conversation) => ended.push(conversation),
    converse: atClient.handlers as unknown as ClientHandlers,
    open: async () => {
      if (!isUp) return E.left({ code: 'REFUSED', host: 'server', port: 7707 })
      const link = world.link({ delayMs })
      world.serve(link, server)
      return E.right(link.client)
    },
  })
  await world.until(() => caller.messaging !== null, 60_000)

  /** As a server does that goes down in peace. */
  const restart = async (): Promise<void> => {
    isUp = false
    for (const session of world.sessions) session.bye('SHUTTING_DOWN')
    // Handlers have 2 s, and so has a side that lingers.
    await world.pass(5_000)
    const all = world.held?.takeAll() ?? []
    const settled = Promise.all(all.map(({ messaging }) => messaging.settle(1)))
    await world.pass(10)
    await settled
    await server.stored.leave(all)
    for (const { messaging, ending } of all) messaging.finish(ending)
    server = begun()
    world.forgetServer()
    isUp = true
  }

  for (let turn = 0; turn < TURNS; turn++) {
    const { messaging } = caller
    if (messaging !== null) atClient.act(messaging.peer)
    const peer = world.sessions.at(-1)?.messaging?.peer
    if (isUp && peer !== undefined) atServer.act(peer)
    await world.pass(Math.floor(random() * 4))
    if (cuts.includes(turn)) world.links.at(-1)?.reset()
    if (restarts.includes(turn)) await restart()
  }
  const verdict = (): readonly string[] => [
    ...atClient.verdict(atServer),
    ...atServer.wrong,
    ...(atServer.openStreams > 0 ? [`server: ${atServer.openStreams} streams are still given`] : []),
  ]
  await world.until(() => verdict().length === 0, 30_000).catch(() => {})
  const refused = [...world.serverLog, ...world.clientLog].flatMap((event) =>
    event.event === 'refused' || event.event === 'failed' ? [JSON.stringify(event)] : [],
  )
  return [
    ...verdict(),
    ...(atClient.notes.every((number, at) => at === 0 || number > (atClient.notes[at - 1] as number))
      ? []
      : ['client: notes came twice, or out of order']),
    ...ended.map(({ ending }) => `ended: ${ending.detail}`),
    ...faults.map((fault) => JSON.stringify(fault)),
    ...refused,
  ]
}

test('a server that begins again loses no message and no stream but those whose handlers ended with it', async () => {
  const turn = fc.integer({ min: 0, max: TURNS - 1 })
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        restarts: fc.array(turn, { minLength: 1, maxLength: 3 }),
        cuts: fc.array(turn, { maxLength: 4 }),
        delayMs: fc.constantFrom(0, 1, 20),
      }),
      async (run) => {
        expect(await exchanged(run)).toEqual([])
      },
    ),
    { numRuns: isSoak ? 300 : 6, endOnFailure: true },
  )
}, 120_000)
