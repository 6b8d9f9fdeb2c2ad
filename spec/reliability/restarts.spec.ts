import { afterEach, expect, test } from '@jest/globals'
import { type Client, type ClientOptions, connect, type EndedConversation } from '../../src/index.ts'
import { openSqliteStore } from '../../src/store/index.ts'
import { succeed } from '../store/results.ts'
import { isSoak } from '../support/soak.ts'
import { Served } from './served.ts'

const RESTARTS = isSoak ? 20 : 1
const KILLS = isSoak ? 200 : 2
const TURNS = 20
const ALL_WITHIN_MS = 30_000

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

const until = async (holds: () => boolean): Promise<void> => {
  const endsAtMs = performance.now() + ALL_WITHIN_MS
  while (!holds() && performance.now() < endsAtMs) await later(5)
}

let leave = async (): Promise<void> => {}
afterEach(() => leave())

const begin = async (options: Partial<ClientOptions> = {}): Promise<{ served: Served; client: Client }> => {
  const served = new Served()
  await served.start()
  const client = await connect({
    port: served.port,
    credentials: { name: 'Ada', password: 'a long password', register: true },
    ...options,
  })
  const hurry = setInterval(() => client.connectNow(), 5)
  leave = async () => {
    clearInterval(hurry)
    await client.bye()
    await served.end('SIGKILL')
  }
  return { served, client }
}

test('a server process that is ended in peace and started again under load loses nothing, and doubles nothing', async () => {
  const ended: EndedConversation[] = []
  const { served, client } = await begin({ ended: (conversation) => ended.push(conversation) })
  const answers: string[] = []
  const failures: string[] = []
  let said = 0
  const speak = (): void => {
    said += 1
    const failed = (error: Error): void => void failures.push(error.message)
    client.say({ type: 'Say', text: `say ${said}` }).catch(failed)
    client
      .ask({ type: 'Say', text: `ask ${said}` }, { withinMs: Number.POSITIVE_INFINITY })
      .then(({ text }) => answers.push(text), failed)
  }
  for (let round = 0; round < RESTARTS; round++) {
    for (let turn = 0; turn < TURNS; turn++) {
      speak()
      await later(1)
    }
    const gone = served.end('SIGTERM')
    speak()
    await gone
    speak()
    await served.start()
    await client.ready()
  }
  await until(() => answers.length >= said || failures.length > 0)
  const all = Array.from({ length: said }, (_, at) => [`say ${at + 1}`, `ask ${at + 1}`]).flat()
  expect({ failures, ended: ended.map(({ ending }) => ending) }).toEqual({ failures: [], ended: [] })
  expect(served.recorded).toEqual(all)
  expect(answers.toSorted()).toEqual(
    all
      .filter((text) => text.startsWith('ask'))
      .map((text) => `answer to ${text}`)
      .toSorted(),
  )
}, 600_000)

test('of a server process that is killed the caller is told which messages may be lost, and no others are', async () => {
  /** The texts of each conversation by their ids, and how it ended. */
  const conversations: { readonly texts: Map<number, string>; end: EndedConversation | null }[] = []
  const open = (): void => void conversations.push({ texts: new Map(), end: null })
  open()
  const { served, client } = await begin({
    ended: (conversation) => {
      const last = conversations.at(-1)
      if (last !== undefined) last.end = conversation
      open()
    },
  })
  const answered: string[] = []
  const unsaid: string[] = []
  const registered: string[] = []
  let said = 0
  const speak = (): void => {
    said += 1
    const text = `say ${said}`
    const here = conversations.at(-1)
    client.say({ type: 'Say', text }).then(
      (id) => void here?.texts.set(id, text),
      () => void unsaid.push(text),
    )
    const asked = `ask ${said}`
    client.ask({ type: 'Say', text: asked }).then(
      () => void answered.push(asked),
      () => {},
    )
  }
  for (let round = 0; round < KILLS; round++) {
    const name = `person ${round}`
    const registering = connect({
      port: served.port,
      reconnect: false,
      credentials: { name, password: 'a long password', register: true },
    }).then(
      (other) => {
        registered.push(name)
        return other.bye()
      },
      () => {},
    )
    // Some rounds end before the registration, some after.
    if (round % 2 === 0) await registering
    for (let turn = 0; turn < TURNS; turn++) {
      speak()
      if (turn % 3 === 0) await later(1)
    }
    await served.end('SIGKILL')
    await served.start()
    await registering
    await client.ready()
  }
  await client.ask({ type: 'Say', text: 'ask at last' })
  await client.bye()
  await served.end('SIGTERM')
  const { recorded } = served
  const durable = new Set(recorded)
  expect(durable.size).toBe(recorded.length)
  expect(answered.filter((text) => !durable.has(text))).toEqual([])
  const told = conversations.filter(({ end }) => end !== null)
  expect(told.length).toBe(KILLS + 1)
  const lost: string[] = []
  for (const { texts, end } of told) {
    if (end === null) continue
    for (const [id, text] of texts) {
      if (durable.has(text)) continue
      if (id <= end.arrived || id > end.said) lost.push(`${text} (${id} of ${end.arrived} to ${end.said})`)
    }
  }
  expect(lost).toEqual([])
  // Each was said in a conversation, or its caller was told that it was not.
  const known = conversations.reduce((sum, { texts }) => sum + texts.size, 0)
  expect(known + unsaid.length).toBe(said)
  const store = await succeed(openSqliteStore(served.store))
  const names = new Set((await succeed(store.accounts.list())).map((account) => account.name))
  await succeed(store.close())
  expect(registered.filter((name) => !names.has(name))).toEqual([])
  expect(registered.length).toBeGreaterThanOrEqual(KILLS / 2)
}, 3_600_000)
