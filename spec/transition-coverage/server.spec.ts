import { describe, expect, test } from '@jest/globals'
import { server } from '../support/machines.ts'
import { drive, unreachable } from './drive.ts'
import { graphOf, once } from './graph.ts'
import { ServerAtHand } from './server.ts'
import { unreached } from './unreached.ts'

const graph = graphOf(server)

/** By these a way leads through places in which the server can be held. */
const onTheWay = [
  'recv.Hello',
  'looked.known',
  'looked.unknown',
  'recv.MyName',
  'proof.required',
  'recv.Resume',
  'verified.granted',
]
const outOfConverse = ['recv.Bye', 'recv.Logout', 'recv.Fault', 'bye.DONE']
const pathTo = once((place: string): readonly string[] =>
  graph.way(
    place,
    (event, from) => onTheWay.includes(event) || (from === 'converse' && outOfConverse.includes(event)),
  ),
)

/** The events with those that lead to the third denial, and those that follow by themselves. */
const completed = (events: readonly string[]): readonly string[] => {
  const last = events.at(-1)
  if (last === 'verified.last') {
    const denied = ['verified.denied', 'recv.Resume']
    return [...events.slice(0, -1), ...denied, ...denied, 'verified.last']
  }
  return graph.walk(events).at(-1)?.to === 'identify.greeted' ? [...events, 'proof.required'] : events
}

describe.each(graph.places)('over a socket the server goes from %s', (place) => {
  test('wherever its machine does, with its words', async () => {
    for (const edge of graph.edges.filter(({ from }) => from === place)) {
      if (typeof new ServerAtHand().cause(edge) === 'string') continue
      await drive(new ServerAtHand(), graph, completed([...pathTo(place), edge.event]))
    }
  }, 30_000)
})

test('what of its machine cannot be caused over a socket is known, and why', () => {
  expect(unreachable(graph, new ServerAtHand())).toEqual(unreached.server)
})
