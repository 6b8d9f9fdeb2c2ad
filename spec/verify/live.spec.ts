import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createMachine } from 'xstate'
import { loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import { contract as credit, loadMachine } from '../examples/credit.ts'
import { type Config, changed, finds, never, quiet, run, say, until, willing } from './live.ts'

// Findings in both machines together come true when they run. Those in one machine alone: live-alone.spec.ts.

const producer = await loadMachine('producer.js')
const consumer = await loadMachine('consumer.js')
const lookingOnce = await loadMachine('deadlock/consumer.js')

describe('what is foretold of a consumer and a producer happens to them', () => {
  test('DEADLOCK: both wait, and only a deadline ends it', async () => {
    finds('DEADLOCK', credit, producer, lookingOnce)
    const actors = { ...willing, lookForRoom: () => 'room.none' }
    const { clock, steps, ended } = await run(credit, { client: producer, server: lookingOnce }, actors)
    await until(() => steps.includes('server room.none'))
    const before = steps.length
    clock.advance(59_999)
    await quiet()
    expect([steps.length, ended.client, ended.server]).toEqual([before, null, null])
    clock.advance(1)
    await until(() => ended.server !== null)
    expect(steps).toContain('server recv.Fault')
  })

  test('LIVELOCK: it looks and rests without end, and the producer waits', async () => {
    const circling = changed(lookingOnce, 'flow.none', (state) => {
      state.states.full = {
        meta: { contract: 'flow.none' },
        invoke: { src: 'rest', id: 'rest' },
        on: { rested: 'looking' },
      } as never
      ;(state.states.looking as Config).on = { 'room.none': 'full' }
    })
    const server: MachineModule = {
      ...circling,
      machine: circling.machine.provide({
        actors: { rest: producer.machine.implementations.actors.waitForItem as never },
      }),
      outcomes: { lookForRoom: ['room.none'], rest: ['rested'] },
    }
    finds('LIVELOCK', credit, producer, server)
    // In turns of the event loop: a circle of promises alone would let nothing else happen.
    const turn = () => new Promise(setImmediate)
    const actors = {
      ...willing,
      lookForRoom: () => turn().then(() => 'room.none'),
      rest: () => turn().then(() => 'rested'),
    }
    const { steps, ended } = await run(credit, { client: producer, server }, actors)
    await until(() => steps.filter((step) => step === 'server rested').length > 500)
    expect(ended.server).toBeNull()
    expect(steps.filter((step) => step.startsWith('client'))).toEqual(['client item.ready'])
  })

  test('ENDS_DIFFER: one ends in peace, the other by a loss', async () => {
    const server = changed(consumer, 'end.client', (state) => {
      state.always = { target: '#consumer.done' }
    })
    finds('ENDS_DIFFER', credit, producer, server)
    const actors = { waitForItem: () => 'items.over', waitForRoom: () => never }
    const { ended } = await run(credit, { client: producer, server }, actors)
    await until(() => ended.client !== null && ended.server !== null)
    expect([ended.client?.how, ended.server?.how]).toEqual(['lost', 'done'])
  })

  test('SAYS_FORBIDDEN: an item without credit is refused', async () => {
    const client = changed(producer, 'open', (state) => {
      state.on = {
        'item.ready': { target: 'flow', actions: [say('Open'), say('Item')] },
        'items.over': 'done',
      }
    })
    finds('SAYS_FORBIDDEN', credit, client, consumer)
    const { ended } = await run(
      credit,
      { client, server: consumer },
      { ...willing, waitForRoom: () => never },
    )
    await until(() => ended.server !== null)
    expect(ended.server).toMatchObject({ how: 'refused', code: 'UNEXPECTED_MESSAGE' })
  })

  test('HEARS_LESS: what the contract allows is answered with Fault', async () => {
    const server = changed(consumer, 'open', (state) => {
      state.on = {}
    })
    finds('HEARS_LESS', credit, producer, server)
    const { heard, ended } = await run(credit, { client: producer, server }, willing)
    await until(() => ended.client !== null)
    expect(heard).toEqual(['server Open', 'client Fault'])
  })

  test('LEFT_OVER: credit is given to who has gone in peace', async () => {
    const client = changed(producer, '', (state) => {
      state.on['do.end'] = { target: '.done', actions: say('End') }
    })
    finds('LEFT_OVER', credit, client, consumer)
    let free = (_: string): void => {}
    const room = new Promise<string>((resolve) => {
      free = resolve
    })
    const running = await run(credit, { client, server: consumer }, { ...willing, waitForRoom: () => room })
    await until(() => running.steps.includes('server recv.Open'))
    running.client.prompt('do.end')
    free('room.free')
    await until(() => running.ended.client !== null && running.ended.server !== null)
    expect(running.ended.client).toEqual({ how: 'done' })
    expect(running.heard).not.toContain('client Stop')
  })

  test('DEADLINE_MISSING: who keeps no time waits for ever', async () => {
    const client = changed(producer, 'flow.none', (state) => {
      delete state.after
    })
    finds('DEADLINE_MISSING', credit, client, consumer)
    const { clock, steps, ended } = await run(
      credit,
      { client, server: consumer },
      { ...willing, waitForRoom: () => never },
    )
    await until(() => steps.includes('server recv.Open'))
    clock.advance(30 * 60_000)
    await quiet()
    expect([ended.client, ended.server]).toEqual([null, null])
  })
})

test('NO_ROOM: where each message is answered by two, the buffers fill until a side is given up', async () => {
  const loaded = loadContract(
    `
protocol: avalanche
version: 1
about: Everything is answered twice.
types: {}
messages:
  Bye: { number: 1, from: both, about: The last word. }
  Fault: { number: 2, from: both, about: Ends everything. }
  Ask: { number: 64, from: both, about: Asks., fields: { text: { tag: 1, type: string, maxBytes: 60000, about: The question. } } }
states:
  talk: { turn: both, within: 1 min, maxBody: 64 KiB, about: Both ask., says: { Ask: talk } }
  end.client: { turn: server, within: 1 s, maxBody: 64 KiB, inFlight: true, about: The client has left., says: { Bye: done } }
  end.server: { turn: client, within: 1 s, maxBody: 64 KiB, inFlight: true, about: The server has left., says: { Bye: done } }
  done: { turn: nobody, about: The end. }
anytime:
  Bye: { client: end.client, server: end.server }
  Fault: done
`,
    'avalanche.yaml',
  )
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  const moduleOf = (side: 'client' | 'server', other: 'client' | 'server'): MachineModule => ({
    machine: createMachine({
      id: 'one',
      initial: 'talk',
      states: {
        talk: {
          meta: { contract: 'talk' },
          after: { 60000: { target: 'done', actions: say('Fault') } },
          on: { 'recv.Ask': { actions: [say('Ask'), say('Ask')] }, 'do.ask': { actions: say('Ask') } },
        },
        mine: {
          meta: { contract: `end.${side}` },
          after: { 1000: 'done' },
          on: { 'recv.Bye': 'done', 'recv.Ask': {}, 'do.end': {}, 'recv.*': 'done' },
        },
        theirs: { meta: { contract: `end.${other}` }, always: { target: 'done', actions: say('Bye') } },
        done: { meta: { contract: 'done' }, type: 'final' },
      },
      on: {
        'recv.Bye': '.theirs',
        'recv.Fault': '.done',
        'recv.*': { target: '.done', actions: say('Fault') },
        'do.end': { target: '.mine', actions: say('Bye') },
        lost: '.done',
      },
    } as never),
    outcomes: {},
    prompts: ['do.ask', 'do.end'],
  })
  const [client, server] = [moduleOf('client', 'server'), moduleOf('server', 'client')]
  finds('NO_ROOM', loaded.right, client, server)
  const running = await run(loaded.right, { client, server }, {})
  running.client.prompt('do.ask')
  await until(() => running.ended.client !== null && running.ended.server !== null)
  expect([running.ended.client?.how, running.ended.server?.how]).toContain('lost')
})
