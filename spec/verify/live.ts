import { afterEach, expect } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createMachine } from 'xstate'
import type { Contract } from '../../src/contract/index.ts'
import type { MachineModule, MessageRef, Play, PlayEnding } from '../../src/engine/index.ts'
import { play } from '../../src/engine/index.ts'
import { SimulatedClock } from '../../src/testing/index.ts'
import { type Connection, connectTcp, listenTcp } from '../../src/transport/index.ts'
import { type Rule, verify } from '../../src/verify/index.ts'
import { generatedFrom } from '../support/generated.ts'

// The machines that verification looked at run over real sockets, by a simulated clock.

export type Config = { states: Record<string, Config>; on: Record<string, unknown>; [key: string]: unknown }

export const say = (type: string) => ({ type: 'say', params: { type } })

/** A machine with a state changed. */
export const changed = (
  module: MachineModule,
  path: string,
  change: (state: Config) => void,
): MachineModule => {
  const config = JSON.parse(JSON.stringify(module.machine.config)) as Config
  const names = path === '' ? [] : path.split('.')
  change(names.reduce((state, name) => state.states[name] as Config, config))
  return { ...module, machine: createMachine(config as never, module.machine.implementations as never) }
}

type Actors = Readonly<Record<string, () => string | Promise<string>>>

/** Two machines at work over a connection, and what came of it so far. */
interface Running {
  readonly client: Play
  readonly server: Play
  readonly clock: SimulatedClock
  readonly steps: string[]
  readonly heard: string[]
  readonly performed: string[]
  readonly ended: Record<'client' | 'server', PlayEnding | null>
}

const plays: Play[] = []
afterEach(() => {
  for (const playing of plays.splice(0)) playing.abandon()
})

export const run = async (
  contract: Contract,
  modules: { readonly client: MachineModule; readonly server: MachineModule },
  actors: Actors,
): Promise<Running> => {
  const runnable = await generatedFrom(contract)
  let accepted: (connection: Connection) => void = () => {}
  const accepting = new Promise<Connection>((resolve) => {
    accepted = resolve
  })
  const listening = await listenTcp({ host: '127.0.0.1', port: 0, onConnection: (one) => accepted(one) })
  if (E.isLeft(listening)) throw new Error(listening.left.code)
  const { port } = listening.right.address
  const connected = await connectTcp({ host: '127.0.0.1', port, timeoutMs: 5_000 })
  if (E.isLeft(connected)) throw new Error(connected.left.code)
  const connections = { client: connected.right, server: await accepting }
  listening.right.close()
  const clock = new SimulatedClock()
  const steps: string[] = []
  const heard: string[] = []
  const performed: string[] = []
  const sideOf = (side: 'client' | 'server'): Play => {
    const playing = play({
      contract: runnable,
      side,
      module: modules[side],
      connection: connections[side],
      actors,
      clock,
      buildMessage: (said: MessageRef) => ({ ...fields[said.type], ...said }) as never,
      receive: ({ type }) => heard.push(`${side} ${type}`),
      perform: (action) => performed.push(`${side} ${action}`),
      observer: { stepped: ({ event }) => steps.push(`${side} ${event}`) },
    })
    plays.push(playing)
    return playing
  }
  const server = sideOf('server')
  const client = sideOf('client')
  const ended: Running['ended'] = { client: null, server: null }
  void client.over.then((ending) => {
    ended.client = ending
  })
  void server.over.then((ending) => {
    ended.server = ending
  })
  return { client, server, clock, steps, heard, performed, ended }
}

/** The fields of messages that machines name alone. */
const fields: Readonly<Record<string, object>> = {
  Open: { name: 'items' },
  Item: { data: Buffer.alloc(0) },
  Ask: { text: 'x'.repeat(60_000) },
}

export const until = async (isSo: () => boolean): Promise<void> => {
  for (let turns = 0; !isSo(); turns++) {
    if (turns > 100_000) throw new Error('It did not come to be so.')
    await new Promise(setImmediate)
  }
}

export const never = new Promise<string>(() => {})
export const willing: Actors = { waitForItem: () => 'item.ready', waitForRoom: () => 'room.free' }

export const finds = (rule: Rule, contract: Contract, client: MachineModule, server: MachineModule): void => {
  const { findings } = verify({ contract, client, server }, { bound: 2, limit: 100_000 })
  expect(findings.map((finding) => finding.rule)).toContain(rule)
}

/** Lets everything happen that happens without the clock. */
export const quiet = async (): Promise<void> => {
  for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate)
}
