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
