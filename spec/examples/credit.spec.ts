import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { type AnyActor, createActor, fromCallback, waitFor } from 'xstate'
import type { MessageRef } from '../../src/engine/index.ts'
import { verify } from '../../src/verify/index.ts'
import { contract, fileOf, loadMachine } from './credit.ts'

const limit = 10_000
const client = await loadMachine('producer.js')
const server = await loadMachine('consumer.js')
const lookingOnce = await loadMachine('deadlock/consumer.js')

describe('the producer and the consumer', () => {
  test.each([2, 3, 4])('are without fault with at most %d messages on their way', (bound) => {
    const { findings, machines } = verify({ contract, client, server }, { bound, limit })
    expect(findings).toEqual([])
    expect(machines.client.places).toBe(6)
    expect(machines.server.places).toBe(6)
  })

  test('are proven for any number of messages: credit keeps more than three from being on their way', () => {
    const { pair } = verify({ contract, client, server }, { bound: 4, limit })
    expect(pair).toMatchObject({ reached: 3, waited: 0, exhaustive: true })
    expect(verify({ contract, client, server }, { bound: 2, limit }).pair).toMatchObject({
      exhaustive: true,
    })
  })

  test('are run by XState alone: five items, and none of them without credit', async () => {
    const said: string[] = []
    let left = 5
    const speak = ({ type }: MessageRef, hearer: AnyActor): void => {
      said.push(type)
      if (type === 'Item') left -= 1
      queueMicrotask(() => hearer.send({ type: `recv.${type}` }))
    }
    const item = (): string => (left > 0 ? 'item.ready' : 'items.over')
    const producer: AnyActor = createActor(
      client.machine.provide({
        actors: { waitForItem: fromCallback(({ sendBack }) => sendBack({ type: item() })) },
        actions: { say: (_, word: MessageRef) => speak(word, consumer) },
      }),
    )
    const consumer: AnyActor = createActor(
      server.machine.provide({
        actors: { waitForRoom: fromCallback(({ sendBack }) => sendBack({ type: 'room.free' })) },
        actions: { say: (_, word: MessageRef) => speak(word, producer) },
      }),
    )
    consumer.start()
    producer.start()
    await Promise.all([producer, consumer].map((end) => waitFor(end, ({ status }) => status === 'done')))

    let credit = 0
    const credits = said.map((type) => {
      credit += type === 'Grant' ? 1 : type === 'Item' ? -1 : 0
      return credit
    })
    expect(Math.min(...credits)).toBe(0)
    expect(Math.max(...credits)).toBe(2)
    expect(said.filter((type) => type === 'Item')).toHaveLength(5)
    expect(said.filter((type) => type !== 'Item' && type !== 'Grant')).toEqual(['Open', 'End', 'Stop'])
  })
})

describe('the consumer that looks for room once', () => {
  test.each([2, 3, 4])('keeps the contract, and waits for ever with at most %d on their way', (bound) => {
    const { findings } = verify({ contract, client, server: lookingOnce }, { bound, limit })
    expect(findings.map(({ rule }) => rule)).toEqual(['DEADLOCK'])
    expect(findings[0]?.way).toEqual([
      { side: 'client', event: 'item.ready', said: ['Open'] },
      { side: 'server', event: 'recv.Open', said: [] },
      { side: 'server', event: 'room.none', said: [] },
    ])
    expect(findings[0]?.moments.at(-1)).toMatchObject({
      client: { state: 'flow.none', place: 'flow.none' },
      server: { state: 'flow.none', place: 'flow.none.full' },
      toServer: [],
      toClient: [],
    })
  })
})

describe('the modules', () => {
  const files = ['producer.js', 'consumer.js', 'deadlock/consumer.js', 'shared.js']
  const programs = ['serve.js', 'connect.js']

  test('are loaded by Node as they are', () => {
    const program = `for (const file of process.argv.slice(1)) console.log(Object.keys(await import(file)).join())`
    const printed = execFileSync(
      process.execPath,
      ['--input-type=module', '--eval', program, ...files.map(fileOf)],
      { encoding: 'utf8', timeout: 30_000 },
    )
    expect(printed.trim().split('\n')).toEqual([
      'machine,outcomes,prompts',
      'machine,outcomes,prompts',
      'machine,outcomes,prompts',
      'deadlines,fault,say',
    ])
  })

  test('come with the XState that Colloquy has', () => {
    const { dependencies } = JSON.parse(readFileSync(fileOf('package.json'), 'utf8'))
    const ours = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(dependencies).toEqual({ xstate: ours.dependencies.xstate })
  })

  const importedBy = (names: readonly string[]): readonly (string | undefined)[] => [
    ...new Set(
      names.flatMap((file) =>
        [...readFileSync(fileOf(file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from),
      ),
    ),
  ]

  test('know nothing but XState and each other', () => {
    expect([...importedBy(files)].sort()).toEqual(['../shared.js', './shared.js', 'xstate'])
  })

  test('and those that run them, of Colloquy no more than to play and to connect', () => {
    const strange = importedBy(programs).filter((from) => !/^(\.\/|node:)/.test(from ?? ''))
    expect([...strange].sort()).toEqual(['colloquy/engine', 'colloquy/transport'])
  })

  test('have the deadlines of the contract', async () => {
    const { deadlines } = await import(new URL('../../examples/credit/shared.js', import.meta.url).href)
    const within = contract.states.flatMap(({ name, within }) => (within === null ? [] : [[name, within]]))
    expect(within).toEqual(Object.entries(deadlines).map(([name, ms]) => [name, { ms }]))
  })
})
