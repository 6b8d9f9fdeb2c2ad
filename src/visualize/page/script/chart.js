// One chart of the page: its states, and where their outlines are.

/** @typedef {'client' | 'server'} Side */

/** @param {Side} side */
const chartOf = (side) => {
  const box = find(`${side}-chart`, HTMLElement)
  const states = [...box.querySelectorAll('[data-state]')].filter((each) => each instanceof SVGGElement)
  return { box, states }
}

/** @param {SVGGElement} state */
const outlineOf = (state) => {
  const outline = state.querySelector('rect')
  return outline instanceof SVGGraphicsElement ? outline : state
}
