import type { Pair } from '../../src/verify/index.ts'
import { contract } from '../support/contract.ts'
import { client, server } from '../support/machines.ts'
import { changed, faultless, inSide, type Node, put, say } from './mutants/changes.ts'

/** The pair with one thing written differently that changes nothing, or less said than might be. */
export interface Refactoring {
  readonly name: string
  readonly pair: Pair
}

const inPair = (side: 'client' | 'server', name: string, path: string, change: (node: Node) => void) => ({
  name,
  pair: inSide(side, path, change),
})

/** Targets beside a state, as they are named from within it. */
const targeting = (on: Node['on'] = {}): NonNullable<Node['on']> =>
  Object.fromEntries(
    Object.entries(on).map(([event, to]) => [event, typeof to === 'string' ? `#server.auth.${to}` : to]),
  )

export const refactorings: readonly Refactoring[] = [
  inPair('server', 'a deadline as a number', 'connect.hello', (node) => {
    node.after = { 10000: node.after?.['connect.hello'] ?? '' }
  }),
  inPair('server', 'two places for a state', 'auth.prove', (node) => {
    const { after, on, meta } = node
    Object.assign(node, {
      meta: undefined,
      on: undefined,
      after: { ...after },
      initial: 'first',
      states: {
        first: { meta, on: { ...targeting(on), 'recv.Register': '#server.auth.verify' } },
        spare: { meta, on: targeting(on) },
      },
    })
  }),
  inPair('client', 'say on entry', 'connect.hello', (node) => {
    node.entry = say('Hello')
    node.always = { target: 'welcome' }
  }),
  inPair('server', 'a state that is only passed needs no meta', 'connect.welcome', (node) => {
    delete node.meta
  }),
  {
    name: 'a client that never registers',
    pair: {
      ...faultless,
      client: {
        ...changed(client, 'auth.prove', (node) => {
          delete node.on?.['proved.register']
        }),
        outcomes: { ...client.outcomes, prove: ['proved.login', 'proved.resume', 'proved.withheld'] },
        means: { Login: ['proved.login'], Resume: ['proved.resume'] },
      },
    },
  },
  {
    name: 'a client that never logs out',
    pair: {
      ...faultless,
      client: {
        ...changed(client, '', (root) => {
          const without = (node: Node): void => {
            delete node.on?.['do.logout']
            for (const inner of Object.values(node.states ?? {})) without(inner)
          }
          without(root)
        }),
        prompts: client.prompts.filter((prompt) => prompt !== 'do.logout'),
      },
    },
  },
  inPair('server', 'a silence that begins again with a message', 'converse', (node) =>
    put('recv.Ping', { target: 'converse', reenter: true, actions: say('Pong') })(node),
  ),
  inPair(
    'client',
    'a farewell with the same message, heard apart',
    'close.client',
    put('recv.Fault', 'done'),
  ),
  { name: 'as it is', pair: { contract, client, server } },
]
