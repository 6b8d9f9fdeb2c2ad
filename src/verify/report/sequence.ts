import { opposite, printable, type Side } from '../../contract/index.ts'
import { aFinding } from '../arguments.ts'
import type { Finding, TraceEvent } from '../finding.ts'

/** The conversation that leads to a finding, as a Mermaid sequence diagram. */
export const sequenceText = (finding: Finding): string => {
  aFinding('finding', finding)
  const { rule, way, repeatsFrom } = finding
  const onTheirWay: Record<Side, string[]> = { client: [], server: [] }
  let last = ''
  const lines = way.flatMap((one, index) => {
    const begins = index === repeatsFrom ? ['  loop without end'] : []
    if (one.side === null) {
      onTheirWay.client.length = 0
      onTheirWay.server.length = 0
      return [...begins, `  Note over client,server: ${escaped(one.event)}`]
    }
    const other = opposite(one.side)
    const heard = hearing(one, onTheirWay[one.side], last)
    onTheirWay[other].push(...one.said)
    last = one.said.at(-1) ?? ''
    return [...begins, ...heard, ...one.said.map((message) => `  ${one.side}-)${other}: ${escaped(message)}`)]
  })
  return [
    'sequenceDiagram',
    '  participant client',
    '  participant server',
    ...lines,
    ...(repeatsFrom === null ? [] : ['  end']),
    `  Note over client,server: ${rule}`,
    '',
  ].join('\n')
}

/** The lines of what a side hears. A message that it hears as soon as it was said needs no word; one of a side that is not shown does. */
const hearing = ({ side, event }: TraceEvent, incoming: string[], last: string): readonly string[] => {
  if (side === null || !event.startsWith('recv.')) return [`  Note over ${side}: ${escaped(event)}`]
  const message = event.slice('recv.'.length)
  if (nameOf(incoming[0]) !== message) return [`  ${opposite(side)}-)${side}: ${escaped(message)}`]
  const told = incoming.shift()
  return incoming.length === 0 && told === last ? [] : [`  Note over ${side}: hears ${escaped(message)}`]
}

const nameOf = (told: string | undefined): string | undefined => told?.split(' ')[0]

/** Mermaid reads semicolons, hashes and percent signs for itself, angle brackets as markup, and ends at a new line. */
const escaped = (text: string): string =>
  printable(text).replace(/[#;%<>]/g, (character) => `#${character.charCodeAt(0)};`)
