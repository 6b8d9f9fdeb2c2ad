/** One chart of the page: its states, where their outlines are, and how one comes into view. */
export const chart = `/** @typedef {'client' | 'server'} Side */

/** @param {Side} side */
const chartOf = (side) => {
  const box = find(side + '-chart', HTMLElement)
  const states = [...box.querySelectorAll('[data-state]')].filter((each) => each instanceof SVGGElement)
  return { box, states }
}

/** @param {SVGGElement} state */
const outlineOf = (state) => {
  const outline = state.querySelector('rect')
  return outline instanceof SVGGraphicsElement ? outline : state
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
`
