import { afterEach, expect, test } from '@jest/globals'
import type { Say } from '../../protocol/talk/messages.ts'
import { connect, createServer, memoryStore } from '../../src/index.ts'

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

const ROUNDS = 3

let leave = async (): Promise<void> => {}
afterEach(() => leave())

test('a server that stops in peace and starts again loses no message of a conversation, and doubles none', async () => {
  const store = memoryStore()
  const atServer: string[] = []
  const atClient: string[] = []
  const peers: { say(message: Say): Promise<number> }[] = []
  const ended: unknown[] = []
  const start = (port: number) =>
    createServer({
      port,
      store,
      began: (peer) => peers.push(peer),
      converse: {
        Say: async ({ text }, peer) => {
          atServer.push(text)
          if (!text.startsWith('ask')) return
          await later(Number(text.split(' ')[1]) % 7)
          await peer.reply({ type: 'Say', text: `answer to ${text}` })
        },
      },
    })
  let server = await start(0)
  const { port } = server
  const client = await connect({
    port,
    credentials: { name: 'Ada', password: 'a long password', register: true },
    ended: (conversation) => ended.push(conversation),
    converse: { Say: ({ text }) => void atClient.push(text) },
  })
  leave = async () => {
    await client.bye()
    await server.close()
  }
  const answers: string[] = []
  /** Of the server's program: one that ended says nothing more. */
  const ofServer: string[] = []
  let said = 0
  const speak = (): void => {
    said += 1
    void client.say({ type: 'Say', text: `client ${said}` })
    void client.ask({ type: 'Say', text: `ask ${said}` }).then(({ text }) => answers.push(text))
    const text = `server ${said}`
    const told = peers.at(-1)?.say({ type: 'Say', text })
    told?.then(
      () => ofServer.push(text),
      () => {},
    )
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < 20; turn++) {
      speak()
      await later(1)
    }
    const closed = server.close(2_000)
    speak()
    await closed
    speak()
    server = await start(port)
    let isReady = false
    void client.ready().then(() => {
      isReady = true
    })
    // The next connection may be waited for only a moment later.
    for (let turn = 0; turn < 1_000 && !isReady; turn++) {
      client.connectNow()
      await later(5)
    }
  }
  const expected = (what: string): string[] => Array.from({ length: said }, (_, at) => `${what} ${at + 1}`)
  for (let turn = 0; turn < 1_000 && answers.length < said; turn++) await later(5)
  expect(new Set(answers)).toEqual(new Set(expected('answer to ask')))
  expect(answers).toHaveLength(said)
  expect(atServer.filter((text) => text.startsWith('client'))).toEqual(expected('client'))
  expect(atServer.filter((text) => text.startsWith('ask'))).toEqual(expected('ask'))
  expect(atClient).toEqual(ofServer)
  expect(ended).toEqual([])
  expect(peers).toHaveLength(ROUNDS + 1)
})
