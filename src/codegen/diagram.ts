import { type Contract, type Side, type State, sides } from '../contract/contract.ts'
import { hasTurn, isSaidBy } from '../contract/turns.ts'
import type { Origin } from './options.ts'
import { fileOf, mark } from './source.ts'

/** A state's name as an id that Mermaid cannot read as a word of its own: dots become underscores, which no name holds. */
const idOf = (name: string): string => `at_${name.replaceAll('.', '_')}`

/** A colon within a label, which older releases of Mermaid take only as an entity. */
const COLON = '#58;'

const initial = { client: 'C', server: 'S' } as const

interface Group {
  readonly states: State[]
  readonly groups: Map<string, Group>
}

const newGroup = (): Group => ({ states: [], groups: new Map() })

/** The states in the folders that their dots make. */
const nest = (states: readonly State[]): Group => {
  const root = newGroup()
  for (const state of states) {
    const parts = state.name.split('.')
    let group = root
    for (let depth = 1; depth < parts.length; depth++) {
      const path = parts.slice(0, depth).join('.')
      const inner = group.groups.get(path) ?? newGroup()
      group.groups.set(path, inner)
      group = inner
    }
    group.states.push(state)
  }
  return root
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const stateLines = (state: State, indent: string): readonly string[] => [
  `${indent}${idOf(state.name)} : ${lastPart(state.name)}`,
  ...(state.inFlight
    ? [
        `${indent}note right of ${idOf(state.name)}`,
        `${indent}  What was said before the last word was heard`,
        `${indent}  still arrives here, and leads nowhere.`,
        `${indent}end note`,
      ]
    : []),
]

const groupLines = (group: Group, indent: string): readonly string[] => [
  ...group.states.flatMap((state) => stateLines(state, indent)),
  ...[...group.groups].flatMap(([path, inner]) => [
    `${indent}state "${lastPart(path)}" as ${groupIdOf(path)} {`,
    ...groupLines(inner, `${indent}  `),
    `${indent}}`,
  ]),
]

/** A group may bear the name of a state. */
const groupIdOf = (path: string): string => `in_${path.replaceAll('.', '_')}`

/** Sides that say a message in a state: `C`, `S`, or both of them. */
const speakers = (contract: Contract, state: State, name: string): string =>
  sides
    .filter(
      (side: Side) =>
        hasTurn(state, side) && contract.messages.some((m) => m.name === name && isSaidBy(m, side)),
    )
    .map((side) => initial[side])
    .join('/')

/** The edges of a state, those that lead to the same state on one line. */
const edgeLines = (contract: Contract, state: State): readonly string[] => {
  const labels = new Map<string, Map<string, string[]>>()
  for (const [name, next] of state.says) {
    const who = speakers(contract, state, name)
    const byWho = labels.get(next) ?? new Map<string, string[]>()
    byWho.set(who, [...(byWho.get(who) ?? []), name])
    labels.set(next, byWho)
  }
  return [...labels].flatMap(([next, byWho]) =>
    [...byWho].map(
      ([who, names]) => `  ${idOf(state.name)} --> ${idOf(next)} : ${who}${COLON} ${names.join(', ')}`,
    ),
  )
}

const anytimeLines = (contract: Contract, first: State): readonly string[] =>
  contract.anytime.length === 0
    ? []
    : [
        `  note left of ${idOf(first.name)}`,
        '    In every open state',
        ...contract.anytime.flatMap(({ message, next }) =>
          next.client === next.server
            ? [`    C/S: ${message} leads to ${next.client}`]
            : [`    C: ${message} leads to ${next.client}`, `    S: ${message} leads to ${next.server}`],
        ),
        '  end note',
      ]

/** The contract's states as a Mermaid state diagram. */
export const generateDiagram = (contract: Contract, options: Origin): string => {
  const first = contract.states[0]
  return fileOf([
    `%% ${mark(options)}`,
    '%% C is the client, S the server.',
    'stateDiagram-v2',
    ...groupLines(nest(contract.states), '  '),
    ...(first === undefined ? [] : [`  [*] --> ${idOf(first.name)}`]),
    ...contract.states.flatMap((state) => edgeLines(contract, state)),
    ...contract.states
      .filter((state) => state.turn === 'nobody')
      .map((state) => `  ${idOf(state.name)} --> [*]`),
    ...(first === undefined ? [] : anytimeLines(contract, first)),
  ])
}
