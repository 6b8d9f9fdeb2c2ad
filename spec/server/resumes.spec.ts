import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { createAuthenticator } from '../../src/auth/index.ts'
import { StoredConversations } from '../../src/server/stored-conversations.ts'
import { type HeldConversations, memoryStore, type Store } from '../../src/store/index.ts'
import { runtime } from '../support/machines.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { TokenJar } from '../support/token-jar.ts'
import { len, message, num, numberOf, textOf } from '../support/wire.ts'
import { cheapHasher, type ServerSide, World } from '../support/world.ts'

const NOW_MS = 1_800_000_000_000

/** A server that keeps conversations in the store, out of which it takes one in so many milliseconds. */
const serverOn = (world: World, store: Store, owner: string, heard: string[], takesMs = 0) => {
  const { held: kept } = store
  if (kept === undefined) throw new Error('The store keeps no conversations.')
  const held: HeldConversations = {
    ...kept,
    take:
      (...args) =>
      async () => {
        if (takesMs > 0)
          await new Promise((resolve) => void world.clock.setTimer(takesMs, () => resolve(null)))
        return kept.take(...args)()
      },
  }
  const stored = new StoredConversations({
    held,
    owner,
    runtime,
    today: () => NOW_MS + world.clock.now(),
    onFault: (fault) => heard.push(JSON.stringify(fault)),
  })
  const authenticator = createAuthenticator({
    store,
    registration: 'open',
    hasher: cheapHasher,
    elapsed: () => world.clock.now(),
  })
  const side: ServerSide = {
    mode: 'auth',
    store,
    authenticator,
    stored,
    converse: { Say: ({ text }) => void heard.push(text) },
  }
  return { stored, side }
}

/** A client's conversation, in which the server has said two texts that were not heard, and whose connection broke off. */
const broken = async (isNoticed = true) => {
  const world = new World()
  const store = memoryStore()
  const heard: string[] = []
  const first = serverOn(world, store, 'first', heard)
  const tokens = new TokenJar()
  const { caller, session, link } = world.pair(first.side, {
    credentials: { name: 'anna', password: 'a password', register: true, tokens },
    reconnect: false,
  })
  await world.until(() => caller.messaging !== null)
  if (isNoticed) link().reset()
  else link().cut()
  await world.pass(10)
  const { peer } = session().messaging ?? {}
  void peer?.say({ type: 'Say', text: 'one' })
  void peer?.say({ type: 'Say', text: 'two' })
  await world.pass(10)
  const token = tokens.token ?? ''
  const { session: conversation } = session()
  /** As a server does that goes down in peace. */
  const leave = async (): Promise<void> => {
    await first.stored.leave(world.held?.takeAll() ?? [])
    world.forgetServer()
  }
  return { world, store, heard, first, token, conversation, leave }
}

/** A client that comes to go on with a conversation, having received texts up to `received`. */
const resume = (raw: RawPeer, token: string, conversation: string, received = 0): void => {
  raw.onFrame = ({ name }) => {
    if (name === 'AskName') raw.say(message('MyName', len(1, 'anna')))
    if (name === 'Challenge')
      raw.say(
        message(
          'Resume',
          Buffer.concat([len(1, token), ...(received === 0 ? [] : [num(2, received)]), len(3, conversation)]),
        ),
      )
  }
  raw.say(message('Hello'))
}

/** How each was answered, and which texts it heard. */
const answersOf = (raws: readonly RawPeer[]) =>
  raws.map(({ frames, words }) => ({
    continued: frames.some((frame) => frame.name === 'Granted' && numberOf(frame, 4) === 1),
    texts: frames.flatMap((frame) => (frame.name === 'Say' ? [textOf(frame, 1)] : [])),
    end: words.find((word) => /^(Bye|Fault)/.test(word)) ?? null,
  }))

const WENT_ON = { continued: true, texts: ['one', 'two'], end: null }
const REPLACED = { continued: true, texts: ['one', 'two'], end: 'Bye REPLACED' }
const ANEW = { continued: false, texts: [], end: null }

/** The remains of conversations: rows of the store, and what a server remembers of those that it took. */
const leftOver = async (store: Store, conversation: string, ...servers: readonly StoredConversations[]) => {
  const found = await store.held?.find(conversation)()
  if (found === undefined || E.isLeft(found)) throw new Error('The store cannot be read.')
  const remembered = servers.map(
    (server) => (server as unknown as { readonly epochs: Map<string, number> }).epochs.size,
  )
  return { row: O.isSome(found.right), remembered }
}

const ended = async (world: World, raws: readonly RawPeer[]): Promise<void> => {
  for (const raw of raws) if (raw.reason === undefined) raw.say(message('Bye', num(1, 1)))
  await world.pass(10_000)
}

describe('two connections that come for one conversation at the same moment', () => {
  test.each([0, 1, 2, 3, 5])('at its server, the second %d ms after the first', async (laterMs) => {
    const { world, heard, token, conversation } = await broken()
    const raws = [world.rawClient().raw, world.rawClient().raw]
    resume(raws[0] as RawPeer, token, conversation)
    await world.pass(laterMs)
    resume(raws[1] as RawPeer, token, conversation)
    await world.pass(1_000)
    const answers = answersOf(raws)
    // The later one takes it from the earlier one, or comes too early for that.
    expect([
      [REPLACED, WENT_ON],
      [WENT_ON, ANEW],
    ]).toContainEqual(answers)
    expect(answers.filter(({ continued, end }) => continued && end === null)).toHaveLength(1)
    expect(heard).toEqual([])
    await ended(world, raws)
    expect(world.held?.size).toBe(0)
  })

  test('before its server has noticed that the connection broke off', async () => {
    const { world, token, conversation } = await broken(false)
    const raws = [world.rawClient().raw, world.rawClient().raw]
    for (const raw of raws) resume(raw, token, conversation)
    await world.pass(1_000)
    expect([
      [REPLACED, WENT_ON],
      [WENT_ON, ANEW],
    ]).toContainEqual(answersOf(raws))
  })

  test.each([0, 1, 2, 3, 5])(
    'at a server that finds it in the store, the second %d ms after the first',
    async (laterMs) => {
      const { world, store, first, heard, token, conversation, leave } = await broken()
      await leave()
      const second = serverOn(world, store, 'second', heard)
      const raws = [world.rawClient(second.side).raw, world.rawClient(second.side).raw]
      resume(raws[0] as RawPeer, token, conversation)
      await world.pass(laterMs)
      resume(raws[1] as RawPeer, token, conversation)
      await world.pass(1_000)
      expect([
        [REPLACED, WENT_ON],
        [WENT_ON, ANEW],
      ]).toContainEqual(answersOf(raws))
      expect(heard).toEqual([])
      await ended(world, raws)
      expect(await leftOver(store, conversation, first.stored, second.stored)).toEqual({
        row: false,
        remembered: [0, 0],
      })
    },
  )

  test('and the first one breaks off while it is taken out of the store', async () => {
    const { world, store, first, heard, token, conversation, leave } = await broken()
    await leave()
    const second = serverOn(world, store, 'second', heard, 50)
    const raws = [world.rawClient(second.side).raw, world.rawClient(second.side).raw]
    resume(raws[0] as RawPeer, token, conversation)
    await world.pass(20)
    world.links[1]?.reset()
    resume(raws[1] as RawPeer, token, conversation)
    await world.pass(1_000)
    expect(answersOf(raws)).toEqual([{ continued: false, texts: [], end: null }, WENT_ON])
    await ended(world, raws)
    expect(await leftOver(store, conversation, first.stored, second.stored)).toEqual({
      row: false,
      remembered: [0, 0],
    })
  })

  test('at two servers on one store', async () => {
    const { world, store, first, heard, token, conversation, leave } = await broken()
    await leave()
    const servers = ['second', 'third'].map((owner) => serverOn(world, store, owner, heard))
    const raws = servers.map(({ side }) => {
      world.forgetServer()
      return world.rawClient(side).raw
    })
    for (const raw of raws) resume(raw, token, conversation)
    await world.pass(1_000)
    expect([
      [WENT_ON, ANEW],
      [ANEW, WENT_ON],
    ]).toContainEqual(answersOf(raws))
    await ended(world, raws)
    expect(await leftOver(store, conversation, first.stored, ...servers.map(({ stored }) => stored))).toEqual(
      { row: false, remembered: [0, 0, 0] },
    )
  })
})

describe('a claim that does not fit what is in the store', () => {
  test('of one who says to have received more than was said is refused, and another goes on', async () => {
    const { world, store, first, heard, token, conversation, leave } = await broken()
    await leave()
    const second = serverOn(world, store, 'second', heard)
    const raws = [world.rawClient(second.side).raw, world.rawClient(second.side).raw]
    resume(raws[0] as RawPeer, token, conversation, 3)
    await world.pass(1_000)
    expect(answersOf(raws)[0]).toEqual({ continued: false, texts: [], end: 'Fault GAP' })
    expect(await leftOver(store, conversation, first.stored, second.stored)).toEqual({
      row: true,
      remembered: [0, 0],
    })
    resume(raws[1] as RawPeer, token, conversation)
    await world.pass(1_000)
    expect(answersOf(raws)[1]).toEqual(WENT_ON)
    await ended(world, raws)
    expect(await leftOver(store, conversation, first.stored, second.stored)).toEqual({
      row: false,
      remembered: [0, 0],
    })
  })

  test('takes nothing from one that comes at the same moment and fits', async () => {
    const { world, store, heard, token, conversation, leave } = await broken()
    await leave()
    const second = serverOn(world, store, 'second', heard)
    const raws = [world.rawClient(second.side).raw, world.rawClient(second.side).raw]
    resume(raws[0] as RawPeer, token, conversation, 3)
    resume(raws[1] as RawPeer, token, conversation)
    await world.pass(1_000)
    expect(answersOf(raws)[1]).toEqual(WENT_ON)
  })

  test('finds it as it was once the time for it has passed: not at all', async () => {
    const { world, store, first, heard, token, conversation, leave } = await broken()
    await leave()
    const second = serverOn(world, store, 'second', heard)
    await world.pass(120_001)
    const { raw } = world.rawClient(second.side)
    resume(raw, token, conversation)
    await world.pass(1_000)
    expect(answersOf([raw])).toEqual([ANEW])
    expect((await leftOver(store, conversation, first.stored, second.stored)).remembered).toEqual([0, 0])
  })
})
