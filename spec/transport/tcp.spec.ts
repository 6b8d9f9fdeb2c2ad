import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket, connect as startConnecting } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { connectTcp, listenTcp } from '../../src/transport/tcp.ts'
import { TcpConnection } from '../../src/transport/tcp-connection.ts'
import { closeReason, connectFault, listenFault } from '../../src/transport/tcp-faults.ts'
import { Recorder } from './recorder.ts'
import { listenAnywhere, overTcp, rightOf, until } from './worlds.ts'

const host = '127.0.0.1'
const timeoutMs = 5_000
const errno = (code: string, syscall = 'x') => Object.assign(new Error(code), { code, syscall })

describe('a listener', () => {
  test('says where it really listens, and connections outlive it', async () => {
    const { listener, accepted } = await listenAnywhere()
    expect(listener.address).toEqual({ address: host, port: expect.any(Number) })
    const { port } = listener.address
    const client = rightOf(await connectTcp({ host, port, timeoutMs }))
    await until(() => accepted.length === 1)
    listener.close()
    expect(await connectTcp({ host, port, timeoutMs })).toEqual(E.left({ code: 'REFUSED', host, port }))
    const heard = new Recorder(accepted[0])
    client.write(Buffer.from('still here'))
    await until(() => heard.bytes === 10)
    client.destroy()
    accepted[0]?.destroy()
    await until(() => heard.reason !== undefined)
  })

  test('closes without a word what comes above maxConnections', async () => {
    const accepted: Recorder[] = []
    const listener = rightOf(
      await listenTcp({
        host,
        port: 0,
        maxConnections: 1,
        backlog: 5,
        onConnection: (connection) => accepted.push(new Recorder(connection)),
      }),
    )
    const { port } = listener.address
    const first = rightOf(await connectTcp({ host, port, timeoutMs }))
    await until(() => accepted.length === 1)
    const second = rightOf(await connectTcp({ host, port, timeoutMs }))
    const refused = new Recorder(second)
    await until(() => refused.hasEnded || refused.reason !== undefined)
    expect(accepted).toHaveLength(1)
    for (const connection of [first, second]) connection.destroy()
    listener.close()
    await until(() => accepted[0]?.hasEnded === true)
  })

  test('says why a port cannot be had', async () => {
    const { listener } = await listenAnywhere()
    const { port } = listener.address
    const onConnection = () => {}
    expect(await listenTcp({ host, port, onConnection })).toEqual(E.left({ code: 'PORT_TAKEN', host, port }))
    listener.close()
    const listen = (host: string, port: number) => listenTcp({ host, port, onConnection })
    expect(await listen('192.0.2.1', 7707)).toEqual(
      E.left({ code: 'ADDRESS_NOT_OURS', host: '192.0.2.1', port: 7707 }),
    )
    expect(await listen('no.such.host.invalid', 7707)).toEqual(
      E.left({ code: 'UNKNOWN_HOST', host: 'no.such.host.invalid' }),
    )
    for (const port of [65_536, -1, 1.5, Number.NaN])
      expect(await listen(host, port)).toEqual(E.left({ code: 'BAD_PORT', port, min: 0, max: 65_535 }))
    // Node would listen on every address of this machine.
    expect(await listen('', 0)).toEqual(E.left({ code: 'UNKNOWN_HOST', host: '' }))
    for (const none of [null, undefined, 5])
      expect(() => listen(none as unknown as string, 0)).toThrow(TypeError)
    expect(() => listenTcp({ host, port: 0, maxConnections: 0, onConnection })).toThrow(RangeError)
  })

  test('names what the system names', () => {
    expect(listenFault(errno('EACCES'), host, 80)).toEqual({ code: 'PRIVILEGED_PORT', host, port: 80 })
    expect(listenFault(errno('EMFILE'), host, 80)).toEqual({ code: 'NO_DESCRIPTORS' })
    expect(listenFault(errno('EWHAT'), host, 80)).toEqual({
      code: 'LISTEN_FAILED',
      host,
      port: 80,
      reason: 'EWHAT',
    })
  })
})

describe('a client', () => {
  test('says why it cannot connect', async () => {
    const connect = (host: string, port: number) => connectTcp({ host, port, timeoutMs })
    expect(await connect('no.such.host.invalid', 7707)).toEqual(
      E.left({ code: 'UNKNOWN_HOST', host: 'no.such.host.invalid' }),
    )
    expect(await connect(host, 0)).toEqual(E.left({ code: 'BAD_PORT', port: 0, min: 1, max: 65_535 }))
    expect(connectFault(errno('EHOSTUNREACH'), host, 1, 9)).toEqual({ code: 'UNREACHABLE', host, port: 1 })
    expect(connectFault(errno('EWHAT'), host, 1, 9)).toEqual({
      code: 'CONNECT_FAILED',
      host,
      port: 1,
      reason: 'EWHAT',
    })
    expect(connectFault(errno('EAI_AGAIN', 'getaddrinfo'), host, 1, 9)).toEqual({
      code: 'UNKNOWN_HOST',
      host,
    })
  })

  test('gives up in time and when it is told to, and leaves nothing behind', async () => {
    const clock = new SimulatedClock()
    const { listener, accepted } = await listenAnywhere()
    const { port } = listener.address
    const late = connectTcp({ host, port, timeoutMs: 300, clock })
    clock.advance(300)
    expect(await late).toEqual(E.left({ code: 'TIMEOUT', host, port, timeoutMs: 300 }))
    const control = new AbortController()
    const aborted = connectTcp({ host, port, timeoutMs, clock, signal: control.signal })
    control.abort()
    expect(await aborted).toEqual(E.left({ code: 'ABORTED', host, port }))
    const { signal } = control
    expect(await connectTcp({ host, port, timeoutMs, clock, signal })).toEqual(
      E.left({ code: 'ABORTED', host, port }),
    )
    const client = rightOf(await connectTcp({ host, port, timeoutMs, clock }))
    expect(clock.pending).toBe(0)
    client.destroy()
    listener.close()
    const heard = accepted.map((connection) => new Recorder(connection))
    for (const connection of accepted) connection.destroy()
    await until(() => heard.every(({ reason }) => reason !== undefined))
  })

  test('finds a server on 127.0.0.1 by the name localhost', async () => {
    const { listener, accepted } = await listenAnywhere()
    const { port } = listener.address
    const client = rightOf(await connectTcp({ host: 'localhost', port, timeoutMs }))
    await until(() => accepted.length > 0)
    expect(client.remote).toEqual({ address: host, port })
    client.destroy()
    accepted[0]?.destroy()
    listener.close()
  })
})

describe('over real sockets', () => {
  test('one write is one chunk', async () => {
    const world = await overTcp()
    const heard = new Recorder(world.server)
    for (const [index, size] of [1, 64, 4_096, 16_384].entries()) {
      world.client.write(Buffer.alloc(size))
      await until(() => heard.chunks.length === index + 1)
      expect(heard.chunks[index]).toHaveLength(size)
    }
    world.leave()
  })

  test('a reset is the reason of the close, and no error escapes', async () => {
    const { listener, accepted } = await listenAnywhere()
    const raw = startConnecting(listener.address.port, host)
    await until(() => accepted.length > 0)
    const heard = new Recorder(accepted[0])
    raw.resetAndDestroy()
    await until(() => heard.reason !== undefined)
    expect(heard.events).toEqual(['closed'])
    expect(heard.reason).toBe('reset')
    listener.close()
  })

  test('a reset before anybody listens is told to whoever listens later', async () => {
    const { listener, accepted } = await listenAnywhere()
    const raw = startConnecting(listener.address.port, host)
    await until(() => accepted.length > 0)
    const [connection] = accepted
    raw.resetAndDestroy()
    await until(() => raw.closed)
    const heard = new Recorder(connection)
    await until(() => heard.reason !== undefined)
    expect(heard.reason).toBe('reset')
    listener.close()
  })

  test('an end before anybody listens is told to whoever listens later', async () => {
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    server.listen(0, host)
    const accepted = once(server, 'connection') as Promise<[Socket]>
    await once(server, 'listening')
    startConnecting((server.address() as AddressInfo).port, host).end()
    const [socket] = await accepted
    // As TLS reads, whether anybody listens or not.
    await once(socket.resume(), 'end')
    const recorder = new Recorder(new TcpConnection(socket))
    await until(() => recorder.hasEnded)
    socket.destroy()
    server.close()
  })

  test('a peer that does not read and one that speaks without end cost little', async () => {
    const sockets: Socket[] = []
    const mute = createServer({ pauseOnConnect: true }, (socket) => sockets.push(socket)).listen(0, host)
    await until(() => mute.listening)
    const address = mute.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const client = rightOf(await connectTcp({ host, port, timeoutMs }))
    const heard = new Recorder(client)
    const block = Buffer.alloc(65_536)
    while (client.write(block));
    expect(client.queuedBytes).toBeLessThanOrEqual(block.length)
    expect(heard.drains).toBe(0)
    client.pause()
    await until(() => sockets.length > 0)
    const [socket] = sockets
    let turns = 0
    await until(() => {
      if (socket?.writableNeedDrain === false) socket.write(block)
      return ++turns > 3_000
    })
    // It was paused: what the other side says stays with the other side and the kernel.
    expect(heard.bytes).toBe(0)
    expect(socket?.writableNeedDrain).toBe(true)
    client.destroy()
    socket?.destroy()
    mute.close()
    await until(() => heard.reason !== undefined)
  })

  test('errors have reasons', () => {
    expect(
      ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'ENETUNREACH', 'EWHAT'].map((code) =>
        closeReason(errno(code)),
      ),
    ).toEqual(['reset', 'reset', 'reset', 'timeout', 'unreachable', 'failed'])
  })
})
