// The two queues between the sides.

// More than this is told as a number.
const MAX_CHIPS = 12

/**
 * Fills a lane with what is on its way, the oldest first.
 * @param {HTMLElement} lane
 * @param {readonly string[]} queue
 * @param {boolean} isForward whether time goes forward by one step, which can be watched
 */
const fill = (lane, queue, isForward) => {
  const more = queue.length - MAX_CHIPS
  const shown = more > 0 ? [...queue.slice(0, MAX_CHIPS), worded('more', more)] : queue
  const old = [...lane.children]
  const heard = heardOf(old, shown)
  const kept = old.slice(heard)
  const from = kept.map((chip) => chip.getBoundingClientRect())
  for (const chip of old.slice(0, heard)) chip.remove()
  const said = shown.slice(kept.length).map((text) => make('li', text))
  lane.append(...said)
  if (!isForward || calm.matches) return
  for (const [index, chip] of kept.entries()) {
    const was = from[index]
    const is = chip.getBoundingClientRect()
    if (was !== undefined) slide(chip, was.left - is.left, was.top - is.top, 1)
  }
  const isToServer = lane.id === 'to-server'
  for (const chip of said) slide(chip, isToServer ? -48 : 48, 0, 0)
}

/**
 * How many of the oldest have left, so that the rest are still on their way.
 * @param {readonly Element[]} old
 * @param {readonly string[]} now
 */
const heardOf = (old, now) => {
  const isRest = (/** @type {number} */ left) =>
    old.slice(left).every((chip, index) => chip.textContent === now[index])
  return [...old.keys(), old.length].find(isRest) ?? old.length
}

/**
 * @param {Element} chip
 * @param {number} left
 * @param {number} top
 * @param {number} opacity
 */
const slide = (chip, left, top, opacity) => {
  if (left === 0 && top === 0) return
  const from = { transform: `translate(${left}px, ${top}px)`, opacity }
  chip.animate([from, { transform: 'none', opacity: 1 }], { duration: 240, easing: 'ease-out' })
}
