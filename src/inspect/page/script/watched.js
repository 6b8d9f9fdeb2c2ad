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
    (name ?? address) + (name === null && port !== 0 ? `:${port}` : ''),
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
  const ids = (id === 0 ? '' : ` #${id}`) + (re === 0 ? '' : ` ↳ #${re}`)
  const what = made('span', 'what', '')
  what.append(made('code', 'type', type), ids)
  const size = made('span', 'size', bytesText(bytes))
  const said = made('span', 'contents', contents ?? worded('undecoded'))
  said.classList.toggle('aside', contents === null)
  item.append(at, arrow, what, said, size)
  return item
}

find('unwatch', HTMLButtonElement).addEventListener('click', () => want({ watch: '' }))
