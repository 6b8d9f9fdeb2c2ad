// Shows in the charts where each side stands, and lets states be asked about.

/** @typedef {import('../../../verify/trace.ts').SideState} Standing */

/** @type {readonly Side[]} */
const sides = ['client', 'server']

const charts = { client: chartOf('client'), server: chartOf('server') }

/**
 * Where a side stands: at its place, or wherever its machine stands for the contract's state.
 * @param {Side} side
 * @param {Standing} standing
 */
const standingAt = (side, { state, place }) => {
  const { states } = charts[side]
  const here = states.filter((each) => place !== null && each.dataset.place === place)
  return here.length > 0 ? here : states.filter((each) => each.dataset.state === state)
}

/**
 * @param {Side} side
 * @param {Standing} standing
 */
const stand = (side, standing) => {
  const { box, states } = charts[side]
  const here = standingAt(side, standing)
  for (const state of states) {
    const isHere = here.includes(state)
    state.classList.toggle('here', isHere)
    if (isHere) state.setAttribute('aria-current', 'true')
    else state.removeAttribute('aria-current')
    const pointer = state.querySelector(':scope > .pointer')
    if (!isHere) pointer?.remove()
    else if (pointer === null) state.append(pointerAt(state))
  }
  if (here[0] !== undefined) bringIntoView(box, here[0])
}

/**
 * The arrow that points at a state, so that colour is not needed to find it.
 * @param {SVGGElement} state
 */
const pointerAt = (state) => {
  const { x, y, height } = outlineOf(state).getBBox()
  const middle = y + height / 2
  const pointer = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  pointer.setAttribute('class', 'pointer')
  pointer.setAttribute('d', `M${x - 12} ${middle - 8}l14 8l-14 8z`)
  return pointer
}

/**
 * Scrolls a chart's own box, and nothing else, in the directions in which the state is out of sight.
 * @param {HTMLElement} box
 * @param {SVGGElement} state
 */
const bringIntoView = (box, state) => {
  const outer = box.getBoundingClientRect()
  const inner = state.getBoundingClientRect()
  const margin = 24
  const isSeenAcross = inner.left >= outer.left + margin && inner.right <= outer.right - margin
  const isSeenDown = inner.top >= outer.top + margin && inner.bottom <= outer.bottom - margin
  if (isSeenAcross && isSeenDown) return
  box.scrollBy({
    left: isSeenAcross ? 0 : inner.left + inner.width / 2 - outer.left - outer.width / 2,
    top: isSeenDown ? 0 : inner.top + inner.height / 2 - outer.top - outer.height / 2,
    behavior: calm.matches ? 'instant' : 'smooth',
  })
}
