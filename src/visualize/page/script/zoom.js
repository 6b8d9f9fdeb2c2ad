// Makes charts larger and smaller, and shows them whole.

const ZOOM_STEP = 1.25
const MIN_ZOOM = 0.05
const MAX_ZOOM = 4

/** @param {HTMLElement} box */
const zoomOf = (box) => {
  const picture = box.querySelector('svg')
  if (picture === null) throw new Error(box.id)
  const { width, height } = picture.viewBox.baseVal
  let scale = 1
  /** @param {number} wanted */
  const to = (wanted) => {
    // The point in the middle stays there.
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

/**
 * Brings the buttons of a chart to life.
 * @param {Side} side
 * @param {HTMLElement} box
 */
const offerZoom = (side, box) => {
  const zooms = zoomOf(box)
  for (const [name, zoom] of Object.entries(zooms))
    find(`${side}-${name}`, HTMLButtonElement).addEventListener('click', zoom)
  find(`${side}-zoom`, HTMLElement).hidden = false
  return zooms
}
