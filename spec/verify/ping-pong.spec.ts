import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createMachine, fromPromise } from 'xstate'
import { loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import { ContractIndex } from '../../src/verify/contract-index.ts'
import { explore } from '../../src/verify/graph/state-graph.ts'
import { verify } from '../../src/verify/index.ts'
import { pairSidesOf } from '../../src/verify/pair/side.ts'
import { PairSystem } from '../../src/verify/pair/system.ts'

// The client asks, and is answered in two messages; the server answers at once.

const loaded = loadContract(
  `
protocol: ping-pong
version: 1
about: A question and its answer, until the client has no more questions.
types: {}
messages:
  Ping: { number: 1, from: client, since: 1, about: Asks. }
  Pong: { number: 2, from: server, since: 1, about: Answers. }
  Quit: { number: 3, from: client, since: 1, about: Leaves. }
  Fault: { number: 4, from: both, since: 1, about: Ends everything. }
states:
  ask: { turn: client, within: 1 s, maxBody: 64, about: The client asks., says: { Ping: first, Quit: done } }
  first: { turn: server, within: 1 s, maxBody: 64, about: The server answers., says: { Pong: second } }
  second: { turn: server, within: 1 s, maxBody: 64, about: The server says more., says: { Pong: ask } }
  done: { turn: nobody, about: The end. }
anytime:
  Fault: done
reserved: { numbers: [], names: [] }
`,
  'ping-pong.yaml',
)
if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
const contract = loaded.right

const say = (type: string) => ({ type: 'say', params: { type } })
const timely = { after: { 1000: { target: '#one.done', actions: say('Fault') } } }
const thinks = { invoke: { src: 'think', id: 'think' } }
const opens = { invoke: { src: 'open', id: 'open' }, on: { opened: 'ask' } }
const asks = { 'think.more': { target: '#one.first', actions: say('Ping') } }
const leaves = { 'think.over': { target: '#one.done', actions: say('Quit') } }
const hears = { 'recv.Ping': '#one.first', 'recv.Quit': '#one.done' }
const anyhow = { 'recv.Fault': '.done', 'recv.*': { target: '.done', actions: say('Fault') }, lost: '.done' }

const nobody = fromPromise(() => Promise.resolve())

const moduleOf = (states: object, more: object = {}): MachineModule => ({
  machine: createMachine(
    {
      id: 'one',
      initial: 'ask',
      on: anyhow,
      states: { done: { meta: { contract: 'done' }, type: 'final' }, ...states },
      ...more,
    } as never,
    { actors: { think: nobody, open: nobody } },
  ),
  outcomes: { think: ['think.more', 'think.over'], open: ['opened'] },
  prompts: [],
})

const asking = {
  ask: { meta: { contract: 'ask' }, ...thinks, on: { ...asks, ...leaves } },
  first: { meta: { contract: 'first' }, ...timely, on: { 'recv.Pong': 'second' } },
  second: { meta: { contract: 'second' }, ...timely, on: { 'recv.Pong': 'ask' } },
}
const answering = {
  ask: { meta: { contract: 'ask' }, ...timely, on: hears },
  first: { meta: { contract: 'first' }, always: { target: 'second', actions: say('Pong') } },
  second: { meta: { contract: 'second' }, always: { target: 'ask', actions: say('Pong') } },
}
const client = moduleOf(asking)
const server = moduleOf(answering)

const found = (pair: { readonly client?: MachineModule; readonly server?: MachineModule }) =>
  verify({ contract, client, server, ...pair }, { bound: 2, limit: 1_000 }).findings.map(
    ({ rule, text }) => `${rule} ${text}`,
  )

test('a state that is left and entered again in one step begins its deadline again', () => {
  expect(found({})).toEqual([])
})

test.each([
  [
    'begins a deadline again in another place of the same state',
    {
      ...answering,
      ask: {
        initial: 'idle',
        states: {
          idle: {
            meta: { contract: 'ask' },
            ...timely,
            ...thinks,
            on: { 'think.more': 'busy', 'think.over': 'busy', ...hears },
          },
          busy: { meta: { contract: 'ask' }, ...timely, on: hears },
        },
      },
    },
    'DEADLINE_DIFFERS The server begins the deadline of ask.busy again on think.more in ask.idle.',
  ],
  [
    'waits on where its time was up',
    {
      ...answering,
      ask: {
        initial: 'idle',
        after: { 1000: '.late' },
        on: hears,
        states: { idle: { meta: { contract: 'ask' } }, late: { meta: { contract: 'ask' } } },
      },
    },
    'DEADLINE_WITHOUT_EFFECT The server does not leave ask when time is up in ask.idle.',
  ],
])('a server that %s is found', (_, states, finding) => {
  expect(found({ server: moduleOf(states) })).toContain(finding)
})

test.each([
  [
    'keeps one deadline for two states',
    {
      ask: asking.ask,
      first: {
        ...timely,
        initial: 'one',
        states: {
          one: { meta: { contract: 'first' }, on: { 'recv.Pong': 'two' } },
          two: { meta: { contract: 'second' }, on: { 'recv.Pong': '#one.ask' } },
        },
      },
    },
    'DEADLINE_DIFFERS The client does not begin the deadline of first.two on recv.Pong in first.one.',
  ],
  [
    'stays where its actor has ended',
    { ...asking, ask: { ...asking.ask, on: { ...asks, 'think.over': { actions: 'note' } } } },
    'OUTCOME_IGNORED The client does not leave the state that runs think on think.over in ask.',
  ],
  [
    'goes from place to place while its actor is taken to run',
    {
      ...asking,
      ask: {
        initial: 'thinking',
        ...thinks,
        on: asks,
        states: {
          thinking: { meta: { contract: 'ask' }, on: { 'think.over': 'stuck' } },
          stuck: { meta: { contract: 'ask' } },
        },
      },
    },
    'OUTCOME_IGNORED The client does not leave the state that runs think on think.over in ask.thinking.',
  ],
])('a client that %s is found', (_, states, finding) => {
  expect(found({ client: moduleOf(states) })).toContain(finding)
})

test('a client that comes again for ever is no help to a server that does not notice its loss', () => {
  const again = moduleOf(
    {
      ...asking,
      offline: { meta: { contract: 'offline' }, ...opens },
      done: { meta: { contract: 'done' }, always: 'offline' },
    },
    { initial: 'offline' },
  )
  const deaf = moduleOf(answering, { on: { ...anyhow, lost: {} } })
  expect(found({ client: again })).toEqual([])
  expect(found({ client: again, server: deaf })).toContain(
    'DEADLOCK Both wait, and nothing is on its way: the client is in offline, the server in ask.',
  )
})

test('without a connection nothing is heard, and a server comes with the connection', () => {
  const offline = {
    meta: { contract: 'offline' },
    ...opens,
  }
  expect(found({ client: moduleOf({ ...asking, offline }, { initial: 'offline' }) })).toEqual([])
  expect(found({ server: moduleOf({ ...answering, offline }, { initial: 'offline' }) })).toContain(
    'WRONG_STATE The server goes from offline to offline on start; the contract leads to ask.',
  )
})

test('configurations are told apart, however many places there are', () => {
  const contractIndex = new ContractIndex(contract)
  const graphs = { client: explore('client', client, contract), server: explore('server', server, contract) }
  const pairSides = pairSidesOf(graphs, contractIndex)
  const many = (side: 'client' | 'server') => ({
    ...pairSides[side],
    locations: Array.from({ length: 1_000 }, () => pairSides[side].locations[0] as never),
  })
  const wire = new PairSystem({ client: many('client'), server: many('server') }, 4, 2)
  for (const at of [
    { client: 999, server: 1_000, toServer: 0, toClient: 1, broken: true, cut: false },
    { client: 999, server: 999, toServer: 1_001, toClient: 1_000, broken: false, cut: true },
  ]) {
    const one = { ...at, clientLost: at.cut, serverLost: at.broken, memory: 0 }
    expect(wire.decode(wire.encode(one))).toEqual(one)
  }
})
