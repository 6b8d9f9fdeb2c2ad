import type { Chart } from './chart.ts'
import { arrow, quiet } from './phrase.ts'
import type { Told } from './text.ts'

/** How charts are to be read. */
export const legendOf = (charts: readonly Chart[]): readonly Told[] => [
  { parts: [[{ text: `${arrow.client} from client to server`, tone: 'client' }, quiet(', a whole line')]] },
  { parts: [[{ text: `${arrow.server} from server to client`, tone: 'server' }, quiet(', a broken line')]] },
  ...(charts.every(({ side }) => side === null)
    ? []
    : [
        { parts: [[quiet('a / b: when a happens, b is done')]] },
        { parts: [[quiet('waits 10 s: this side keeps the deadline')]] },
        { parts: [[quiet('within 10 s: the other side keeps it')]] },
      ]),
]
