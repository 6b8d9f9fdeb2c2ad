import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Say } from '../../protocol/talk/messages.ts'
import { createAuthenticator } from '../../src/auth/index.ts'
import type { EndedConversation } from '../../src/client/config.ts'
import { ask, say } from '../../src/engine/message-context.ts'
import { memoryStore } from '../../src/store/index.ts'
import { cheapHasher, World } from '../support/world.ts'

/** A client and a server that talk in mode auth, over links that break off after so many bytes each way, the last never. */
const talk = async ({
  cuts,
  replyAfterMs = 0,
  isHalfOpen = false,
}: {
  readonly cuts: readonly number[]
  readonly replyAfterMs?: number
  /** The server does not notice. */
  readonly isHalfOpen?: boolean
}) => {
  const world = new World()
  const store = memoryStore()
  const atServer: string[] = []
  const atClient: string[] = []
  const ended: EndedConversation[] = []
  const left = [...cuts]
  let broken: object | null = null
  const pair = world.pair(
    {
      mode: 'auth',
      store,
      authenticator: createAuthenticator({
        store,
        registration: 'open',
        hasher: cheapHasher,
        elapsed: () => world.clock.now(),
      }),
      converse: {
        Say: async ({ text }, peer) => {
          atServer.push(text)
          if (replyAfterMs > 0)
            await new Promise((resolve) => world.clock.setTimer(replyAfterMs, () => resolve(null)))
          if (text.startsWith('ask')) void peer.reply({ type: 'Say', text: `answer to ${text}` })
        },
      },
    },
    {
      credentials: { name: 'anna', password: 'a password', register: true },
      reconnect: true,
      ended: (conversation) => ended.push(conversation),
      converse: { Say: ({ text }) => void atClient.push(text) },
    },
    {
      delayMs: 1,
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
  await world.until(() => pair.caller.messaging !== null, 10_000)
  return { world, pair, atServer, atClient, ended }
}

const hi = (text: string): Say => ({ type: 'Say', text })

const numbered = (what: string, many: number): string[] =>
  Array.from({ length: many }, (_, index) => `${what} ${index}`)

describe('a conversation goes on over another connection', () => {
  test('what was said in the outage is said in it, and nobody hears of an end', async () => {
    const { world, pair, atServer, atClient, ended } = await talk({ cuts: [] })
    const { caller } = pair
    const first = pair.session()
    await say(caller, hi('before'))
    await world.pass(10)
    world.links[0]?.reset()
    await world.pass()
    const said = say(caller, hi('meanwhile'))
    const heard = ask(caller, hi('ask'))
    await first.say(hi('of the server'))
    await world.until(() => atClient.length > 0, 10_000)
    await world.pass(10)
    expect(await said).toBe(2)
    expect(await heard).toMatchObject(hi('answer to ask'))
    expect(atServer).toEqual(['before', 'meanwhile', 'ask'])
    expect(atClient).toEqual(['of the server'])
    expect(ended).toEqual([])
    expect(world.clientLog.filter(({ event }) => event === 'continued')).toMatchObject([
      { conversation: 'session-1' },
    ])
  })

  test('that has begun to close, and the client comes before it is gone', async () => {
    const { world, pair, atServer, ended } = await talk({ cuts: [] })
    const { caller } = pair
    await say(caller, hi('before'))
    await world.pass(10)
    const link = world.links[0]
    link?.cut()
    pair.session().bye('IDLE')
    await world.pass(1)
    link?.client.destroy()
    await world.until(() => world.links.length > 1, 10_000)
    await say(caller, hi('after'))
    await world.until(() => atServer.length > 1, 10_000)
    expect(atServer).toEqual(['before', 'after'])
    expect(ended).toEqual([])
  })

  test('and the window opens whose acknowledgement was lost', async () => {
    const { world, pair, atClient } = await talk({ cuts: [] })
    const peer = pair.session().messaging?.peer
    // A window is 1,024 messages.
    for (let number = 0; number < 1_024; number++) void peer?.say(hi('of the server'))
    await world.until(() => {
      if (atClient.length > 0) world.links[0]?.cut()
      return atClient.length >= 1_024
    })
    world.links[0]?.client.destroy()
    void peer?.say(hi('one more'))
    await world.until(() => atClient.length > 1_024, 10_000)
    expect(atClient.at(-1)).toBe('one more')
  })

  test('after an outage in which all handlers of the server wait to say something', async () => {
    const world = new World()
    const store = memoryStore()
    let running = 0
    const { caller, session } = world.pair(
      {
        mode: 'auth',
        store,
        authenticator: createAuthenticator({ store, registration: 'open', hasher: cheapHasher }),
        converse: {
          // 64 of them run at a time, and 1,024 messages may wait to be acknowledged.
          Say: async (_, peer) => {
            running += 1
            if (running === 60) world.links[0]?.reset()
            for (let number = 0; number < 20; number++) await peer.say(hi('of a handler'))
          },
        },
      },
      {
        credentials: { name: 'anna', password: 'a password', register: true },
        reconnect: true,
        converse: { Say: () => {} },
        held: ['backOff'],
      },
    )
    await world.until(() => caller.messaging !== null, 10_000)
    // That the client acknowledges at all is known.
    void say(caller, hi('first'))
    await world.pass(3_000)
    for (let number = 0; number < 150; number++) void say(caller, hi(`client ${number}`))
    await world.pass(100_000)
    expect(running).toBeLessThan(150)
    expect(session().messaging?.mayContinue).toBe(true)
  })

  test('one whose client takes nothing more outgrows what is kept: it is told once, and ends with its connection', async () => {
    const world = new World()
    const store = memoryStore()
    const { caller, session } = world.pair(
      {
        mode: 'auth',
        store,
        authenticator: createAuthenticator({ store, registration: 'open', hasher: cheapHasher }),
        converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
      },
      {
        credentials: { name: 'anna', password: 'a password', register: true },
        reconnect: true,
        converse: { Say: () => new Promise(() => {}) },
        held: ['backOff'],
      },
    )
    await world.until(() => caller.messaging !== null, 10_000)
    // More than handlers run, so that the client cannot acknowledge what comes after them.
    for (let at = 0; at < 65; at++) void session().say(hi('taken by nobody'))
    await world.pass(2_000)
    for (let at = 0; at < 4_200; at++) {
      void ask(caller, hi(`ask ${at}`))
      if (at % 100 === 0) await world.pass(1)
    }
    await world.pass(1)
    const told = world.serverLog.flatMap((event) =>
      event.event === 'outgrown' ? [event.unacknowledged > 4_096] : [],
    )
    expect(told).toEqual([true])
    expect(session().messaging?.mayContinue).toBe(false)
    expect(session().connection.ending).toBeNull()
  })

  test('whatever breaks off where, each message comes once, and in order', async () => {
    const run = async (cuts: readonly number[], replyAfterMs: number, isHalfOpen: boolean): Promise<void> => {
      const many = 30
      const { world, pair, atServer, atClient, ended } = await talk({ cuts, replyAfterMs, isHalfOpen })
      const { caller } = pair
      const peer = pair.session().messaging?.peer
      const answers: string[] = []
      for (const index of Array.from({ length: many }, (_, each) => each)) {
        void say(caller, hi(`client ${index}`))
        const asked = ask(caller, hi(`ask ${index}`), { withinMs: Number.POSITIVE_INFINITY })
        // The contract lets a server say nothing else.
        void asked.then((answer) => answers.push((answer as unknown as Say).text))
        void peer?.say(hi(`server ${index}`))
        await world.pass(index % 3)
      }
      await world.until(() => atClient.length >= many && answers.length >= many, 60_000)
      expect(answers).toEqual(numbered('answer to ask', many))
      expect(atClient).toEqual(numbered('server', many))
      expect(atServer.filter((text) => text.startsWith('client'))).toEqual(numbered('client', many))
      expect(atServer.filter((text) => text.startsWith('ask'))).toEqual(numbered('ask', many))
      expect(ended).toEqual([])
    }
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 8 })
          .map((cuts) => [700, ...cuts]),
        fc.constantFrom(0, 1, 50),
        fc.boolean(),
        run,
      ),
      { numRuns: 40 },
    )
  })
})
