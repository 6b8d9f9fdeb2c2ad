import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAuthenticator } from '../../src/auth/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { len, message, num, sayFrame, someToken } from '../support/wire.ts'
import { cheapHasher, World } from '../support/world.ts'

/** A whole conversation of one side, turn by turn: in each it says what it may before it hears the next answer. */
type Recording = readonly Buffer[]

const ofClient: Recording = [
  message('Hello'),
  message('MyName', len(1, 'Zoë')),
  message('Register', Buffer.concat([len(1, 'Zoë'), len(2, 'eight or more')])),
  Buffer.concat([
    sayFrame(1, 'ünï'),
    message('Ping', num(1, 300)),
    sayFrame(2, ''),
    sayFrame(3, 'x'.repeat(200)),
  ]),
  message('Ack', num(1, 3)),
  message('Logout'),
]

const ofServer: Recording = [
  message('Welcome'),
  message('AskName', len(1, '127.0.0.1')),
  message('Greeting', len(1, 'Zoë')),
  message('Challenge', num(2, 1)),
  message('Denied', Buffer.concat([num(1, 5), num(3, 2)])),
  message('Granted', Buffer.concat([len(1, 'Zoë'), len(2, someToken), num(3, 1)])),
  Buffer.concat([
    sayFrame(1, 'ünï'),
    message('Ping', num(1, 300)),
    sayFrame(2, ''),
    sayFrame(3, 'x'.repeat(200)),
  ]),
  message('Bye'),
]

/** Delivers the pieces of each turn one after the other, and gives everything that was answered. */
const deliver = async (
  world: World,
  raw: RawPeer,
  recording: Recording,
  cut: (turn: Buffer, from: number) => readonly Buffer[],
): Promise<string> => {
  let from = 0
  await world.pass()
  for (const turn of recording) {
    for (const piece of cut(turn, from)) {
      raw.say(piece)
      await world.pass()
    }
    from += turn.length
  }
  const words = raw.words.join()
  expect(raw.unfinished).toBe(0)
  return `${words} ${raw.bytes.toString('hex')}`
}

const toServer = (cut: (turn: Buffer, from: number) => readonly Buffer[]): Promise<string> => {
  const world = new World()
  const store = memoryStore()
  const authenticator = createAuthenticator({
    store,
    registration: 'open',
    hasher: cheapHasher,
    now: () => 1_800_000_000_000,
    mintToken: () => someToken,
  })
  const { raw } = world.rawClient({
    mode: 'auth',
    store,
    authenticator,
    converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: heard.text }) },
  })
  return deliver(world, raw, ofClient, cut)
}

const toClient = (cut: (turn: Buffer, from: number) => readonly Buffer[]): Promise<string> => {
  const world = new World()
  const { raws } = world.rawServer({
    credentials: {
      name: 'Zoë',
      password: 'eight or more',
      tokens: {
        take: async () => ({
          token: someToken,
          keep: async () => {},
          forget: async () => {},
          release: async () => {},
        }),
      },
    },
    converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: heard.text }) },
  })
  const raw = (): RawPeer => raws[0] as RawPeer
  return world.pass().then(() => deliver(world, raw(), ofServer, cut))
}

const whole = (turn: Buffer): readonly Buffer[] => [turn]

describe.each([
  [
    'server',
    toServer,
    ofClient,
    'Welcome,AskName,Greeting,Challenge,Granted,Say 1,Pong,Say 2,Say 3,Bye LOGGED_OUT',
  ],
  ['client', toClient, ofServer, 'Hello,MyName,Resume,Login,Say 1,Pong,Say 2,Say 3,Bye DONE'],
] as const)('what the %s answers', (_, to, recording, words) => {
  const bytes = recording.reduce((sum, turn) => sum + turn.length, 0)

  test('is what the contract says', async () => {
    expect((await to(whole)).split(' ').slice(0, -1).join(' ')).toBe(words)
  })

  test('does not depend on where the network cuts once', async () => {
    const expected = await to(whole)
    for (let at = 1; at < bytes; at++)
      expect(
        await to((turn, from) =>
          at > from && at < from + turn.length
            ? [turn.subarray(0, at - from), turn.subarray(at - from)]
            : [turn],
        ),
      ).toBe(expected)
  })

  test('is the same byte by byte', async () => {
    const single = (turn: Buffer): readonly Buffer[] => [...turn].map((byte) => Buffer.from([byte]))
    expect(await to(single)).toBe(await to(whole))
  })

  test('is the same for any cuts', async () => {
    const expected = await to(whole)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (sizes) => {
        let turnOf = 0
        const pieces = (turn: Buffer): readonly Buffer[] => {
          const cut: Buffer[] = []
          for (let at = 0; at < turn.length; at += cut.at(-1)?.length ?? 1)
            cut.push(turn.subarray(at, at + (sizes[turnOf++ % sizes.length] as number)))
          return cut
        }
        expect(await to(pieces)).toBe(expected)
      }),
      { numRuns: 50, seed: 5 },
    )
  })
})
