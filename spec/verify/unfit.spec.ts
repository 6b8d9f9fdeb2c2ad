import { expect, test } from '@jest/globals'
import { assign, createMachine, raise } from 'xstate'
import type { MachineModule } from '../../src/engine/index.ts'
import { verify } from '../../src/verify/index.ts'
import { faultless } from './mutants.ts'

const meta = { contract: 'connect.hello' }

const one = { initial: 'a', states: { a: { meta } } }

const moduleOf = (config: object): MachineModule => ({
  machine: createMachine(config as never, faultless.server.machine.implementations as never),
  outcomes: {},
  prompts: [],
})

test.each([
  ['a context', { context: { attempts: 3 }, meta }, /has a context/],
  [
    'a guard',
    { initial: 'a', states: { a: { meta, on: { 'recv.Hello': { guard: () => true, target: 'a' } } } } },
    /a has a guard/,
  ],
  ['two states at a time', { type: 'parallel', states: { a: { meta }, b: { meta } } }, /is parallel/],
  ['a memory', { initial: 'a', states: { a: { meta }, h: { type: 'history' } } }, /h is one of history/],
  [
    'a state of no contract',
    { initial: 'a', states: { a: { meta: { contract: 'lobby' } } } },
    /stands for lobby/,
  ],
  ['a state that stands for nothing', { initial: 'a', states: { a: {} } }, /has no meta.contract/],
  ['a memory of its own', { ...one, entry: assign({ attempts: 1 }) }, /has an action of XState's own/],
  [
    'an event to itself',
    { ...one, on: { lost: { actions: raise({ type: 'next' }) } } },
    /has an action of XState's own/,
  ],
  [
    'a state that waits for another to be done',
    {
      initial: 'a',
      onDone: {},
      states: { a: { initial: 'b', onDone: 'c', states: { b: { meta, type: 'final' } } }, c: { meta } },
    },
    /waits for something to be done/,
  ],
  [
    'a circle without an event',
    {
      initial: 'a',
      states: { a: { meta, always: 'b' }, b: { initial: 'c', always: 'a', states: { c: { meta } } } },
    },
    /leads back to itself without an event/,
  ],
  [
    'an actor that nobody plays',
    { initial: 'a', states: { a: { meta, invoke: { src: 'ghost', id: 'ghost' } } } },
    /runs ghost/,
  ],
  [
    'an actor inside another',
    {
      initial: 'a',
      invoke: { src: 'lookUp', id: 'lookUp' },
      states: { a: { meta, invoke: { src: 'settle', id: 'settle' } } },
    },
    /runs settle and lookUp; a driver runs one actor at a time/,
  ],
  [
    'two actors in a state',
    { initial: 'a', states: { a: { meta, invoke: ['lookUp', 'settle'].map((id) => ({ src: id, id })) } } },
    /runs lookUp and settle; a driver runs one actor at a time/,
  ],
  [
    'an actor whose failure is waited for',
    { initial: 'a', states: { a: { meta, invoke: { src: 'ghost', id: 'ghost', onError: 'a' } } } },
    /waits for something to be done or to fail/,
  ],
  [
    'a memory where its first state is entered',
    { initial: { target: 'a', actions: assign({ attempts: 1 }) }, states: { a: { meta } } },
    /has an action of XState's own/,
  ],
  [
    'a meta that names no state',
    { meta, initial: 'a', states: { a: { meta: { note: 'of its own' } } } },
    /has no meta.contract/,
  ],
  [
    'a deadline that is nowhere',
    { initial: 'a', states: { a: { meta, after: { soon: 'a' } } } },
    /waits soon/,
  ],
  [
    'words without a message',
    { ...one, on: { lost: { actions: 'say' } } },
    /says something without naming it/,
  ],
])('a machine with %s is not verified, and the report says why', (_, config, why) => {
  const { findings, pair } = verify({ ...faultless, server: moduleOf(config) }, { bound: 2, limit: 1_000 })
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({ rule: 'UNFIT_MACHINE', way: [] })
  expect(findings[0]?.text).toMatch(why)
  expect(findings[0]?.text).toMatch(/^The machine of the server/)
  expect(pair.configurations).toBe(0)
})

test('a contract with which nothing can be refused is not verified', () => {
  const contract = { ...faultless.contract, anytime: [] }
  const { findings } = verify({ ...faultless, contract }, { bound: 2, limit: 1_000 })
  expect(findings.map(({ rule }) => rule)).toEqual(['UNFIT_CONTRACT'])
})

test('a contract with which only one side can refuse is not verified', () => {
  const messages = faultless.contract.messages.map((one) =>
    one.name === 'Fault' ? { ...one, from: 'server' as const } : one,
  )
  const { findings } = verify(
    { ...faultless, contract: { ...faultless.contract, messages } },
    { bound: 2, limit: 1_000 },
  )
  expect(findings.map(({ text }) => text)).toEqual([
    'Nothing can be refused by the client: put a message under anytime that ends everything.',
  ])
})

test('a bound with no room for what is said at once is named', () => {
  const { findings } = verify(faultless, { bound: 1, limit: 100_000 })
  expect(findings).toContainEqual(
    expect.objectContaining({
      rule: 'UNFINISHED',
      text: 'The server says Denied and Fault at once; a bound of 2 is needed.',
    }),
  )
})
