import type { TextBlock } from '../layout/text-block.ts'
import type { Chart } from './chart.ts'
import { arrow, quiet } from './phrase.ts'

const machineTerms = [
  'a / b: when a happens, b is done',
  'a.* / b *: likewise for every a.x, with b x',
  'runs a: a goes on, and ends with an event',
  'waits 10 s: this side keeps the deadline',
  'within 10 s: the other side keeps it',
] as const

const told = (text: string): TextBlock => ({ parts: [[quiet(text)]] })

/** How charts are to be read. */
export const legendOf = (charts: readonly Chart[]): readonly TextBlock[] => [
  { parts: [[{ text: `${arrow.client} from client to server`, tone: 'client' }, quiet(', a solid line')]] },
  { parts: [[{ text: `${arrow.server} from server to client`, tone: 'server' }, quiet(', a dashed line')]] },
  told('a bar in these colours: who may speak'),
  told('a double frame: the end'),
  ...(charts.every(({ side }) => side === null) ? [] : machineTerms.map(told)),
]
