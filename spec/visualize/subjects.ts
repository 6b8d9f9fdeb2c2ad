import * as E from 'fp-ts/lib/Either.js'
import { createMachine } from 'xstate'
import { type Contract, loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import type { Chart } from '../../src/visualize/charts/chart.ts'
import { chartOfContract, chartOfMachine } from '../../src/visualize/index.ts'
import { contract } from '../support/contract.ts'
import { client, server } from '../support/machines.ts'

/** Characters that act in some language that a picture is written in, on a terminal, or on the order of characters. */
export const hostile =
  '</text><script>alert(1)</script>"\'&amp;]]> --> %%{x}%% \\l\\N" ; : #59; {} [*] \u0000\u001b[2J\u202e\n\r\t\ud800x'

const loadedOf = (text: string): Contract => {
  const loaded = loadContract(text, 'hostile.yaml')
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  return loaded.right
}

/** A contract whose prose is as hostile as it may be. */
export const hostileContract = loadedOf(`
protocol: hostile
version: 1
about: ${JSON.stringify('</title><script>alert(1)</script>"\'& --> %% end note }')}
messages:
  Ask: { number: 1, from: client, since: 1, about: Asks. }
  Tell: { number: 2, from: both, since: 1, about: Tells. }
states:
  first: { turn: client, within: 10 s, maxBody: 16, about: ${JSON.stringify('<b>"&\'')}, says: { Ask: last } }
  last: { turn: nobody, about: The end. }
anytime:
  Tell: last
`)

const word = (name: string) => ({ type: 'say', params: { type: name, code: name } })

/** A machine that is named by somebody hostile, with everything that a machine may have. */
export const hostileModule: MachineModule = {
  machine: createMachine({
    id: hostile,
    initial: hostile.replaceAll('.', ''),
    states: {
      [hostile.replaceAll('.', '')]: {
        meta: { contract: 'first' },
        description: hostile,
        entry: { type: hostile },
        exit: 'wave',
        invoke: { src: hostile, id: hostile, onDone: 'group', onError: { actions: hostile } },
        after: { 1500: { target: 'group', actions: word(hostile) } },
        on: {
          [hostile]: { target: 'group', guard: hostile, actions: [word(hostile), hostile] },
          'recv.Ask': [{ target: 'last', guard: 'isFine' }, {}],
          'recv.*': {},
          'do.stay': { actions: () => {} },
        },
      },
      group: {
        initial: 'a',
        states: {
          a: { meta: { contract: 'first' }, always: { target: 'b', guard: 'isFine' } },
          b: { meta: { contract: 'last' }, on: { back: '#away' } },
        },
        on: { [`${hostile}.2`]: '.b' },
      },
      last: { id: 'away', meta: { contract: 'last' }, type: 'final' },
    },
    on: {
      'a.1': '.last',
      'a.2': '.last',
      'b.1': '.last',
      'c.1': '.group',
      'c.2': '.last',
      [hostile]: '.last',
    },
  }),
  outcomes: {},
  prompts: [],
}

export const ours = {
  client: chartOfMachine(client, 'client', contract),
  server: chartOfMachine(server, 'server', contract),
  contract: chartOfContract(contract),
} as const

/** Charts of all kinds, by what they are of. */
export const charts: readonly (readonly [string, Chart])[] = [
  ['our client', ours.client],
  ['our server', ours.server],
  ['our contract', ours.contract],
  ['a hostile machine', chartOfMachine(hostileModule, 'server', hostileContract)],
  ['a hostile contract', chartOfContract(hostileContract)],
]
