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
  if (addressAt !== undefined) tell(addressAt, address + (port === 0 ? '' : `:${port}`))
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
