import { expect, test } from '@jest/globals'
import { connect, createServer, type ServerEvent } from '../../../src/index.ts'
import { TcpPeer } from '../../support/tcp-peer.ts'

test('idle connections of one address take no place from others, and are told so', async () => {
  const events: ServerEvent[] = []
  const server = await createServer({
    port: 0,
    maxSessions: 20,
    sources: { exempt: ['127.0.0.0/8'] },
    converse: { Say: () => {} },
    log: { data: false, write: (event) => events.push(event) },
  })
  const idle: TcpPeer[] = []
  const come = async (): Promise<void> => {
    idle.push(await TcpPeer.to(server.port, '127.0.0.2'))
  }
  for (let times = 0; times < 20; times++) await come()
  for (let times = 0; times < 5; times++) {
    await Promise.all(Array.from({ length: 10 }, come))
    const name = `Ada${times}`
    const client = await connect({
      port: server.port,
      reconnect: false,
      credentials: { name, password: 'long enough', register: true },
    })
    await client.bye()
  }
  const told = await Promise.all(
    idle.slice(0, 10).map(async (peer) => {
      await peer.hear('Fault')
      return peer.words
    }),
  )
  expect(told).toEqual(Array(10).fill(['Fault OVERLOADED']))
  for (const { socket } of idle) socket.destroy()
  await server.close(0)
  const honest = events.flatMap((event) => (event.event === 'granted' ? [event.name] : []))
  expect(honest).toEqual(['Ada0', 'Ada1', 'Ada2', 'Ada3', 'Ada4'])
})
