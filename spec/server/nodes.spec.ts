import { afterEach, expect, test } from '@jest/globals'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Say } from '../../protocol/talk/messages.ts'
import { connect, createServer, memoryStore } from '../../src/index.ts'
import type { Store } from '../../src/store/index.ts'
import { CuttingProxy } from '../support/cutting-proxy.ts'

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** A store in memory that several servers share, which can tell each other something. */
const shared = (isDeaf: () => boolean): Store => {
  const listening = new Map<string, Set<(payload: string) => void>>()
  return {
    ...memoryStore(),
    nodes: {
      notify: (node, payload) =>
        TE.fromIO(() => {
          if (isDeaf()) return
          for (const hear of listening.get(node) ?? []) setImmediate(hear, payload)
        }),
      onNotify: (node, hear) => {
        const those = listening.get(node) ?? new Set()
        listening.set(node, those.add(hear))
        return () => void those.delete(hear)
      },
      onRevoked: () => () => {},
    },
  }
}

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** Two servers on one store, a way to either of them, and a client that speaks to whichever it leads to. */
const together = async () => {
  let isDeaf = false
  const store = shared(() => isDeaf)
  const heard: { readonly node: number; readonly text: string }[] = []
  const peers: { say(message: Say): Promise<number> }[][] = [[], []]
  const start = async (node: number) => {
    const server = await createServer({
      port: 0,
      store,
      node: `node ${node}`,
      began: (peer) => peers[node]?.push(peer),
      converse: {
        Say: async ({ text }, peer) => {
          heard.push({ node, text })
          if (text.includes('slow')) await later(300)
          await peer.reply({ type: 'Say', text: `${text}, by ${node}` })
        },
      },
    })
    open.push(() => server.close(1_000))
    return server
  }
  const servers = [await start(0), await start(1)] as const
  const proxy = await CuttingProxy.open(servers[0].port)
  open.push(() => proxy.close())
  const ended: unknown[] = []
  const said: string[] = []
  let beginnings = 0
  const client = await connect({
    port: proxy.port,
    credentials: { name: 'Ada', password: 'a long password', register: true },
    log: {
      data: false,
      write: ({ event }) => {
        if (event === 'ready') beginnings += 1
      },
    },
    ended: (conversation) => ended.push(conversation),
    converse: { Say: ({ text }) => void said.push(text) },
  })
  open.push(() => client.bye())
  let known = beginnings
  /** Waits for the next connection. */
  const goOn = async (): Promise<void> => {
    for (let turn = 0; turn < 2_000 && beginnings === known; turn++) {
      client.connectNow()
      await later(5)
    }
    expect(beginnings).toBeGreaterThan(known)
    known = beginnings
  }
  const deafen = (): void => {
    isDeaf = true
  }
  return { servers, proxy, client, heard, peers, ended, said, goOn, deafen }
}

test('a conversation goes on at another server, which takes it from the one that has it', async () => {
  const { servers, proxy, client, heard, peers, ended, said, goOn } = await together()
  const ask = async (text: string) => (await client.ask({ type: 'Say', text })).text
  expect(await ask('one')).toBe('one, by 0')
  const slow = ask('slow')
  await later(20)
  await peers[0]?.[0]?.say({ type: 'Say', text: 'of the first' })
  proxy.leadTo(servers[1].port)
  proxy.cutSilently()
  const meanwhile = ask('two')
  await goOn()
  // Its handler had begun, and was waited for.
  expect(await slow).toBe('slow, by 0')
  expect(await meanwhile).toBe('two, by 1')
  await peers[1]?.[0]?.say({ type: 'Say', text: 'of the second' })
  expect(await ask('three')).toBe('three, by 1')
  expect(heard.map(({ text }) => text)).toEqual(['one', 'slow', 'two', 'three'])
  expect(said).toEqual(['of the first', 'of the second'])
  expect(ended).toEqual([])
  expect([...servers[0].peers]).toEqual([])
  proxy.leadTo(servers[0].port)
  proxy.cut()
  await goOn()
  expect(await ask('four')).toBe('four, by 0')
  expect(ended).toEqual([])
})

test('a conversation goes on at another server when its own stops in peace', async () => {
  const { servers, proxy, client, ended, goOn } = await together()
  const slow = client.ask({ type: 'Say', text: 'slow' })
  await later(20)
  proxy.leadTo(servers[1].port)
  const closed = servers[0].close(2_000)
  await goOn()
  await closed
  expect((await slow).text).toBe('slow, by 0')
  expect((await client.ask({ type: 'Say', text: 'two' })).text).toBe('two, by 1')
  expect(ended).toEqual([])
})

test('where nobody has it the client is told what was not acknowledged, and begins anew', async () => {
  const { servers, proxy, client, ended, goOn, deafen } = await together()
  await client.ask({ type: 'Say', text: 'one' })
  // As one that is gone.
  deafen()
  proxy.leadTo(servers[1].port)
  proxy.cut()
  await goOn()
  expect((await client.ask({ type: 'Say', text: 'two' })).id).toBe(1)
  expect(ended).toMatchObject([{ said: 1, arrived: 1, again: true }])
})
