import type { Box, Chart, Transition, Word } from '../visualize/charts/chart.ts'

/**
 * A chart as it is seen from afar: its states, and the messages that lead from one to another, whoever says them. Deadlines,
 * faults, and what a state does by itself are left out.
 */
export const outlineOf = (chart: Chart): Chart => ({
  ...chart,
  side: null,
  boxes: chart.boxes.map(outlined),
  transitions: chart.transitions
    .filter(({ from, to, after }) => from !== '' && to !== null && to !== from && after === null)
    .flatMap(wordByWord),
})

const outlined = (box: Box): Box => ({
  ...box,
  turn: null,
  within: null,
  runs: [],
  enters: [],
  leaves: [],
  first: false,
  boxes: box.boxes.map(outlined),
})

/** A transition for each message that it hears or says. */
const wordByWord = (transition: Transition): readonly Transition[] => {
  const bare = { ...transition, event: null, hears: null, guard: null, does: [] }
  const words = [...(transition.hears === null ? [] : [transition.hears]), ...transition.says].filter(leads)
  return words.length === 0
    ? [{ ...bare, says: [] }]
    : words.map((word) => ({ ...bare, says: [{ ...word, detail: null }] }))
}

const leads = ({ message }: Word): boolean => message !== '*' && message !== 'Fault'
