// Finds states in the charts.

/** Marks the states whose place or state has a text in it, and shows the first of each chart. */
const search = (/** @type {string} */ wanted) => {
  const text = wanted.trim().toLowerCase()
  let count = 0
  for (const side of sides) {
    const { box, states } = charts[side]
    const isFound = (/** @type {SVGGElement} */ each) =>
      text !== '' &&
      [each.dataset.place, each.dataset.state].some((name) => name?.toLowerCase().includes(text))
    const found = states.filter(isFound)
    for (const state of states) state.classList.toggle('found', found.includes(state))
    count += found.length
    if (found[0] !== undefined) bringIntoView(box, found[0])
  }
  find('found', HTMLElement).textContent = text === '' ? '' : worded('found', count)
}

for (const side of sides) offerZoom(side, charts[side].box)
const wanted = find('search', HTMLInputElement)
wanted.addEventListener('input', () => search(wanted.value))
find('searching', HTMLElement).hidden = false
