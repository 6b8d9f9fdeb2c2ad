import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { TalkServerHandlers } from '../../protocol/talk/index.ts'
import type { ClientSession } from '../../src/client/session.ts'
import type { Ending } from '../../src/engine/ending.ts'
import type { ServerSession } from '../../src/server/session.ts'
import { isSoak } from '../support/soak.ts'
import { tap } from '../support/tap.ts'
import { type Heard, wordOf } from '../support/wire.ts'
import { World } from '../support/world.ts'

const numRuns = isSoak ? 600 : 60

/** An event that may befall a pair of peers at any time. */
type Event =
  | { readonly do: 'client says' | 'server says' | 'client asks'; readonly bytes: number }
  | { readonly do: 'client bye' | 'client logout' | 'server bye' | 'server stops' | 'client reads' }
  | { readonly do: 'reset' | 'cut' }
  | { readonly do: 'time passes'; readonly ms: number }

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('client says' as const, 'server says' as const, 'client asks' as const),
      bytes: fc.oneof(fc.nat(50), fc.constantFrom(0, 30_000, 65_536)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('client reads' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'client bye' as const,
        'client logout' as const,
        'server bye' as const,
        'server stops' as const,
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('time passes' as const),
      ms: fc.oneof(fc.nat(5), fc.nat(300), fc.nat(40_000)),
    }),
  },
)
const breaking: fc.Arbitrary<Event> = fc.record({ do: fc.constantFrom('reset' as const, 'cut' as const) })

interface Setting {
  readonly mode: 'echo' | 'identify' | 'auth'
  readonly bufferBytes: number
  readonly delayMs: number
  readonly chunkBytes: number
  /** How long the handlers of the server take; 0: at once. */
  readonly handledInMs: number
  readonly clientHandles: boolean
  readonly reconnect: boolean
  readonly events: readonly Event[]
}

const setting = (event: fc.Arbitrary<Event>): fc.Arbitrary<Setting> =>
  fc.record({
    mode: fc.constantFrom('echo', 'identify', 'auth'),
    bufferBytes: fc.constantFrom(200, 4_096, 65_536, 10_000_000),
    delayMs: fc.constantFrom(0, 0, 1, 150),
    chunkBytes: fc.constantFrom(7, 1_000, 1_000_000),
    handledInMs: fc.constantFrom(0, 0, 10, 1_500, 3_000),
    clientHandles: fc.boolean(),
    reconnect: fc.boolean(),
    events: fc.array(event, { maxLength: 25 }),
  })

function* chunks(bytes: Buffer, size: number): Iterable<Buffer> {
  // Few large chunks or at most some hundred small ones: the clock counts every one.
  const least = Math.max(size, Math.ceil(bytes.length / 300))
  for (let at = 0; at < bytes.length; at += least) yield bytes.subarray(at, at + least)
}

interface Outcome {
  readonly world: World
  readonly caller: ClientSession
  /** The bytes that each end wrote to each connection. */
  readonly written: readonly (readonly Heard[])[]
  readonly over: Ending | null
}

const live = async (given: Setting): Promise<Outcome> => {
  const { mode, delayMs, chunkBytes, handledInMs, clientHandles, reconnect, events } = given
  // A network so slow that a last word needs more than its 5 s is another subject.
  const bufferBytes = delayMs > 1 ? 10_000_000 : given.bufferBytes
  const world = new World()
  const later = (ms: number): Promise<void> =>
    new Promise((resolve) => void world.clock.setTimer(ms, resolve))
  const converse: TalkServerHandlers = {
    Say: (heard, peer) =>
      handledInMs === 0
        ? peer.reply({ type: 'Say', text: heard.text })
        : later(handledInMs).then(() => peer.reply({ type: 'Say', text: heard.text })),
  }
  const written: (() => readonly Heard[])[] = []
  const { caller, link, session } = world.pair(
    { mode, converse },
    {
      name: 'Ada',
      reconnect,
      ...(mode === 'auth' ? { credentials: { name: 'Ada', password: 'eight or more', register: true } } : {}),
      ...(clientHandles ? { converse: { Say: () => {} } } : {}),
    },
    { bufferBytes, delayMs, chop: (bytes) => chunks(bytes, chunkBytes) },
    (made) => {
      written.push(tap(made.client), tap(made.server))
    },
  )
  await world.pass()
  for (const event of events) await happen(world, caller, session, link, event)
  caller.bye()
  await world.pass(600_000)
  const over = await Promise.race([caller.over, Promise.resolve('not over' as const)])
  if (over === 'not over') throw new Error('the client is not over')
  return { world, caller, written: written.map((frames) => frames()), over }
}

const happen = async (
  world: World,
  caller: ClientSession,
  session: () => ServerSession,
  link: () => { reset(): void; cut(): void },
  event: Event,
): Promise<void> => {
  switch (event.do) {
    case 'client says':
      void caller.connection?.messaging?.say({ type: 'Say', text: 'c'.repeat(event.bytes) })
      return
    case 'client asks':
      void caller.connection?.messaging?.ask({ type: 'Say', text: 'a'.repeat(event.bytes) }, {})
      return
    case 'server says':
      void session().say({ type: 'Say', text: 's'.repeat(event.bytes) })
      return
    case 'client reads':
      for (let at = 0; at < 3; at++) caller.inbox.next().catch(() => {})
      return
    case 'client bye':
      return caller.bye()
    case 'client logout':
      return caller.logout(false)
    case 'server bye':
      return session().bye('DONE')
    case 'server stops':
      return session().bye('SHUTTING_DOWN')
    case 'reset':
      return link().reset()
    case 'cut':
      return link().cut()
    case 'time passes':
      return world.pass(event.ms)
    default:
      return event satisfies never
  }
}

const lastWords = /^(Bye|Fault|Logout)/
const breaches = ['UNEXPECTED_MESSAGE', 'MALFORMED', 'TOO_LARGE', 'GAP', 'VERSION', 'INTERNAL']

/** The properties that hold whatever happens. */
const judge = ({ world, written, over }: Outcome): void => {
  for (const frames of written) {
    const words = frames.map(wordOf)
    const last = words.findIndex((word) => lastWords.test(word))
    expect(last === -1 ? [] : words.slice(last + 1)).toEqual([])
    for (const code of breaches) expect(words).not.toContain(`Fault ${code}`)
    const ids = frames.filter(({ name }) => name === 'Say').map(({ id }) => id)
    // A conversation that goes on over this connection has said others before.
    expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 1) + at))
  }
  expect(over).not.toBeNull()
  for (const { connection } of world.sessions) expect(connection.ending).not.toBeNull()
  for (const log of [world.serverLog, world.clientLog])
    expect(log.filter(({ event }) => event === 'disconnected')).toHaveLength(world.sessions.length)
  expect(world.serverLog.filter(({ event }) => event === 'failed')).toEqual([])
  expect(world.clock.pending).toBe(0)
}

test('two peers over a whole network end with a Bye that both know, and never break the contract', async () => {
  await fc.assert(
    fc.asyncProperty(setting(anyEvent), async (given) => {
      // A side that is not read for 10 s is given up: that is another subject, too.
      const outcome = await live({ ...given, clientHandles: true, reconnect: false })
      judge(outcome)
      const { over, written, world } = outcome
      const ending = world.sessions[0]?.connection.ending
      expect(written.flat().filter(({ name }) => name === 'Fault')).toEqual([])
      if (over?.how !== 'bye' || ending?.how !== 'bye') throw new Error(`${over?.how}, ${ending?.how}`)
      // One chose it and the other knows, or both did at once.
      const crossed = over.by === 'us' && ending.by === 'us'
      if (!crossed) {
        expect(ending.code).toBe(over.code)
        expect(ending.by).not.toBe(over.by)
      }
    }),
    { numRuns, seed: 7_707 },
  )
}, 60_000)

test('two peers over a network that breaks end all the same, and leave nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(
      setting(fc.oneof({ weight: 12, arbitrary: anyEvent }, { weight: 1, arbitrary: breaking })),
      async (given) => judge(await live(given)),
    ),
    { numRuns, seed: 4_242 },
  )
}, 60_000)
