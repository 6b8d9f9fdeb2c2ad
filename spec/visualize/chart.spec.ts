import { describe, expect, test } from '@jest/globals'
import { sayable } from '../../src/contract/index.ts'
import { everyBox } from '../../src/visualize/charts/chart.ts'
import { partsWithTarget, textOf } from '../../src/visualize/charts/phrase.ts'
import { scopesOf } from '../../src/visualize/charts/scopes.ts'
import { viewOf } from '../../src/visualize/charts/view.ts'
import { contract } from '../support/contract.ts'
import { client, server } from '../support/machines.ts'
import { charts, ours } from './subjects.ts'

/** A state as it is written in a machine; the walk below knows nothing of XState. */
interface Written {
  readonly id?: string
  readonly initial?: string
  readonly states?: Readonly<Record<string, Written>>
  readonly on?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
  readonly always?: unknown
}

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

const placesIn = (written: Written, path: readonly string[] = []): readonly string[] =>
  Object.entries(written.states ?? {}).flatMap(([name, state]) => [
    [...path, name].join('.'),
    ...placesIn(state, [...path, name]),
  ])

const at = (root: Written, path: readonly string[]): Written =>
  path.reduce<Written>((state, name) => state.states?.[name] ?? {}, root)

const restAt = (root: Written, path: readonly string[]): string => {
  const { initial } = at(root, path)
  return initial === undefined ? path.join('.') : restAt(root, [...path, initial])
}

/** `from event → to / words`, for each transition that is written. */
const transitionsIn = (
  root: Written,
  state: Written = root,
  path: readonly string[] = [],
): readonly string[] => {
  const lineOf = (event: string, written: unknown): string => {
    const { target, actions } = (typeof written === 'string' ? { target: written } : written) as {
      target?: string
      actions?: unknown
    }
    const to =
      target === undefined
        ? '-'
        : target.startsWith('#')
          ? restAt(root, target.split('.').slice(1))
          : target.startsWith('.')
            ? restAt(root, [...path, ...target.slice(1).split('.')])
            : restAt(root, [...path.slice(0, -1), ...target.split('.')])
    const words = list(actions).map((action) => {
      const { type, params } = (typeof action === 'string' ? { type: action } : action) as {
        type: string
        params?: { type: string; code?: string; reason?: string }
      }
      return [type, params?.type, params?.code ?? params?.reason]
        .filter((word) => word !== undefined)
        .join(' ')
    })
    return `${path.join('.')} ${event} → ${to} / ${words.join(', ')}`
  }
  return [
    ...list(state.always).map((one) => lineOf('at once', one)),
    ...Object.entries(state.on ?? {}).flatMap(([event, all]) => list(all).map((one) => lineOf(event, one))),
    ...Object.values(state.after ?? {}).flatMap((all) => list(all).map((one) => lineOf('after', one))),
    ...Object.entries(state.states ?? {}).flatMap(([name, inner]) =>
      transitionsIn(root, inner, [...path, name]),
    ),
  ]
}

describe.each([
  ['client', client, ours.client],
  ['server', server, ours.server],
] as const)('the chart of the %s', (_, { machine }, chart) => {
  const root = machine.config as Written

  test('has every state of the machine', () => {
    const places = everyBox(chart.boxes).map(({ place }) => place)
    expect(places).toEqual(placesIn(root))
    expect(places.length).toBeGreaterThan(12)
  })

  test('has every transition of the machine, with what it says', () => {
    const told = chart.transitions.map(({ from, event, after, to, says, does }) => {
      const words = [
        ...says.map(({ message, detail }) => `say ${[message, detail ?? ''].join(' ').trim()}`),
        ...does,
      ]
      return `${from} ${after === null ? (event ?? 'at once') : 'after'} → ${to ?? '-'} / ${words.join(', ')}`
    })
    expect([...told].sort()).toEqual([...transitionsIn(root)].sort())
  })

  test('names for each state that of the contract, and begins in one of them', () => {
    const leaves = everyBox(chart.boxes).filter(({ boxes }) => boxes.length === 0)
    const known = ['offline', ...contract.states.map(({ name }) => name)]
    for (const { state } of leaves) expect(known).toContain(state)
    expect(leaves.filter(({ first }) => first)).toHaveLength(1)
  })
})

test('the chart of the contract has every state, and whatever may be said', () => {
  const { boxes, transitions } = ours.contract
  expect(
    everyBox(boxes)
      .flatMap(({ state }) => state ?? [])
      .sort(),
  ).toEqual(contract.states.map(({ name }) => name).sort())
  for (const state of contract.states)
    for (const side of ['client', 'server'] as const) {
      const here = transitions.filter(({ from }) => from === state.name || from === '')
      const said = here.flatMap(({ says, to }) =>
        says.filter(({ by }) => by === side || by === 'both').map(({ message }) => [message, to]),
      )
      for (const [message, next] of sayable(contract, state, side))
        if (!(state.inFlight && next === state.name)) expect(said).toContainEqual([message, next])
    }
})

test.each(charts)('of %s each transition is drawn once', (_, chart) => {
  const view = viewOf(chart)
  const rows = [
    ...view.edges.flatMap((edge) => edge.rows),
    ...scopesOf(view).flatMap((scope) => scope.rows),
    ...everyBox(chart.boxes).flatMap(({ place, boxes }) => (boxes.length === 0 ? view.rowsOf(place) : [])),
  ]
  const drawn = rows.flatMap(({ transitions }) => transitions)
  expect(new Set(drawn)).toEqual(new Set(chart.transitions))
  expect(drawn).toHaveLength(chart.transitions.length)
})

describe('what belongs together is told together', () => {
  const view = viewOf(ours.client)
  const told = (place: string) => view.rowsOf(place).map((row) => textOf(partsWithTarget(row)))

  test('what holds in every state', () => {
    expect(told('')).toEqual([
      'hears ◄ Bye → close.server',
      'hears ◄ Fault → close.done',
      'hears ◄ any other / says ► Fault UNEXPECTED_MESSAGE → close.done',
      'refuse.* / says ► Fault * → close.done',
      'bye.* / says ► Bye * → close.client',
      'do.logout / says ► Bye DONE → close.client',
      'lost → close.done',
      'after its wait / says ► Fault TIMEOUT → close.done',
    ])
  })

  test('what stays in a state', () => {
    expect(told('converse')).toEqual([
      'hears ◄ Say, Pong, Ack, Cancel, More, Aborted, SessionInfo, SessionsAnswered',
      'hears ◄ Ping / says ► Pong',
      'do.say.Say / says ► Say',
      'do.ping / says ► Ping',
      'do.ack / says ► Ack',
      'do.cancel / says ► Cancel',
      'do.more / says ► More',
      'do.aborted / says ► Aborted',
      'do.listSessions / says ► ListSessions',
      'do.revokeSession / says ► RevokeSession',
    ])
    expect(told('close.done')).toEqual(['ignores everything'])
  })

  test('what leads from one state to another', () => {
    const edge = view.edges.find(({ from, to }) => from === 'converse' && to === 'close.client')
    expect(edge?.rows.map((row) => textOf(partsWithTarget(row)))).toEqual([
      'do.logout / says ► Logout → close.client',
      'after 3 heartbeats / says ► Bye IDLE → close.client',
    ])
  })

  test('only a whole family of events goes by one name, and guards are told', () => {
    const [, hostile] = charts[3] ?? []
    if (hostile === undefined) throw new Error('There is no such chart.')
    const rows = viewOf(hostile)
      .rowsOf('')
      .map((row) => textOf(partsWithTarget(row)))
    expect(rows[0]).toMatch(/^a\.\*, b\.1, c\.2/)
    expect(rows[1]).toBe('c.1 → group.a')
    const guarded = viewOf(hostile).edges.flatMap((edge) =>
      edge.rows.map((row) => textOf(partsWithTarget(row))),
    )
    expect(guarded).toContain('hears ► Ask [isFine] → last')
    expect(guarded).toContain('[isFine] → group.b')
  })
})
