import { expect, jest, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createMachine } from 'xstate'
import type { ContractTables } from '../../src/codec/types.ts'
import { clientMachine } from '../../src/machines/client.ts'
import { serverMachine } from '../../src/machines/server.ts'

// The base's machines with what verification finds in them planted, as engine, server and client run them.

type Node = { on?: Record<string, unknown>; states?: Record<string, Node> }

const changed = <
  M extends { readonly machine: { readonly config: object; readonly implementations: object } },
>(
  module: M,
  change: (root: Node) => void,
): M => {
  const config = JSON.parse(JSON.stringify(module.machine.config)) as Node
  change(config)
  return { ...module, machine: createMachine(config as never, module.machine.implementations as never) }
}

/** No refusal is answered; a loss while a proof is checked changes nothing. */
const deafServer = (root: Node): void => {
  const { on = {} } = root
  root.on = Object.fromEntries(Object.entries(on).filter(([event]) => !event.startsWith('refuse.')))
  const verifying = root.states?.auth?.states?.verify
  if (verifying?.on === undefined) throw new Error('The server verifies nothing.')
  verifying.on.lost = {}
}

/** Without a connection, a Bye is said all the same. */
const leavingClient = (root: Node): void => {
  const offline = root.states?.offline
  if (offline?.on?.['bye.*'] === undefined) throw new Error('The client is never offline.')
  delete offline.on['bye.*']
}

jest.unstable_mockModule('../../src/machines/index.ts', () => ({
  serverMachine: (tables: ContractTables) => changed(serverMachine(tables), deafServer),
  clientMachine: (tables: ContractTables) => changed(clientMachine(tables), leavingClient),
  DEFAULT_HEARTBEAT_MS: 30_000,
}))
const { World, stateOf } = await import('../support/world.ts')
const { TcpPeer } = await import('../support/tcp-peer.ts')
const { listenTcp } = await import('../../src/transport/index.ts')
const { frame, message } = await import('../support/wire.ts')
const { client, server } = await import('../support/machines.ts')
const { contract } = await import('../support/contract.ts')
const { observeAll } = await import('../../src/engine/observer.ts')
const { verify } = await import('../../src/verify/index.ts')

/** A server with those machines, by the clock of a world, and a peer that has connected to it over TCP. */
const served = async (
  world: InstanceType<typeof World>,
  mode: 'echo' | 'auth',
  held: readonly string[] = [],
) => {
  let accepted = false
  const listening = await listenTcp({
    host: '127.0.0.1',
    port: 0,
    onConnection: (connection) => {
      // Of a link, one end is enough.
      world.serve({ server: connection } as never, { mode, held })
      accepted = true
    },
  })
  if (E.isLeft(listening)) throw new Error(listening.left.code)
  const peer = await TcpPeer.to(listening.right.address.port)
  await turns(world, () => accepted)
  listening.right.close()
  return peer
}

const turns = async (world: InstanceType<typeof World>, isSo: () => boolean): Promise<void> => {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > 20_000) throw new Error('It did not come to be so.')
    await world.pass()
  }
}

test('verification finds all three', () => {
  const { findings } = verify({ contract, client, server }, { bound: 2, limit: 100_000 })
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(
    new Set(['REFUSAL_UNANSWERED', 'WRONG_STATE', 'DEADLOCK']),
  )
})

test('REFUSAL_UNANSWERED: a first frame that is illegal is answered by the deadline alone', async () => {
  const world = new World()
  const peer = await served(world, 'echo')
  peer.say(frame(64, Buffer.alloc(0), { id: 1 }))
  await turns(world, () => world.serverLog.some(({ event }) => event === 'refused'))
  await world.pass(9_000)
  expect(peer.frames).toEqual([])
  await world.pass(1_100)
  await turns(world, () => peer.frames.length > 0)
  // Code 4 is TIMEOUT.
  expect(peer.frames.map(({ name, body }) => [name, body.subarray(0, 2).toString('hex')])).toEqual([
    ['Fault', '0804'],
  ])
  peer.socket.destroy()
})

test('DEADLOCK: who was told of the loss once, and did not take it in, keeps the session', async () => {
  const told: string[] = []
  const stop = observeAll({ stepped: ({ side, event }) => told.push(`${side} ${event}`) })
  const world = new World()
  const peer = await served(world, 'auth', ['verify'])
  peer.say(message('Hello'))
  await turns(world, () => peer.words.includes('AskName'))
  peer.say(message('MyName'))
  await turns(world, () => peer.words.includes('Challenge'))
  peer.say(message('Register'))
  await turns(world, () => told.includes('server recv.Register'))
  peer.socket.destroy()
  await turns(world, () => told.includes('server lost'))
  stop()
  await world.pass(600_000)
  expect(world.sessions.map(stateOf)).toEqual(['auth.verify'])
  expect(world.serverLog.map(({ event }) => event)).not.toContain('disconnected')
})

test('WRONG_STATE: a Bye without a connection never ends it', async () => {
  const world = new World()
  const { caller } = world.rawServer({ open: () => new Promise(() => {}) })
  let isOver = false
  void caller.over.then(() => {
    isOver = true
  })
  try {
    caller.bye()
  } catch {
    // There is nothing to say it over.
  }
  await world.pass(600_000)
  expect(isOver).toBe(false)
})
