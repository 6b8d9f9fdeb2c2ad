// Generated from src/visualize/page/script by npm run codegen. Do not edit.

/** The script of the page as text, so that it is the same bytes from the sources and from the built program. */
export const script = `// Elements of the page by id and kind, and new ones.

/**
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} kind
 */
const find = (id, kind) => {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(id)
  return element
}

/**
 * An element with a text in it; a text is never markup.
 * @param {string} name
 * @param {string} text
 */
const make = (name, text) => {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

// The page's own words.

/** @type {import('../i18n/script-words.ts').ScriptWords} */
const words = JSON.parse(find('words', HTMLScriptElement).text)

// The page's words with something put into them.

/**
 * A phrase of the page with something at each #.
 * @param {keyof typeof words} phrase
 * @param {readonly (string | number)[]} values
 */
const worded = (phrase, ...values) => {
  let next = 0
  return words[phrase].replace(/#/g, () => String(values[next++]))
}

// Whether the reader wants nothing to move.

const calm = matchMedia('(prefers-reduced-motion: reduce)')

// One chart of the page: its states, and where their outlines are.

/** @typedef {'client' | 'server'} Side */

/** @param {Side} side */
const chartOf = (side) => {
  const box = find(\`\${side}-chart\`, HTMLElement)
  const states = [...box.querySelectorAll('[data-state]')].filter((each) => each instanceof SVGGElement)
  return { box, states }
}

/** @param {SVGGElement} state */
const outlineOf = (state) => {
  const outline = state.querySelector('rect')
  return outline instanceof SVGGraphicsElement ? outline : state
}

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
  pointer.setAttribute('d', \`M\${x - 12} \${middle - 8}l14 8l-14 8z\`)
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
    find(\`\${side}-\${name}\`, HTMLButtonElement).addEventListener('click', zoom)
  find(\`\${side}-zoom\`, HTMLElement).hidden = false
  return zooms
}

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

// The panel about one state: what its row of the table says.

const panel = find('panel', HTMLDialogElement)
const rows = new Map(
  [...document.querySelectorAll('tr[data-row]')]
    .filter((row) => row instanceof HTMLTableRowElement)
    .map((row) => [row.dataset.row ?? '', row]),
)

/** @type {string | null} */
let asked = null
/** @type {Element | null} */
let asker = null

/**
 * @param {string} state
 * @param {Element | null} by
 */
const ask = (state, by) => {
  const row = rows.get(state)
  if (row === undefined) return
  const [head, ...facts] = row.cells
  asked = state
  asker = by ?? asker
  find('panel-title', HTMLElement).textContent = state
  find('panel-about', HTMLElement).textContent = head?.querySelector('p')?.textContent ?? ''
  find('panel-facts', HTMLElement).replaceChildren(
    ...facts.flatMap((fact) => {
      const said = document.createElement('dd')
      said.append(...[...fact.childNodes].map((node) => node.cloneNode(true)))
      return [make('dt', fact.dataset.label ?? ''), said]
    }),
  )
  mark()
  if (!panel.open) panel.show()
  writeAddress()
}

const dismiss = () => {
  if (!panel.open) return
  panel.close()
  asked = null
  mark()
  writeAddress()
  if (asker instanceof HTMLElement || asker instanceof SVGElement) asker.focus()
  asker = null
}

const mark = () => {
  for (const side of sides)
    for (const state of charts[side].states) state.classList.toggle('asked', state.dataset.state === asked)
}

for (const side of sides)
  for (const state of charts[side].states) {
    const name = state.dataset.state ?? ''
    if (!rows.has(name)) continue
    state.setAttribute('role', 'button')
    state.setAttribute('tabindex', '0')
    state.setAttribute('aria-haspopup', 'dialog')
    state.setAttribute('aria-label', worded('whatMayBeSaid', name))
    state.addEventListener('click', () => ask(name, state))
    state.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      ask(name, state)
    })
  }

find('hint', HTMLElement).hidden = false
find('close', HTMLButtonElement).addEventListener('click', dismiss)
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') dismiss()
})
addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#state="]') : null
  if (!(link instanceof HTMLAnchorElement)) return
  event.preventDefault()
  ask(link.hash.slice('#state='.length), panel.contains(link) ? null : link)
})

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
  const from = { transform: \`translate(\${left}px, \${top}px)\`, opacity }
  chip.animate([from, { transform: 'none', opacity: 1 }], { duration: 240, easing: 'ease-out' })
}

// The page's address says what it shows: \`#story=0&moment=3&state=auth.prove\`.

/** @returns {URLSearchParams} */
const readAddress = () => new URLSearchParams(location.hash.slice(1))

/** A count in the address; 0 when it is none. */
const numberIn = (/** @type {string | null} */ text) => (/^[0-9]{1,6}$/.test(text ?? '') ? Number(text) : 0)

/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing
let known = location.hash

// Browsers refuse an address that changes many times a second, as it would under the slider. One that the reader has
// changed meanwhile stays.
const writeAddress = () => {
  clearTimeout(writing)
  writing = setTimeout(() => {
    if (location.hash !== known) return
    const parts = [
      ...(stories.length === 0 ? [] : [\`story=\${storyIndex}\`, \`moment=\${momentIndex}\`]),
      ...(asked === null ? [] : [\`state=\${asked}\`]),
    ]
    history.replaceState(null, '', \`#\${parts.join('&')}\`)
    known = location.hash
  }, 150)
}

const followAddress = () => {
  known = location.hash
  const said = readAddress()
  if (said.has('story') || said.has('moment')) {
    if (said.has('story')) choose(numberIn(said.get('story')))
    go(numberIn(said.get('moment')))
  }
  const state = said.get('state')
  if (state !== null) ask(state, null)
}

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
  place.className = \`at \${side}\`
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
    arrow.className = \`arrow \${way}\`
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
  const message = /^recv\\.(.*)$/.exec(event)?.[1]
  return [...charts[side].box.querySelectorAll('.edge')].find(
    (edge) =>
      edge instanceof SVGGElement &&
      edge.dataset.from === before[side].place &&
      edge.dataset.to === last[side].place &&
      (edge.dataset.event?.split(' ').includes(event) ||
        (message !== undefined && edge.dataset.message?.split(' ').includes(message))),
  )
}

// Steps through the stories; the last part, which starts the page.

/** @typedef {import('../../../verify/trace.ts').TraceStep} Moment */

/** @type {readonly import('../../../verify/trace.ts').Trace[]} */
const stories = JSON.parse(find('stories', HTMLScriptElement).text)
let storyIndex = 0
let momentIndex = 0

const momentsNow = () => stories[storyIndex]?.moments ?? []

/** @param {number} index */
const choose = (index) => {
  if (stories.length === 0) return
  storyIndex = Math.min(index, stories.length - 1)
  momentIndex = 0
  find('story', HTMLSelectElement).value = String(storyIndex)
  find('moment', HTMLInputElement).max = String(Math.max(0, momentsNow().length - 1))
  drawSequence()
  show(false)
}

/** @param {number} index */
const go = (index) => {
  const last = momentsNow().length - 1
  const to = Math.max(0, Math.min(index, last))
  if (to === momentIndex) return
  const isForward = to === momentIndex + 1
  momentIndex = to
  show(isForward)
  writeAddress()
}

/** @param {boolean} isForward */
const show = (isForward) => {
  const moment = momentsNow()[momentIndex]
  if (moment === undefined) return
  const last = momentsNow().length - 1
  find('text', HTMLElement).textContent = moment.text
  const count = worded('ofAll', momentIndex + 1, last + 1)
  find('count', HTMLElement).textContent = count
  const slider = find('moment', HTMLInputElement)
  slider.value = String(momentIndex)
  slider.setAttribute('aria-valuetext', count)
  for (const side of sides) {
    const { state, place } = moment[side]
    find(\`\${side}-state\`, HTMLElement).textContent = state
    find(\`\${side}-place\`, HTMLElement).textContent = place === null || place === state ? '' : place
    stand(side, moment[side])
  }
  fill(find('to-server', HTMLElement), moment.toServer, isForward)
  fill(find('to-client', HTMLElement), moment.toClient, isForward)
  followSequence()
  // A button that is really disabled would drop the focus.
  for (const id of ['first', 'back']) find(id, HTMLElement).ariaDisabled = String(momentIndex === 0)
  for (const id of ['next', 'last']) find(id, HTMLElement).ariaDisabled = String(momentIndex === last)
}

/** @type {Readonly<Record<string, () => void>>} */
const steps = {
  first: () => go(0),
  back: () => go(momentIndex - 1),
  next: () => go(momentIndex + 1),
  last: () => go(momentsNow().length - 1),
}

/** @type {ReadonlyMap<string, string>} */
const keys = new Map([
  ['Home', 'first'],
  ['ArrowLeft', 'back'],
  ['ArrowRight', 'next'],
  ['End', 'last'],
])

/** Whether an element needs the keys for itself: the slider, the choice, and a chart that is being scrolled. */
const needsKeys = (/** @type {EventTarget | null} */ target) =>
  target instanceof Element && target.matches('select, input, .chart')

if (stories.length > 0) {
  for (const [id, step] of Object.entries(steps)) find(id, HTMLButtonElement).addEventListener('click', step)
  const slider = find('moment', HTMLInputElement)
  slider.addEventListener('input', () => go(Number(slider.value)))
  const choice = find('story', HTMLSelectElement)
  choice.addEventListener('change', () => {
    choose(Number(choice.value))
    writeAddress()
  })
  addEventListener('keydown', (event) => {
    const step = keys.get(event.key)
    if (step === undefined || needsKeys(event.target)) return
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    steps[step]?.()
  })
  find('player', HTMLElement).hidden = false
  choose(0)
}
addEventListener('hashchange', followAddress)
followAddress()
`
