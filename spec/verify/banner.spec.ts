import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createMachine, fromPromise } from 'xstate'
import { loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import { verify } from '../../src/verify/index.ts'

// The side that accepts the connection speaks first, as in SMTP; neither machine knows of being offline.

const loaded = loadContract(
  `
protocol: banner
version: 1
about: A greeting.
types: {}
messages:
  Banner: { number: 1, from: server, since: 1, about: Greets. }
  Quit: { number: 2, from: client, since: 1, about: Leaves. }
  Fault: { number: 3, from: both, since: 1, about: Ends everything. }
states:
  greet: { turn: server, within: 1 s, maxBody: 64, about: The server greets., says: { Banner: work } }
  work: { turn: client, within: 1 s, maxBody: 64, about: The client leaves., says: { Quit: done } }
  done: { turn: nobody, about: The end. }
anytime:
  Fault: done
reserved: { numbers: [], names: [] }
`,
  'banner.yaml',
)
if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
const contract = loaded.right

const say = (type: string) => ({ type: 'say', params: { type } })
const wait = (state: string) => ({ after: { [state]: { target: 'done', actions: say('Fault') } } })
const anyhow = { 'recv.Fault': '.done', 'recv.*': { target: '.done', actions: say('Fault') }, lost: '.done' }

const moduleOf = (states: object, more: Partial<MachineModule> = {}): MachineModule => ({
  machine: createMachine(
    {
      initial: 'greet',
      on: anyhow,
      states: { ...states, done: { meta: { contract: 'done' }, type: 'final' } },
    } as never,
    { delays: { greet: 1_000, work: 1_000 }, actors: { finish: fromPromise(() => Promise.resolve()) } },
  ),
  outcomes: {},
  prompts: [],
  ...more,
})

const server = moduleOf({
  greet: { meta: { contract: 'greet' }, always: { target: 'work', actions: say('Banner') } },
  work: { meta: { contract: 'work' }, ...wait('work'), on: { 'recv.Quit': 'done' } },
})

const client = (onBanner: object): MachineModule =>
  moduleOf(
    {
      greet: { meta: { contract: 'greet' }, ...wait('greet'), on: { 'recv.Banner': onBanner } },
      work: {
        meta: { contract: 'work' },
        invoke: { src: 'finish', id: 'finish' },
        on: { finished: { target: 'done', actions: say('Quit') } },
      },
    },
    { outcomes: { finish: ['finished'] } },
  )

test('a machine that speaks at its start is verified', () => {
  expect(
    verify({ contract, client: client({ target: 'work' }), server }, { bound: 2, limit: 1_000 }).findings,
  ).toEqual([])
})

test('what it says then is part of the way to a finding', () => {
  const { findings } = verify(
    { contract, client: client({ target: 'greet' }), server },
    { bound: 2, limit: 1_000 },
  )
  expect(findings.find(({ rule }) => rule === 'DEADLOCK')?.way).toEqual([
    { side: 'server', event: 'start', said: ['Banner'] },
    { side: 'client', event: 'recv.Banner', said: [] },
  ])
})
