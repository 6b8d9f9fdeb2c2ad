// Generated from src/inspect/page/script by npm run codegen. Do not edit.

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

// The live page's own words.

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

// The shape of a view, and how the page writes numbers, bytes and times.

/**
 * @typedef {import('../../view.ts').View} View
 * @typedef {import('../../view.ts').Row} Row
 * @typedef {import('../../view.ts').ShownFrame} Frame
 * @typedef {import('../../view.ts').Watched} Watched
 * @typedef {import('../../view.ts').RefusedRow} Refused
 * @typedef {keyof View['totals']} Total
 */

/** @type {{ readonly run: string, readonly locale: string, readonly protocol: string }} */
const pageData = JSON.parse(find('page', HTMLScriptElement).text)

const whole = new Intl.NumberFormat(pageData.locale, { maximumFractionDigits: 0 })
const rounded = new Intl.NumberFormat(pageData.locale, { maximumSignificantDigits: 3 })
const clockTime = new Intl.DateTimeFormat(pageData.locale, { timeStyle: 'medium', hourCycle: 'h23' })

const bytesText = (/** @type {number} */ bytes) => {
  if (bytes >= 1048576) return worded('mib', rounded.format(bytes / 1048576))
  if (bytes >= 1024) return worded('kib', rounded.format(bytes / 1024))
  return worded('bytes', whole.format(bytes))
}

const durationText = (/** @type {number} */ ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 120) return worded('seconds', seconds)
  if (seconds < 7200) return worded('minutes', Math.floor(seconds / 60))
  return worded('hours', Math.floor(seconds / 3600))
}

/**
 * Sets a text where it is another one: so nothing is selected or announced anew without need.
 * @param {Element} element
 * @param {string} text
 */
const tell = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}

/**
 * An element of a class, with a text in it.
 * @param {string} name
 * @param {string} kind
 * @param {string} text
 */
const made = (name, kind, text) => {
  const element = make(name, text)
  element.className = kind
  return element
}

// The reader's wishes, which the page's address has, too: \`#watch=…&state=…&find=…\`.

const startAddress = new URLSearchParams(location.hash.slice(1))

const wanted = {
  watch: startAddress.get('watch') ?? '',
  state: startAddress.get('state') ?? '',
  find: startAddress.get('find') ?? '',
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let asking

/**
 * Asks for something else, at once or when nothing was typed for a moment.
 * @param {Partial<typeof wanted>} change
 */
const want = (change, afterMs = 0) => {
  if (change.watch !== undefined && change.watch !== wanted.watch) clearWatched()
  Object.assign(wanted, change)
  tellWanted()
  clearTimeout(asking)
  asking = setTimeout(() => {
    writeAddress()
    connect()
  }, afterMs)
}

/** @param {Readonly<Record<string, string>>} more */
const writeAddress = (more = {}) => {
  const given = Object.entries({ ...wanted, ...more }).filter(([, text]) => text !== '')
  history.replaceState(null, '', \`#\${new URLSearchParams(given)}\`)
}

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
  badge.setAttribute('transform', \`translate(\${x + width} \${y})\`)
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
      ? [[\`\${stateAt(edge.dataset.from)} \${stateAt(edge.dataset.to)}\`, line]]
      : []
  }),
)

/** @param {View} view */
const showMoves = ({ moves }) => {
  if (calm.matches || document.hidden) return
  const isStill = dots.size === 0
  for (const [from, to, count] of moves) {
    const line = lines.get(\`\${from} \${to}\`)
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

// Figures of the server: rates over the last second, and lines of the last minute.

const HISTORY_MS = 60_000
const RATE_OVER_MS = 1_000

/** @type {View[]} */
let past = []

/** @param {View} view */
const showFigures = (view) => {
  // Another run of the server counts from 0.
  if (view.totals.opened < (past.at(-1)?.totals.opened ?? 0)) past = []
  past = [...past.filter(({ atMs }) => view.atMs - atMs <= HISTORY_MS), { ...view, rows: [], watched: null }]
  const { queue, totals } = view
  figure('sessions', whole.format(view.sessions), (one) => one.sessions)
  for (const name of /** @type {const} */ (['heard', 'said', 'opened']))
    figure(name, worded('perSecond', rounded.format(rateOf(name, past.length - 1))), (_, index) =>
      rateOf(name, index),
    )
  for (const name of /** @type {const} */ (['heardBytes', 'saidBytes']))
    figure(name, worded('perSecond', bytesText(rateOf(name, past.length - 1))), (_, index) =>
      rateOf(name, index),
    )
  figure('refused', whole.format(totals.refused), (one) => one.totals.refused)
  figure('queue', queue.bytes === 0 ? '0' : bytesText(queue.bytes), (one) => one.queue.bytes)
  figure(
    'paused',
    worded('ofSessions', whole.format(queue.paused), whole.format(view.sessions)),
    (one) => one.queue.paused,
  )
}

/**
 * How much a total grew in the second before a view, by its index.
 * @param {Total} name
 * @param {number} index
 */
const rateOf = (name, index) => {
  const now = past[index]
  if (now === undefined) return 0
  let start = index
  while (start > 0 && now.atMs - (past[start]?.atMs ?? 0) < RATE_OVER_MS) start -= 1
  const before = past[start] ?? now
  const grown = now.totals[name] - before.totals[name]
  return now.atMs === before.atMs ? 0 : (grown * 1000) / (now.atMs - before.atMs)
}

/**
 * @param {string} id
 * @param {string} text
 * @param {(view: View, index: number) => number} measure
 */
const figure = (id, text, measure) => {
  const box = find(\`figure-\${id}\`, HTMLElement)
  const value = box.querySelector('.value')
  if (value !== null) tell(value, text)
  const last = past.at(-1)?.atMs ?? 0
  const values = past.map(measure)
  const top = Math.max(1, ...values)
  const points = values.map((one, index) => {
    const x = 60 - (last - (past[index]?.atMs ?? 0)) / 1000
    return \`\${x.toFixed(1)},\${(19 - (18 * one) / top).toFixed(1)}\`
  })
  box.querySelector('polyline')?.setAttribute('points', points.join(' '))
}

// The list of sessions, as far as it is sent.

const list = find('rows', HTMLElement)

/** @type {Map<string, { readonly item: HTMLLIElement, readonly button: HTMLButtonElement, readonly parts: readonly HTMLElement[] }>} */
const shown = new Map()

/** @param {View} view */
const showSessions = ({ rows, found, sessions, atMs }) => {
  // Under the pointer nothing moves: it could be pressed right now.
  const isHeld = list.matches(':hover') || list.contains(document.activeElement)
  const present = new Set(rows.map(({ session }) => session))
  for (const [session, { item }] of shown) {
    if (present.has(session)) continue
    if (isHeld && item.matches(':hover, :focus-within')) {
      item.classList.add('gone')
      continue
    }
    item.remove()
    shown.delete(session)
  }
  let before = list.firstElementChild
  for (const row of rows) {
    const known = shown.get(row.session)
    const one = known ?? rowOf(row.session)
    fillRow(one, row, atMs)
    if (known !== undefined && (isHeld || one.item === before)) {
      before = one.item.nextElementSibling
      continue
    }
    if (isHeld) list.append(one.item)
    else list.insertBefore(one.item, before)
  }
  tell(find('found', HTMLElement), worded('ofSessions', whole.format(found), whole.format(sessions)))
  const more = found - rows.length
  const nobody = sessions === 0 ? worded('noSessions') : worded('noneFound', whole.format(sessions))
  tell(
    find('rows-more', HTMLElement),
    found === 0 ? nobody : more > 0 ? worded('more', whole.format(more)) : '',
  )
  reach()
}

/** @param {string} session */
const rowOf = (session) => {
  const item = document.createElement('li')
  const button = document.createElement('button')
  const parts = ['name', 'address', 'state', 'messages', 'age'].map((kind) => made('span', kind, ''))
  button.type = 'button'
  button.tabIndex = -1
  button.title = session
  button.append(...parts)
  button.addEventListener('click', () => want({ watch: wanted.watch === session ? '' : session }))
  item.append(button)
  const one = { item, button, parts }
  shown.set(session, one)
  return one
}

/**
 * @param {{ readonly item: HTMLLIElement, readonly button: HTMLButtonElement, readonly parts: readonly HTMLElement[] }} one
 * @param {Row} row
 * @param {number} atMs
 */
const fillRow = ({ item, button, parts }, row, atMs) => {
  const { name, address, port, state, messages, openedAtMs, isPaused, queuedBytes } = row
  const [nameAt, addressAt, stateAt, messagesAt, ageAt] = parts
  item.classList.remove('gone')
  item.classList.toggle('paused', isPaused || queuedBytes > 0)
  if (nameAt !== undefined) {
    tell(nameAt, name ?? worded('unnamed'))
    nameAt.classList.toggle('aside', name === null)
  }
  if (addressAt !== undefined) tell(addressAt, address + (port === 0 ? '' : \`:\${port}\`))
  if (stateAt !== undefined) tell(stateAt, state)
  if (messagesAt !== undefined) tell(messagesAt, whole.format(messages))
  if (ageAt !== undefined) tell(ageAt, durationText(atMs - openedAtMs))
  button.setAttribute('aria-pressed', String(wanted.watch === row.session))
}

/** One row is reached by Tab: the one that is looked at, else the first. The arrows lead to the others. */
const reach = () => {
  const buttons = [...list.querySelectorAll('button')]
  const focused = buttons.find((each) => each === document.activeElement)
  const pressed = buttons.find((each) => each.getAttribute('aria-pressed') === 'true')
  const reached = focused ?? pressed ?? buttons[0]
  for (const button of buttons) button.tabIndex = button === reached ? 0 : -1
}

/** @type {Readonly<Record<string, (index: number, last: number) => number>>} */
const leaps = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, last) => last,
}

list.addEventListener('keydown', (event) => {
  const leap = leaps[event.key]
  if (leap === undefined) return
  event.preventDefault()
  const buttons = [...list.querySelectorAll('button')]
  const index = buttons.findIndex((each) => each.matches(':focus'))
  buttons[Math.max(0, Math.min(leap(index, buttons.length - 1), buttons.length - 1))]?.focus()
  reach()
})

const finder = find('find', HTMLInputElement)
finder.value = wanted.find
finder.addEventListener('input', () => want({ find: finder.value.trim() }, 200))
finder.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') list.querySelector('button')?.focus()
})
find('every-state', HTMLButtonElement).addEventListener('click', () => want({ state: '' }))

const tellWanted = () => {
  const { state, watch } = wanted
  find('every-state', HTMLElement).hidden = state === ''
  tell(find('only-state', HTMLElement), state === '' ? '' : worded('onlyState', state))
  for (const each of server.states) {
    const isChosen = state !== '' && each.dataset.state === state
    each.classList.toggle('asked', isChosen)
    each.setAttribute('aria-pressed', String(isChosen))
  }
  for (const [session, { button }] of shown) button.setAttribute('aria-pressed', String(session === watch))
  find('watched', HTMLElement).hidden = watch === ''
}

addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  if (event.key === '/' && document.activeElement !== finder) {
    event.preventDefault()
    finder.focus()
    finder.select()
  }
  if (event.key !== 'Escape') return
  if (wanted.watch !== '') want({ watch: '' })
  else if (wanted.find !== '' || wanted.state !== '') {
    finder.value = ''
    want({ find: '', state: '' })
  }
})

// The session that is looked at: its frames as they come, the newest at the bottom.

const MAX_SHOWN_FRAMES = 500
const frameList = find('frames', HTMLElement)

const clearWatched = () => {
  frameList.replaceChildren()
  tell(find('watched-facts', HTMLElement), '')
  tell(find('watched-state', HTMLElement), '')
  tell(find('watched-title', HTMLElement), '')
  find('watched-ending', HTMLElement).hidden = true
}

/** @param {View} view */
const showWatched = ({ watched, atMs }) => {
  if (wanted.watch === '' || watched === null) return
  const ending = find('watched-ending', HTMLElement)
  if (watched === 'gone') {
    tell(find('watched-title', HTMLElement), wanted.watch)
    ending.hidden = false
    return tell(ending, worded('sessionGone'))
  }
  if (watched.session !== wanted.watch) return
  const { name, address, port, state, openedAtMs, heard, said, heardBytes, saidBytes } = watched
  tell(
    find('watched-title', HTMLElement),
    (name ?? address) + (name === null && port !== 0 ? \`:\${port}\` : ''),
  )
  tell(find('watched-state', HTMLElement), watched.ending === null ? state : '')
  const facts = worded(
    'facts',
    ...[state, durationText(atMs - openedAtMs), whole.format(heard), bytesText(heardBytes)],
    ...[whole.format(said), bytesText(saidBytes)],
  )
  const notes = [
    ...(watched.isPaused ? [worded('paused')] : []),
    ...(watched.queuedBytes > 0 ? [worded('queued', bytesText(watched.queuedBytes))] : []),
  ]
  if (watched.ending === null) tell(find('watched-facts', HTMLElement), [facts, ...notes].join(' '))
  ending.hidden = watched.ending === null
  if (watched.ending !== null) tell(ending, endingText(watched.ending))
  addFrames(watched)
}

/** @param {NonNullable<Watched['ending']>} ending */
const endingText = ({ code, by, detail }) => {
  const phrases = /** @type {const} */ ({ us: 'endedByUs', them: 'endedByThem', nobody: 'endedByNobody' })
  return worded(phrases[by], [code, detail].filter((part) => part !== '').join('. '))
}

/** @param {Watched} watched */
const addFrames = ({ frames, skipped }) => {
  if (frames.length === 0 && skipped === 0) return
  const isAtEnd = frameList.scrollTop + frameList.clientHeight >= frameList.scrollHeight - 8
  if (skipped > 0) frameList.append(made('li', 'skipped', worded('skipped', whole.format(skipped))))
  frameList.append(...frames.map(frameItem))
  while (frameList.childElementCount > MAX_SHOWN_FRAMES) frameList.firstElementChild?.remove()
  if (isAtEnd) frameList.scrollTop = frameList.scrollHeight
}

/** @param {Frame} frame */
const frameItem = ({ kind, type, id, re, bytes, atMs, contents }) => {
  const item = document.createElement('li')
  const seconds = (atMs / 1000).toFixed(3)
  const at = made('span', 'at', seconds)
  if (kind === 'lost' || kind === 'deadline') {
    item.className = 'met'
    item.append(at, made('span', 'what', worded(kind)))
    return item
  }
  const isFromClient = kind === 'hears'
  item.className = isFromClient ? 'client' : 'server'
  const arrow = made('span', 'arrow', isFromClient ? '►' : '◄')
  arrow.setAttribute('role', 'img')
  arrow.setAttribute('aria-label', worded(isFromClient ? 'fromClient' : 'fromServer'))
  const ids = (id === 0 ? '' : \` #\${id}\`) + (re === 0 ? '' : \` ↳ #\${re}\`)
  const what = made('span', 'what', '')
  what.append(made('code', 'type', type), ids)
  const size = made('span', 'size', bytesText(bytes))
  const said = made('span', 'contents', contents ?? worded('undecoded'))
  said.classList.toggle('aside', contents === null)
  item.append(at, arrow, what, said, size)
  return item
}

find('unwatch', HTMLButtonElement).addEventListener('click', () => want({ watch: '' }))

// Refusals: how often with which code, and the last sessions, each with a page to step through.

/** @param {View} view */
const showRefusals = ({ refusals }) => {
  if (refusals === undefined) return
  const { codes, last } = refusals
  find('no-refusals', HTMLElement).hidden = codes.length > 0 || last.length > 0
  find('refused', HTMLElement).hidden = codes.length === 0 && last.length === 0
  find('codes', HTMLElement).replaceChildren(
    ...codes.map(({ code, by, count }) => {
      const row = document.createElement('tr')
      const head = make('th', '')
      head.setAttribute('scope', 'row')
      head.append(make('code', code))
      row.append(head, make('td', worded(by)), made('td', 'number', whole.format(count)))
      return row
    }),
  )
  find('last-refused', HTMLElement).replaceChildren(...last.map(refusedItem))
}

/** @param {Refused} refused */
const refusedItem = ({ number, atMs, code, by, detail, session, name, address }) => {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = \`refused/\${number}\`
  link.target = '_blank'
  link.rel = 'noopener'
  link.title = session
  link.append(make('code', code))
  link.setAttribute('aria-label', worded('step', code))
  const refusedBy = by === 'them' ? \`\${worded('refusedBy', worded(by))}: \` : ''
  item.append(
    made('span', 'at', clockTime.format(atMs)),
    link,
    made('span', 'who', name === null ? address : \`\${name}, \${address}\`),
    made('span', 'detail', refusedBy + detail),
  )
  return item
}

// The stream of views; the last part, which starts the page. It connects again by itself, and says so.

const RETRY_MS = 2_000

/** @type {EventSource | undefined} */
let source
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retrying

const connect = () => {
  clearTimeout(retrying)
  source?.close()
  const own = new EventSource(\`events?\${new URLSearchParams(wanted)}\`)
  source = own
  own.addEventListener('hello', ({ data }) => {
    const { run } = JSON.parse(data)
    if (run !== pageData.run) return restart()
    // The views that follow begin anew.
    clearWatched()
    tellLink(true)
  })
  own.addEventListener('message', ({ data }) => {
    if (source === own) show(JSON.parse(data))
  })
  own.addEventListener('error', () => {
    if (source !== own) return
    tellLink(false)
    // A browser gives up by itself where it is told that there is nothing.
    if (own.readyState === EventSource.CLOSED) retrying = setTimeout(connect, RETRY_MS)
  })
}

/** @param {boolean} isConnected */
const tellLink = (isConnected) => {
  const link = find('link', HTMLElement)
  link.className = isConnected ? 'connected' : 'gone'
  tell(link, worded(isConnected ? 'connected' : 'gone'))
}

/** It may be another program now, and another contract: the page is loaded again. */
const restart = () => {
  writeAddress({ watch: '', restarted: String(Date.now()) })
  location.reload()
}

/** @param {View} view */
const show = (view) => {
  showCounts(view)
  showMoves(view)
  showFigures(view)
  showSessions(view)
  showWatched(view)
  showRefusals(view)
}

const restartedAtMs = Number(startAddress.get('restarted') ?? 0)
if (Number.isSafeInteger(restartedAtMs) && restartedAtMs > 0) {
  const notice = find('restarted', HTMLElement)
  tell(notice, worded('restarted', clockTime.format(restartedAtMs)))
  notice.hidden = false
  writeAddress()
}
tellWanted()
connect()
`
