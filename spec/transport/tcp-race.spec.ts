import { type Socket, connect as startConnecting } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { connectTcp } from '../../src/transport/tcp.ts'
import { type ConnectFault, connectFault, moreTelling } from '../../src/transport/tcp-faults.ts'
import { alternating, systemLookup } from '../../src/transport/tcp-race.ts'
import { listenAnywhere, rightOf, until } from './worlds.ts'

const host = 'several.example'
const ALIVE = '127.0.0.1'
const SILENT = '127.0.0.2'
const REFUSING = '127.0.0.3'

const undoings: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of undoings.splice(0)) await undo()
})

/** A port of 127.0.0.1 that accepts. */
const living = async (): Promise<number> => {
  const { listener, accepted } = await listenAnywhere()
  undoings.push(() => {
    listener.close()
    for (const connection of accepted) connection.destroy()
  })
  return listener.address.port
}

/**
 * Listens on an address in a thread that then stands still, so that nobody accepts; and fills the queue of those who
 * wait for it: whoever comes now hears nothing until the thread goes on.
 */
const silent = async (address: string, port: number): Promise<{ readonly wake: () => void }> => {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const { address, port, flag } = workerData
     const server = require('node:net').createServer((socket) => socket.on('error', () => {}).resume())
     server.listen({ host: address, port, backlog: 1 }, () => {
       parentPort.postMessage('listening')
       Atomics.wait(flag, 0, 0)
     })`,
    { eval: true, workerData: { address, port, flag } },
  )
  await new Promise((resolve) => worker.once('message', resolve))
  const waiting: Socket[] = []
  const wake = (): void => {
    Atomics.store(flag, 0, 1)
    Atomics.notify(flag, 0)
  }
  undoings.push(() => {
    for (const socket of waiting) socket.destroy()
    wake()
    return worker.terminate()
  })
  for (let filled = false; !filled; ) {
    const socket = startConnecting({ host: address, port }).on('error', () => {})
    waiting.push(socket)
    const connected = new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)))
    filled = !(await Promise.race([connected, pause(50, false)]))
  }
  return { wake }
}

const racing = (port: number, addresses: readonly string[], timeoutMs = 10_000, signal?: AbortSignal) => {
  const clock = new SimulatedClock()
  let result: E.Either<ConnectFault, Connection> | undefined
  void connectTcp({
    host,
    port,
    timeoutMs,
    clock,
    lookup: async () => addresses,
    ...(signal === undefined ? {} : { signal }),
  }).then((came) => {
    result = came
    if (E.isRight(came)) undoings.push(() => came.right.destroy())
  })
  return { clock, result: () => result }
}

const turns = async (many = 20): Promise<void> => {
  for (let turn = 0; turn < many; turn++) await new Promise(setImmediate)
}

describe('a name with several addresses', () => {
  test('one that is silent holds the next one up for 250 ms, not for all of the time', async () => {
    const port = await living()
    await silent(SILENT, port)
    const { clock, result } = racing(port, [SILENT, ALIVE])
    await turns()
    clock.advance(249)
    await turns()
    expect(result()).toBeUndefined()
    clock.advance(1)
    await until(() => result() !== undefined)
    expect(rightOf(result() as E.Either<ConnectFault, Connection>).remote.address).toBe(ALIVE)
    expect(clock.pending).toBe(0)
  })

  test('one that answers late is waited for beside a dead one, whichever comes first', async () => {
    const port = await living()
    await silent(REFUSING, port)
    for (const dead of ['before', 'after']) {
      const slow = await silent(SILENT, port)
      const { clock, result } = racing(port, dead === 'before' ? [REFUSING, SILENT] : [SILENT, REFUSING])
      await turns()
      clock.advance(9_999)
      await turns()
      expect(result()).toBeUndefined()
      slow.wake()
      // The system asks again by itself, after a second.
      await until(() => result() !== undefined)
      expect(rightOf(result() as E.Either<ConnectFault, Connection>).remote.address).toBe(SILENT)
      for (const undo of undoings.splice(2)) await undo()
    }
  })

  test('one that refuses makes room for the next one at once', async () => {
    const port = await living()
    const { clock, result } = racing(port, [REFUSING, REFUSING, ALIVE])
    await until(() => result() !== undefined)
    expect([clock.now(), clock.pending]).toEqual([0, 0])
    expect(result()?._tag).toBe('Right')
  })

  test('a timeout is told when that time has passed, and a refusal is told before it', async () => {
    const port = await living()
    await silent(SILENT, port)
    const late = racing(port, [SILENT, SILENT], 10_000)
    const refused = racing(port, [REFUSING, SILENT], 10_000)
    for (const { clock, result } of [late, refused]) {
      await turns()
      clock.advance(9_999)
      await turns()
      expect(result()).toBeUndefined()
      clock.advance(1)
      await turns()
      expect(clock.pending).toBe(0)
    }
    expect(late.result()).toEqual(E.left({ code: 'TIMEOUT', host, port, timeoutMs: 10_000 }))
    expect(refused.result()).toEqual(E.left({ code: 'REFUSED', host, port }))
    const all = racing(port, [REFUSING, '127.0.0.4'])
    await until(() => all.result() !== undefined)
    expect([all.clock.now(), all.result()]).toEqual([0, E.left({ code: 'REFUSED', host, port })])
  })

  test('however many there are, the last one has half of the time', async () => {
    const port = await living()
    await silent(SILENT, port)
    const { clock, result } = racing(port, [...Array<string>(9).fill(SILENT), ALIVE], 1_000)
    await turns()
    for (let step = 0; step < 10; step++) {
      clock.advance(50)
      await turns()
    }
    await until(() => result() !== undefined)
    expect([clock.now(), result()?._tag]).toEqual([500, 'Right'])
  })

  test('giving up ends every try, also before the addresses are known', async () => {
    const port = await living()
    await silent(SILENT, port)
    const giving = new AbortController()
    const { clock, result } = racing(port, [SILENT, SILENT, ALIVE], 10_000, giving.signal)
    await turns()
    clock.advance(250)
    giving.abort()
    await turns()
    expect([result(), clock.pending]).toEqual([E.left({ code: 'ABORTED', host, port }), 0])
    const early = new AbortController()
    const unknown = racing(port, [ALIVE], 10_000, early.signal)
    early.abort()
    await turns()
    expect([unknown.result(), unknown.clock.pending]).toEqual([E.left({ code: 'ABORTED', host, port }), 0])
  })

  test('a name without any is unknown', async () => {
    const { result } = racing(1, [])
    await turns()
    expect(result()).toEqual(E.left({ code: 'UNKNOWN_HOST', host }))
  })
})

test('of two faults the one is told that says more, whichever came first', () => {
  const fault = (code: string): ConnectFault =>
    connectFault(Object.assign(new Error(code), { code, syscall: 'connect' }), host, 1, 7)
  const inOrder = ['EHOSTUNREACH', 'EWHAT', 'EMFILE', 'ETIMEDOUT', 'ECONNRESET', 'ECONNREFUSED'].map(fault)
  for (const [at, one] of inOrder.entries())
    for (const other of inOrder.slice(at)) {
      expect(moreTelling(one, other)).toEqual(other)
      expect(moreTelling(other, one)).toEqual(other)
    }
  expect(fault('ETIMEDOUT')).toEqual({ code: 'TIMEOUT', host, port: 1, timeoutMs: 7 })
})

test('families take turns, beginning with the first', () => {
  expect(alternating(['::1', '::2', '127.0.0.1', '127.0.0.2', '127.0.0.3'])).toEqual([
    '::1',
    '127.0.0.1',
    '::2',
    '127.0.0.2',
    '127.0.0.3',
  ])
  expect(alternating(['127.0.0.1', '::1', '::2'])).toEqual(['127.0.0.1', '::1', '::2'])
  expect(alternating([])).toEqual([])
})

test('the system knows localhost', async () => {
  expect(await systemLookup('localhost')).toContain('127.0.0.1')
})
