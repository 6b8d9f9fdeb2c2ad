import type { From } from '../../contract/index.ts'
import type { Box } from './chart.ts'
import { ANY_WAIT, type Row } from './view.ts'

/** A piece of text, and what it means: a message and who says it, the name of a state, or words between. */
export interface Span {
  readonly text: string
  readonly tone: From | 'plain' | 'quiet' | 'name'
}

/** A line of text. Spaces stand only within and at the ends of spans; lines are broken there. */
export type Phrase = readonly Span[]

export const quiet = (text: string): Span => ({ text, tone: 'quiet' })
const said = (text: string): Span => ({ text, tone: 'plain' })

/** Which way a message goes where the client stands on the left: told apart without colour. */
export const arrow = { client: '►', server: '◄', both: '◄►' } as const

const messages = (names: readonly string[], by: From): Phrase => [
  { text: `${arrow[by]}\u00a0${names.join(', ')}`, tone: by },
]

/** A row in words, in parts that go on new lines where they do not fit on one: `hears ◄ Ping`, ` / says ► Pong`. */
export const partsOf = (row: Row): readonly Phrase[] =>
  [[...causeOf(row), ...guardOf(row)], effectOf(row)].filter((part) => part.length > 0)

/** As `partsOf`, and where it leads. */
export const partsWithTarget = (row: Row): readonly Phrase[] =>
  row.to === null || row.transitions.every(({ from, to }) => from === to)
    ? partsOf(row)
    : [...partsOf(row), [quiet(' →\u00a0'), { text: row.to, tone: 'name' }]]

const causeOf = (row: Row): Phrase => {
  switch (row.cause) {
    case 'hears':
      return [quiet('hears\u00a0'), ...messages(row.names, row.by ?? 'both')]
    case 'says':
      return messages(row.names, row.by ?? 'both')
    case 'after':
      return [quiet('after '), row.names[0] === ANY_WAIT ? said('its wait') : said(row.names.join(', '))]
    case 'always':
      return []
    case 'event': {
      const names = said(row.names.map(eventName).join(', '))
      const isNothing = row.to === null && row.says.length === 0 && row.does.length === 0
      return isNothing ? [quiet('ignores '), names] : [names]
    }
    default:
      return row.cause satisfies never
  }
}

/** XState's own events in words. */
const eventName = (event: string): string => {
  if (event === '*') return 'everything'
  const [, what, name] = /^xstate\.(done|error)\.(?:actor|state)\.(.+)$/s.exec(event) ?? []
  return what === undefined ? event : `${name} ${what === 'done' ? 'is done' : 'failed'}`
}

const guardOf = ({ guard }: Row): Phrase => (guard === null ? [] : [said(` [${guard}]`)])

const effectOf = ({ cause, says, does }: Row): Phrase => {
  const parts = [
    ...says.map((word): Phrase => [quiet('says\u00a0'), ...messages([wordOf(word)], word.by)]),
    ...does.map((name): Phrase => [said(name)]),
  ]
  return parts.flatMap((part, index) => [
    ...(index > 0 ? [quiet(', ')] : cause === 'always' ? [] : [quiet(' /\u00a0')]),
    ...part,
  ])
}

const wordOf = ({ message, detail }: Row['says'][number]): string =>
  detail === null ? message : `${message} ${detail}`

/** The facts of a state, below its name. */
export const factsOf = (box: Box): readonly Phrase[] => [
  ...(box.turn === null ? [] : [[quiet([turns[box.turn], ...timeOf(box)].join(' ·\u00a0'))]]),
  ...(box.runs.length === 0 ? [] : [[quiet('runs '), said(box.runs.join(', '))]]),
  ...(box.enters.length === 0 ? [] : [[quiet('on entry '), said(box.enters.join(', '))]]),
  ...(box.leaves.length === 0 ? [] : [[quiet('on exit '), said(box.leaves.join(', '))]]),
  ...(box.inFlight ? [[quiet('what was on its way still arrives')]] : []),
]

const turns = {
  client: 'client’s turn',
  server: 'server’s turn',
  both: 'both may speak',
  nobody: 'nobody speaks',
} as const

const timeOf = ({ within, keepsTime }: Box): readonly string[] =>
  within === null ? [] : [`${keepsTime ? 'waits' : 'within'} ${within}`.replaceAll(' ', '\u00a0')]

/** Phrases as plain text on one line. */
export const textOf = (parts: readonly Phrase[]): string =>
  parts
    .flat()
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u00a0', ' ')
    .trim()
