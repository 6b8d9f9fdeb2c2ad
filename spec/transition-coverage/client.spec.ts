import { describe, expect, test } from '@jest/globals'
import { client } from '../support/machines.ts'
import { ClientAtHand } from './client.ts'
import { drive, unreachable } from './drive.ts'
import { type Edge, graphOf, once } from './graph.ts'
import { unreached } from './unreached.ts'

const graph = graphOf(client)

/** By these a way leads through places in which the client can be held. */
const onTheWay = [
  'opened.done',
  'recv.Welcome',
  'recv.AskName',
  'named.given',
  'recv.Greeting',
  'recv.Challenge',
  'proved.login',
  'recv.Granted',
  'hungUp.later',
  'hungUp.final',
]
const outOfConverse = ['recv.Bye', 'recv.Fault', 'bye.DONE']
const pathTo = once((place: string): readonly string[] =>
  graph.way(
    place,
    (event, from) => onTheWay.includes(event) || (from === 'converse' && outOfConverse.includes(event)),
  ),
)

/** Only a program that has conversed once can log out, or give another reason than DONE. */
const needsConversation = ({ event }: Edge): boolean =>
  event === 'opened.later' || event === 'do.logout' || (event.startsWith('bye.') && event !== 'bye.DONE')

const wayOver = (edge: Edge): readonly string[] => {
  const way = pathTo(edge.from)
  if (!needsConversation(edge) || way.includes('recv.Granted')) return [...way, edge.event]
  return [...pathTo('offline.waiting'), 'waited', ...way, edge.event]
}

describe.each(graph.places)('over a socket the client goes from %s', (place) => {
  test('wherever its machine does, with its words', async () => {
    for (const edge of graph.edges.filter(({ from }) => from === place)) {
      if (typeof new ClientAtHand().cause(edge) === 'string') continue
      await drive(new ClientAtHand(), graph, wayOver(edge))
    }
  }, 30_000)
})

test('what of its machine cannot be caused over a socket is known, and why', () => {
  expect(unreachable(graph, new ClientAtHand())).toEqual(unreached.client)
})
