import * as E from 'fp-ts/lib/Either.js'
import { type LinkOptions, linkInMemory } from '../../src/testing/memory-link.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { connectTcp, listenTcp, type TcpListener } from '../../src/transport/tcp.ts'

/** Two connected ends, and how their world goes on. */
export interface World {
  readonly client: Connection
  readonly server: Connection
  /** Lets the world go on until it is so. */
  until(itIsSo: () => boolean): Promise<void>
  leave(): void
}

/** Lets the event loop turn until it is so. Jest's own limit is the deadline. */
export async function until(itIsSo: () => boolean): Promise<void> {
  while (!itIsSo()) await new Promise(setImmediate)
}

/** The right side, or a failed test. */
export function rightOf<L, R>(either: E.Either<L, R>): R {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

/** A listener on a free port of 127.0.0.1, and what it accepted. */
export async function listenAnywhere(): Promise<{ listener: TcpListener; accepted: Connection[] }> {
  const accepted: Connection[] = []
  const onConnection = (connection: Connection) => accepted.push(connection)
  return { listener: rightOf(await listenTcp({ host: '127.0.0.1', port: 0, onConnection })), accepted }
}

export async function overTcp(): Promise<World> {
  const { listener, accepted } = await listenAnywhere()
  const { port } = listener.address
  const client = rightOf(await connectTcp({ host: '127.0.0.1', port, timeoutMs: 5_000 }))
  await until(() => accepted.length > 0)
  listener.close()
  const [server] = accepted
  if (server === undefined) throw new Error('nobody was accepted')
  const leave = () => {
    client.destroy()
    server.destroy()
  }
  return { client, server, until, leave }
}

export async function inMemory(options: LinkOptions = {}): Promise<World> {
  const clock = new SimulatedClock()
  const { client, server } = linkInMemory(clock, options)
  return {
    client,
    server,
    until: async (itIsSo) => {
      for (let turns = 0; !itIsSo(); turns++) {
        if (turns > 100_000) throw new Error('it never comes to be so')
        await clock.pass(1)
      }
    },
    leave: () => {
      client.destroy()
      server.destroy()
      clock.advance(10_000)
      if (clock.pending > 0) throw new Error(`${clock.pending} timers left behind`)
    },
  }
}
