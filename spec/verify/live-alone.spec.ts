import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import { type Rule, rules } from '../../src/verify/index.ts'
import { contract as credit, loadMachine } from '../examples/credit.ts'
import { changed, finds, never, quiet, run, say, until, willing } from './live.ts'

// Findings in one machine alone, or in a contract, come true when it runs. Those in both together: live.spec.ts.

const producer = await loadMachine('producer.js')
const consumer = await loadMachine('consumer.js')
const withoutRoom = { ...willing, waitForRoom: () => never }

const moduleAt = (name: string): Promise<MachineModule> =>
  import(new URL(`../../examples/lock/${name}`, import.meta.url).href)

/** A producer that opens twice. */
const openingTwice = changed(producer, 'open', (state) => {
  state.on = { 'item.ready': { target: 'flow', actions: [say('Open'), say('Open')] }, 'items.over': 'done' }
})

test('UNEXPECTED_MESSAGE: what must not arrive is refused', async () => {
  finds('UNEXPECTED_MESSAGE', credit, openingTwice, consumer)
  const { heard, ended } = await run(credit, { client: openingTwice, server: consumer }, withoutRoom)
  await until(() => ended.client !== null && ended.server !== null)
  expect(ended.server).toMatchObject({ how: 'refused', code: 'UNEXPECTED_MESSAGE' })
  expect(heard).toEqual(['server Open', 'client Fault'])
})

test('HEARS_MORE: what is taken in though it is forbidden ends the stream without a word', async () => {
  const server = changed(consumer, 'flow', (state) => {
    state.on = { 'recv.Open': {} }
  })
  finds('HEARS_MORE', credit, producer, server)
  const { heard, ended } = await run(credit, { client: openingTwice, server }, withoutRoom)
  await until(() => ended.client !== null && ended.server !== null)
  expect(ended.client?.how).toBe('lost')
  expect(heard).toEqual(['server Open'])
})

test('WRONG_STATE: who goes elsewhere than the contract waits for what does not come', async () => {
  const client = changed(producer, 'flow.none', (state) => {
    state.on = { 'recv.Grant': {} }
  })
  finds('WRONG_STATE', credit, client, consumer)
  const { clock, heard, ended } = await run(
    credit,
    { client, server: consumer },
    {
      ...willing,
      waitForItem: () => 'item.ready',
    },
  )
  await until(() => heard.filter((one) => one === 'client Grant').length === 2)
  expect(heard).not.toContain('server Item')
  clock.advance(59_999)
  await quiet()
  expect([ended.client, ended.server]).toEqual([null, null])
  clock.advance(1)
  await until(() => ended.client !== null && ended.server !== null)
})

test('DEADLINE_DIFFERS: who keeps less time than the contract gives up on one who is in time', async () => {
  const client = changed(producer, 'flow.none', (state) => {
    const fault = { type: 'say', params: { type: 'Fault', code: 'TIMEOUT' } }
    state.after = { 30000: { target: '#producer.done', actions: fault } }
  })
  finds('DEADLINE_DIFFERS', credit, client, consumer)
  const { clock, heard, ended } = await run(credit, { client, server: consumer }, withoutRoom)
  await until(() => heard.includes('server Open'))
  clock.advance(30_000)
  await until(() => ended.server !== null)
  expect(heard).toEqual(['server Open', 'server Fault'])
})

test('DEADLINE_WITHOUT_EFFECT: time is up, and who waited goes on waiting', async () => {
  const client = changed(producer, 'flow.none', (state) => {
    state.after = { 'flow.none': {} }
  })
  finds('DEADLINE_WITHOUT_EFFECT', credit, client, consumer)
  const { clock, steps, ended } = await run(credit, { client, server: consumer }, withoutRoom)
  await until(() => steps.includes('server recv.Open'))
  clock.advance(60_000)
  await quiet()
  expect(steps.at(-1)).toMatch(/^client xstate\.after\.flow\.none/)
  clock.advance(24 * 3_600_000)
  await quiet()
  expect([ended.client, ended.server]).toEqual([null, null])
})

test('OUTCOME_IGNORED: an actor has ended, and only the deadline of the other side helps', async () => {
  const client = changed(producer, 'open', (state) => {
    delete state.on['items.over']
  })
  finds('OUTCOME_IGNORED', credit, client, consumer)
  const { clock, steps, heard, ended } = await run(
    credit,
    { client, server: consumer },
    { ...willing, waitForItem: () => 'items.over' },
  )
  await until(() => steps.includes('client items.over'))
  clock.advance(59_999)
  await quiet()
  expect([ended.client, ended.server]).toEqual([null, null])
  clock.advance(1)
  await until(() => ended.client !== null)
  expect(heard).toEqual(['client Fault'])
})

test('OUTCOME_MISTOLD: there are no more items, and the consumer hears of one', async () => {
  const swapped = changed(producer, 'open', (state) => {
    state.on = {
      'items.over': { target: 'flow', actions: say('Open') },
      'item.ready': { target: '#producer.end.client', actions: say('End') },
    }
  })
  const client: MachineModule = { ...swapped, means: { Open: ['item.ready'] } }
  finds('OUTCOME_MISTOLD', credit, client, consumer)
  const { heard } = await run(
    credit,
    { client, server: consumer },
    {
      ...withoutRoom,
      waitForItem: () => 'items.over',
    },
  )
  await until(() => heard.length > 0)
  expect(heard).toEqual(['server Open'])
})

test('ACTION_MISSING: an item arrives, and is not kept', async () => {
  const keeping = changed(consumer, 'flow', (state) => {
    state.states.one = {
      ...state.states.one,
      on: { ...state.states.one?.on, 'recv.Item': { target: 'none', actions: 'keep' } },
    } as never
  })
  const does = { 'recv.Item': ['keep'] }
  finds('ACTION_MISSING', credit, producer, { ...consumer, does })
  const actors = { ...willing, waitForRoom: roomOnce() }
  const performed = async (server: MachineModule): Promise<readonly string[]> => {
    const running = await run(credit, { client: producer, server }, { ...actors, waitForRoom: roomOnce() })
    await until(() => running.steps.includes('server recv.Item'))
    return running.performed
  }
  expect(await performed({ ...keeping, does })).toEqual(['server keep'])
  expect(await performed({ ...consumer, does })).toEqual([])
})

/** There is room for one item, and never for another. */
const roomOnce = (): (() => Promise<string> | string) => {
  let isFree = true
  return () => {
    if (!isFree) return never
    isFree = false
    return 'room.free'
  }
}

test('PROMPT_IGNORED: a program that wants to end it cannot', async () => {
  const client = changed(producer, '', (root) => {
    delete root.on['do.end']
    delete root.states.end?.states.client?.on['do.end']
  })
  finds('PROMPT_IGNORED', credit, client, consumer)
  const {
    client: playing,
    steps,
    heard,
    ended,
  } = await run(credit, { client, server: consumer }, withoutRoom)
  await until(() => steps.includes('server recv.Open'))
  playing.prompt('do.end')
  await quiet()
  expect(heard).toEqual(['server Open'])
  expect([ended.client, ended.server]).toEqual([null, null])
})

test('CROSSING_DIFFERS: a lock is given back and taken back at once, and both refuse what they hear', async () => {
  const path = '../../examples/lock/race/lock.yaml'
  const loaded = loadContract(readFileSync(new URL(path, import.meta.url), 'utf8'), 'lock.yaml')
  if (E.isLeft(loaded)) throw new Error('The race is no contract.')
  const racing = (module: MachineModule, heard: string): MachineModule =>
    changed(module, '', (root) => {
      for (const name of ['releasing', 'revoking', 'freed']) delete root.states[name]
      const { held } = root.states
      if (held === undefined) throw new Error('Nobody holds the lock.')
      held.on = { ...held.on, [heard]: 'free' }
      for (const prompt of ['do.release', 'do.revoke'])
        if (held.on[prompt] !== undefined)
          held.on[prompt] = { ...(held.on[prompt] as object), target: 'free' }
    })
  const client = racing(await moduleAt('holder.js'), 'recv.Revoke')
  const server = racing(await moduleAt('keeper.js'), 'recv.Release')
  finds('CROSSING_DIFFERS', loaded.right, client, server)
  const running = await run(loaded.right, { client, server }, { look: () => 'lock.free' })
  running.client.prompt('do.lock')
  await until(() => running.steps.includes('client recv.Granted'))
  running.client.prompt('do.release')
  running.server.prompt('do.revoke')
  await until(() => running.ended.client !== null && running.ended.server !== null)
  const { ended } = running
  expect([ended.client, ended.server]).toContainEqual(
    expect.objectContaining({ how: 'refused', code: 'UNEXPECTED_MESSAGE' }),
  )
})

test('NEVER_LEFT: nothing ends it, whatever its programs want and however long it lasts', async () => {
  const endless = (module: MachineModule, prompt: string): MachineModule =>
    changed(module, '', (root) => {
      delete root.on[prompt]
      for (const one of [root.states.open, ...Object.values(root.states.flow?.states ?? {})]) {
        if (one === undefined) continue
        delete one.after
        delete one.on?.['items.over']
      }
    })
  const client = { ...endless(producer, 'do.end'), outcomes: { waitForItem: ['item.ready'] } }
  const server = endless(consumer, 'do.stop')
  finds('NEVER_LEFT', credit, client, server)
  const turn = () => new Promise(setImmediate)
  const running = await run(
    credit,
    { client, server },
    {
      waitForItem: () => turn().then(() => 'item.ready'),
      waitForRoom: () => turn().then(() => 'room.free'),
    },
  )
  await until(() => running.heard.filter((one) => one === 'server Item').length > 100)
  running.client.prompt('do.end')
  running.server.prompt('do.stop')
  running.clock.advance(24 * 3_600_000)
  const before = running.heard.length
  await until(() => running.heard.length > before + 100)
  expect([running.ended.client, running.ended.server]).toEqual([null, null])
})

const FILES = ['live-alone.spec.ts', 'live.spec.ts', 'live-base.spec.ts', 'live-continuation.spec.ts']

test('each rule that a run can break is shown here, or in a file beside this one', () => {
  const told = FILES.flatMap((file) =>
    [...readFileSync(new URL(`./${file}`, import.meta.url), 'utf8').matchAll(/test\('([A-Z_]+): /g)].map(
      ([, rule]) => rule,
    ),
  )
  // Nothing runs of what cannot be verified, or was not looked at whole; and what is never used does no harm.
  const idle: readonly Rule[] = [
    'UNFIT_MACHINE',
    'UNFIT_CONTRACT',
    'UNFINISHED',
    'NEVER_ENTERED',
    'NEVER_FIRES',
    'NEVER_SAID',
  ]
  expect(Object.keys(rules).filter((rule) => !told.includes(rule) && !idle.includes(rule as Rule))).toEqual(
    [],
  )
})
