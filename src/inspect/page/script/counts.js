// The sessions on the drawn machine: how many are in each state, and a dot for those that go from one to another.

const server = chartOf('server')

/** The place that shows the count of a state: the first, where several stand for it. */
const placeOf = new Map([...server.states].reverse().map((each) => [each.dataset.state ?? '', each]))

/** @param {string} name */
const svg = (name) => document.createElementNS('http://www.w3.org/2000/svg', name)

/** @param {SVGGElement} state */
const badgeOf = (state) => {
  const known = state.querySelector(':scope > .badge-count')
  if (known !== null) return known
  const { x, y, width } = outlineOf(state).getBBox()
  const badge = svg('g')
  badge.setAttribute('class', 'badge-count')
  badge.setAttribute('transform', `translate(${x + width} ${y})`)
  badge.setAttribute('aria-hidden', 'true')
  badge.append(svg('rect'), svg('text'))
  state.append(badge)
  return badge
}

/** @param {View} view */
const showCounts = ({ inState }) => {
  for (const [name, state] of placeOf) {
    const count = inState[name] ?? 0
    const text = count === 0 ? '' : whole.format(count)
    state.classList.toggle('occupied', count > 0)
    state.setAttribute('aria-label', worded('showState', name, whole.format(count)))
    const badge = badgeOf(state)
    const [box, label] = badge.children
    if (box === undefined || label === undefined || label.textContent === text) continue
    const width = 22 + 12 * text.length
    box.setAttribute('width', String(width))
    box.setAttribute('height', '32')
    box.setAttribute('x', '-12')
    box.setAttribute('y', '-16')
    box.setAttribute('rx', '16')
    label.setAttribute('x', String(width / 2 - 12))
    label.setAttribute('y', '8')
    label.textContent = text
    badge.classList.toggle('empty', count === 0)
  }
}

// More dots at once tell nobody more.
const MAX_DOTS = 32
const DOT_MS = 600

/** @type {Set<{ readonly dot: SVGElement, readonly line: SVGPathElement, readonly length: number, readonly startMs: number }>} */
const dots = new Set()

/** The arrows of the chart by the states that they lead from and to. */
const lines = new Map(
  [...server.box.querySelectorAll('.edge[data-from]')].flatMap((edge) => {
    const line = edge.querySelector('.line')
    const stateAt = (/** @type {string | undefined} */ place) =>
      server.states.find((each) => each.dataset.place === place)?.dataset.state
    return edge instanceof SVGGElement && line instanceof SVGPathElement
      ? [[`${stateAt(edge.dataset.from)} ${stateAt(edge.dataset.to)}`, line]]
      : []
  }),
)

/** @param {View} view */
const showMoves = ({ moves }) => {
  if (calm.matches || document.hidden) return
  const isStill = dots.size === 0
  for (const [from, to, count] of moves) {
    const line = lines.get(`${from} ${to}`)
    if (line === undefined || dots.size >= MAX_DOTS) continue
    const dot = svg('circle')
    dot.setAttribute('class', 'move')
    dot.setAttribute('r', String(5 + Math.min(5, Math.log2(count))))
    line.parentNode?.append(dot)
    dots.add({ dot, line, length: line.getTotalLength(), startMs: performance.now() })
  }
  if (isStill && dots.size > 0) requestAnimationFrame(moveDots)
}

/** @param {number} nowMs */
const moveDots = (nowMs) => {
  for (const one of dots) {
    const done = Math.max(0, (nowMs - one.startMs) / DOT_MS)
    if (done >= 1) {
      one.dot.remove()
      dots.delete(one)
      continue
    }
    const { x, y } = one.line.getPointAtLength(one.length * done)
    one.dot.setAttribute('cx', String(x))
    one.dot.setAttribute('cy', String(y))
  }
  if (dots.size > 0) requestAnimationFrame(moveDots)
}

for (const state of server.states) {
  const name = state.dataset.state ?? ''
  if (name === 'offline') continue
  const choose = () => want({ state: wanted.state === name ? '' : name })
  state.setAttribute('role', 'button')
  state.setAttribute('tabindex', '0')
  state.addEventListener('click', choose)
  state.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    choose()
  })
}
const zooms = offerZoom('server', server.box)
zooms.fit()
