import { type Socket, connect as startConnecting } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { networks } from '../../src/address.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import type { ArrivalOptions } from '../../src/transport/arrival.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { listenTcp, type TcpListener } from '../../src/transport/tcp.ts'
import { announcing, HEALTH_CHECK, OVER_IPV4 } from './proxy/headers.ts'
import { Recorder } from './recorder.ts'
import { rightOf, until } from './worlds.ts'

const FRAME = Buffer.from('00000000001100000000000000000000', 'hex')

const leaving: (() => void)[] = []
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})

interface Heard {
  readonly clock: SimulatedClock
  readonly listener: TcpListener
  readonly connections: Connection[]
  readonly recorders: Recorder[]
  readonly checks: Connection[]
  readonly refused: (readonly [string, Connection])[]
  readonly failed: unknown[]
}

const listen = async (given: Partial<ArrivalOptions>): Promise<Heard> => {
  const clock = new SimulatedClock()
  const heard = {
    clock,
    connections: [] as Connection[],
    recorders: [] as Recorder[],
    checks: [] as Connection[],
    refused: [] as (readonly [string, Connection])[],
    failed: [] as unknown[],
  }
  const listener = rightOf(
    await listenTcp({
      host: '127.0.0.1',
      port: 0,
      onConnection: (connection) => {
        heard.connections.push(connection)
        heard.recorders.push(new Recorder(connection))
      },
      arrivals: {
        maxArriving: 16,
        clock,
        onCheck: (connection) => heard.checks.push(connection),
        onRefused: (connection, fault) => heard.refused.push([fault, connection]),
        onFailed: (_remote, fault) => heard.failed.push(fault),
        ...given,
      },
    }),
  )
  leaving.push(() => {
    listener.close()
    for (const connection of [
      ...heard.connections,
      ...heard.checks,
      ...heard.refused.map(([, each]) => each),
    ])
      connection.destroy()
  })
  return { listener, ...heard }
}

const call = async ({ listener }: Heard, localAddress = '127.0.0.1'): Promise<Socket> => {
  const { port } = listener.address
  const socket = startConnecting({ port, host: '127.0.0.1', localAddress, noDelay: true })
  leaving.push(() => socket.destroy())
  socket.on('error', () => {})
  await until(() => socket.readyState === 'open')
  return socket
}

const listed = (written: readonly string[]) => networks(written) ?? (() => false)

const proxies = listed(['127.0.0.0/8'])

describe('behind a proxy', () => {
  test('the ends are those that the header announces, and the bytes behind it are the first', async () => {
    const heard = await listen({ proxies })
    const socket = await call(heard)
    socket.write(Buffer.concat([announcing(), FRAME]))
    await until(() => heard.recorders[0]?.bytes === 16)
    expect(heard.connections[0]).toMatchObject({
      remote: { address: '192.0.2.7', port: 1_234 },
      local: { address: '198.51.100.1', port: 7_707 },
      channel: { kind: 'plain', isLocal: false },
    })
    socket.write(FRAME)
    await until(() => heard.recorders[0]?.bytes === 32)
    socket.end()
    await until(() => heard.recorders[0]?.hasEnded === true)
  })

  test('any split of the header is the same header', async () => {
    const heard = await listen({ proxies })
    const bytes = Buffer.concat([OVER_IPV4, FRAME])
    for (let at = 1; at < bytes.length; at++) {
      const socket = await call(heard)
      socket.write(bytes.subarray(0, at))
      await new Promise(setImmediate)
      socket.end(bytes.subarray(at))
      await until(() => heard.recorders[at - 1]?.hasEnded === true)
      expect(heard.recorders[at - 1]?.bytes).toBe(16)
      expect(heard.connections[at - 1]?.remote).toEqual({ address: '127.0.0.1', port: 56_938 })
      expect(heard.connections[at - 1]?.channel).toEqual({ kind: 'plain', isLocal: true })
      heard.connections[at - 1]?.destroy()
    }
  })

  test('a health check is the proxy itself', async () => {
    const heard = await listen({ proxies })
    const socket = await call(heard)
    socket.write(HEALTH_CHECK)
    await until(() => heard.checks.length === 1)
    expect(heard.checks[0]?.remote).toEqual({ address: '127.0.0.1', port: socket.localPort })
    socket.destroy()
    const silent = await call(heard)
    silent.end()
    await until(() => silent.readyState !== 'open' || silent.destroyed || silent.readableEnded)
    expect([heard.connections, heard.refused]).toEqual([[], []])
  })

  test('what is no header, or is late or cut off, is refused with a code', async () => {
    const heard = await listen({ proxies })
    const missing = await call(heard)
    missing.write(FRAME)
    await until(() => heard.refused.length === 1)
    const cut = await call(heard)
    cut.end(OVER_IPV4.subarray(0, 20))
    await until(() => heard.refused.length === 2)
    const late = await call(heard)
    late.write(OVER_IPV4.subarray(0, 20))
    await until(() => heard.clock.pending === 1)
    heard.clock.advance(4_999)
    await new Promise(setImmediate)
    expect(heard.refused).toHaveLength(2)
    heard.clock.advance(1)
    await until(() => heard.refused.length === 3)
    expect(heard.refused.map(([code]) => code)).toEqual(['PROXY_MISSING', 'PROXY_CUT', 'PROXY_LATE'])
    expect(heard.clock.pending).toBe(0)
  })

  test('others need none, and one that they send is theirs', async () => {
    const heard = await listen({ proxies: listed(['10.0.0.0/8']) })
    const socket = await call(heard)
    socket.write(announcing())
    await until(() => heard.recorders[0]?.bytes === 28)
    expect(heard.connections[0]?.remote.address).toBe('127.0.0.1')
  })

  test('of more than may arrive at once the oldest goes', async () => {
    const heard = await listen({ proxies, maxArriving: 1 })
    const first = await call(heard)
    await until(() => heard.clock.pending === 1)
    const second = await call(heard)
    await until(() => first.closed || first.readableEnded || first.destroyed)
    second.write(Buffer.concat([announcing(), FRAME]))
    await until(() => heard.recorders[0]?.bytes === 16)
    expect(heard.connections).toHaveLength(1)
  })

  test('and it is that of the address with the most of them', async () => {
    const heard = await listen({ proxies, maxArriving: 3 })
    const honest = await call(heard, '127.0.0.2')
    const idle = [await call(heard), await call(heard)]
    await until(() => heard.clock.pending === 3)
    const more = await call(heard)
    const isOver = (socket?: Socket): boolean =>
      socket === undefined || socket.closed || socket.readableEnded || socket.destroyed
    await until(() => isOver(idle[0]))
    honest.write(Buffer.concat([announcing(), FRAME]))
    await until(() => heard.recorders[0]?.bytes === 16)
    expect([honest, idle[1], more].map(isOver)).toEqual([false, false, false])
  })
})
