import {
  type AddressInfo,
  connect as connectSocket,
  createServer as createRelay,
  type Socket,
} from 'node:net'
import { expect, test } from '@jest/globals'
import type { AnyPeer } from '../../src/engine/peer.ts'
import { connect, createServer } from '../../src/index.ts'
import { mesh, randomFrom, replying, talking } from './random-talk.ts'

const seconds = Number(process.env.COLLOQUY_SOAK_SECONDS ?? '3')
const seed = Number(process.env.COLLOQUY_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** A relay that reads from neither side for a while now and then. */
const relayTo = async (port: number, random: () => number): Promise<{ port: number; close: () => void }> => {
  const sockets = new Set<Socket>()
  const relay = createRelay((near) => {
    const far = connectSocket(port)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  const stalls = setInterval(() => {
    for (const socket of sockets) {
      if (random() > 0.3) continue
      socket.pause()
      setTimeout(() => socket.resume(), random() * 100)
    }
  }, 50)
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  return {
    port: (relay.address() as AddressInfo).port,
    close: () => {
      clearInterval(stalls)
      relay.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

test(
  `two programs that say, ask, reply and stream at random over slow links end in peace (${seconds} s)`,
  async () => {
    const random = randomFrom(seed)
    const contract = await mesh()
    const server = await createServer({ contract, port: 0, mode: 'echo', converse: replying(random) })
    const relay = await relayTo(server.port, random)
    const client = await connect({ contract, port: relay.port, converse: replying(random), reconnect: false })
    const until = performance.now() + seconds * 1_000
    const isOver = (): boolean => performance.now() >= until
    const [peer] = server.peers
    if (peer === undefined) throw new Error('The server has no peer.')
    // The contract has no types here.
    const sides = [client, peer] as unknown as readonly AnyPeer[]
    const counts = await Promise.all(sides.map((side) => talking(side, random, isOver))).catch(
      (error: unknown) => {
        throw new Error(`COLLOQUY_SEED=${seed}: ${error}`)
      },
    )
    expect(Math.min(...counts)).toBeGreaterThan(10)
    await client.bye()
    await expect(client.over).resolves.toMatchObject({ how: 'bye', code: 'DONE' })
    await server.close()
    relay.close()
  },
  (seconds + 30) * 1_000,
)
