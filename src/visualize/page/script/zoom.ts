/** Makes charts larger and smaller, shows them whole, and finds states in them. */
export const zoom = `const ZOOM_STEP = 1.25
const MIN_ZOOM = 0.05
const MAX_ZOOM = 4

/** @param {Side} side */
const zoomOf = (side) => {
  const { box } = charts[side]
  const picture = box.querySelector('svg')
  if (picture === null) throw new Error(side)
  const { width, height } = picture.viewBox.baseVal
  let scale = 1
  /** @param {number} wanted */
  const to = (wanted) => {
    // What is in the middle stays there.
    const middle = {
      x: (box.scrollLeft + box.clientWidth / 2) / scale,
      y: (box.scrollTop + box.clientHeight / 2) / scale,
    }
    scale = Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, wanted))
    picture.setAttribute('width', String(width * scale))
    picture.setAttribute('height', String(height * scale))
    box.scrollTo({
      left: middle.x * scale - box.clientWidth / 2,
      top: middle.y * scale - box.clientHeight / 2,
      behavior: 'instant',
    })
  }
  return {
    in: () => to(scale * ZOOM_STEP),
    out: () => to(scale / ZOOM_STEP),
    fit: () => to(Math.min(1, box.clientWidth / width, box.clientHeight / height)),
    whole: () => to(1),
  }
}

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

for (const side of sides) {
  const zooms = Object.entries(zoomOf(side))
  for (const [name, zoom] of zooms) find(side + '-' + name, HTMLButtonElement).addEventListener('click', zoom)
  find(side + '-zoom', HTMLElement).hidden = false
}
const wanted = find('search', HTMLInputElement)
wanted.addEventListener('input', () => search(wanted.value))
find('searching', HTMLElement).hidden = false
`
