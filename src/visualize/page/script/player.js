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
    find(`${side}-state`, HTMLElement).textContent = state
    find(`${side}-place`, HTMLElement).textContent = place === null || place === state ? '' : place
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
