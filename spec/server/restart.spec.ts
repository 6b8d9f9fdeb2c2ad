import { describe, expect, test } from '@jest/globals'
import { connect, createServer, memoryStore, type Server, type ServerPeer, talk } from '../../src/index.ts'

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

describe('a server that stops in peace and starts again', () => {
  test('loses no message of a conversation, and doubles none', async () => {
    const store = memoryStore()
    const atServer: string[] = []
    const atClient: string[] = []
    const peers: ServerPeer<typeof talk>[] = []
    const ended: unknown[] = []
    const start = (port: number) =>
      createServer({
        port,
        store,
        began: (peer) => void peers.push(peer as never),
        converse: {
          Say: async ({ text }, peer) => {
            atServer.push(text)
            if (!text.startsWith('ask')) return
            await later(Number(text.split(' ')[1]) % 7)
            await peer.reply({ type: 'Say', text: `answer to ${text}` })
          },
        },
      })
    let server: Server<never> = (await start(0)) as never
    const { port } = server
    const client = await connect({
      port,
      credentials: { name: 'Ada', password: 'a long password', register: true },
      ended: (conversation) => ended.push(conversation),
      converse: { Say: ({ text }) => void atClient.push(text) },
    })
    const answers: Promise<string>[] = []
    let said = 0
    let isOver = false
    const speak = async (): Promise<void> => {
      while (!isOver) {
        said += 1
        void client.say({ type: 'Say', text: `client ${said}` })
        answers.push(client.ask({ type: 'Say', text: `ask ${said}` }).then(({ text }) => text))
        void peers.at(-1)?.say({ type: 'Say', text: `server ${said}` })
        await later(1)
      }
    }
    const speaking = speak()
    for (let round = 0; round < 5; round++) {
      await later(60)
      await server.close(1_000)
      server = (await start(port)) as never
      client.connectNow()
      await client.ready()
    }
    isOver = true
    await speaking
    const expected = (what: string): string[] => Array.from({ length: said }, (_, at) => `${what} ${at + 1}`)
    expect(await Promise.all(answers)).toEqual(expected('answer to ask'))
    expect(atServer.filter((text) => text.startsWith('client'))).toEqual(expected('client'))
    expect(atServer.filter((text) => text.startsWith('ask'))).toEqual(expected('ask'))
    expect(atClient).toEqual(expected('server'))
    expect(ended).toEqual([])
    await client.bye()
    await server.close()
  })
})
