// The whole story as a sequence diagram: a row for each moment, and an arrow for each message that is said.

/** @type {HTMLButtonElement[]} */
let rowsOfStory = []

const drawSequence = () => {
  const moments = momentsNow()
  const isFinding = stories[storyIndex]?.rule !== undefined
  rowsOfStory = moments.map((moment, index) => {
    const before = moments[index - 1]
    const row = document.createElement('button')
    row.type = 'button'
    row.append(
      placeIn('client', moment, before),
      ...said('to-server', moment.toServer, before?.toServer ?? []),
      ...said('to-client', moment.toClient, before?.toClient ?? []),
      happened(moment.text),
      placeIn('server', moment, before),
    )
    if (isFinding && index === moments.length - 1) row.classList.add('offence')
    row.addEventListener('click', () => go(index))
    return row
  })
  find('sequence', HTMLElement).replaceChildren(
    ...rowsOfStory.map((row) => {
      const item = document.createElement('li')
      item.append(row)
      return item
    }),
  )
}

/**
 * A side's place, where it is another than before.
 * @param {Side} side
 * @param {Moment} moment
 * @param {Moment | undefined} before
 */
const placeIn = (side, moment, before) => {
  const name = (/** @type {Moment | undefined} */ one) => one?.[side].place ?? one?.[side].state ?? ''
  const place = make('span', name(moment) === name(before) ? '' : name(moment))
  place.className = `at ${side}`
  return place
}

/**
 * The messages that are on their way now, and were not before.
 * @param {string} way
 * @param {readonly string[]} now
 * @param {readonly string[]} before
 */
const said = (way, now, before) => {
  const left = [...before.keys(), before.length].find((from) =>
    before.slice(from).every((message, index) => message === now[index]),
  )
  return now.slice(before.length - (left ?? 0)).map((message) => {
    const arrow = make('span', message)
    arrow.className = `arrow ${way}`
    return arrow
  })
}

/** @param {string} text */
const happened = (text) => {
  const told = make('span', text)
  told.className = 'happened'
  return told
}

/** Marks the row of the moment, and where it is the last of a finding, the arrow that led there. */
const followSequence = () => {
  for (const [index, row] of rowsOfStory.entries()) {
    if (index === momentIndex) row.setAttribute('aria-current', 'step')
    else row.removeAttribute('aria-current')
  }
  const list = find('sequence', HTMLElement)
  const row = rowsOfStory[momentIndex]
  if (row !== undefined) list.scrollTop = row.offsetTop - list.clientHeight / 2
  for (const arrow of document.querySelectorAll('.edge.offence')) arrow.classList.remove('offence')
  const isLast = momentIndex === momentsNow().length - 1
  if (isLast && stories[storyIndex]?.rule !== undefined) arrowOfLast()?.classList.add('offence')
}

/** The arrow in a chart that stands for the last step of the story: from where its side stood, by its event. */
const arrowOfLast = () => {
  const [before, last] = momentsNow().slice(-2)
  const [, by, event] = /^(client|server), ([^:,]+)/.exec(last?.text ?? '') ?? []
  const side = sides.find((one) => one === by)
  if (before === undefined || last === undefined) return undefined
  if (side === undefined || event === undefined) return undefined
  const message = /^recv\.(.*)$/.exec(event)?.[1]
  return [...charts[side].box.querySelectorAll('.edge')].find(
    (edge) =>
      edge instanceof SVGGElement &&
      edge.dataset.from === before[side].place &&
      edge.dataset.to === last[side].place &&
      (edge.dataset.event?.split(' ').includes(event) ||
        (message !== undefined && edge.dataset.message?.split(' ').includes(message))),
  )
}
