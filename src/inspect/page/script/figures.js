// Figures of the server: rates over the last second, and lines of the last minute.

const HISTORY_MS = 60_000
const RATE_OVER_MS = 1_000

/** @type {View[]} */
let past = []

/** @param {View} view */
const showFigures = (view) => {
  // Another run of the server counts from 0.
  if (view.totals.opened < (past.at(-1)?.totals.opened ?? 0)) past = []
  past = [...past.filter(({ atMs }) => view.atMs - atMs <= HISTORY_MS), { ...view, rows: [], watched: null }]
  const { queue, totals } = view
  figure('sessions', whole.format(view.sessions), (one) => one.sessions)
  for (const name of /** @type {const} */ (['heard', 'said', 'opened']))
    figure(name, worded('perSecond', rounded.format(rateOf(name, past.length - 1))), (_, index) =>
      rateOf(name, index),
    )
  for (const name of /** @type {const} */ (['heardBytes', 'saidBytes']))
    figure(name, worded('perSecond', bytesText(rateOf(name, past.length - 1))), (_, index) =>
      rateOf(name, index),
    )
  figure('refused', whole.format(totals.refused), (one) => one.totals.refused)
  figure('queue', queue.bytes === 0 ? '0' : bytesText(queue.bytes), (one) => one.queue.bytes)
  figure(
    'paused',
    worded('ofSessions', whole.format(queue.paused), whole.format(view.sessions)),
    (one) => one.queue.paused,
  )
}

/**
 * How much a total grew in the second before a view, by its index.
 * @param {Total} name
 * @param {number} index
 */
const rateOf = (name, index) => {
  const now = past[index]
  if (now === undefined) return 0
  let start = index
  while (start > 0 && now.atMs - (past[start]?.atMs ?? 0) < RATE_OVER_MS) start -= 1
  const before = past[start] ?? now
  const grown = now.totals[name] - before.totals[name]
  return now.atMs === before.atMs ? 0 : (grown * 1000) / (now.atMs - before.atMs)
}

/**
 * @param {string} id
 * @param {string} text
 * @param {(view: View, index: number) => number} measure
 */
const figure = (id, text, measure) => {
  const box = find(`figure-${id}`, HTMLElement)
  const value = box.querySelector('.value')
  if (value !== null) tell(value, text)
  const last = past.at(-1)?.atMs ?? 0
  const values = past.map(measure)
  const top = Math.max(1, ...values)
  const points = values.map((one, index) => {
    const x = 60 - (last - (past[index]?.atMs ?? 0)) / 1000
    return `${x.toFixed(1)},${(19 - (18 * one) / top).toFixed(1)}`
  })
  box.querySelector('polyline')?.setAttribute('points', points.join(' '))
}
