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
  link.href = `refused/${number}`
  link.target = '_blank'
  link.rel = 'noopener'
  link.title = session
  link.append(make('code', code))
  link.setAttribute('aria-label', worded('step', code))
  const refusedBy = by === 'them' ? `${worded('refusedBy', worded(by))}: ` : ''
  item.append(
    made('span', 'at', clockTime.format(atMs)),
    link,
    made('span', 'who', name === null ? address : `${name}, ${address}`),
    made('span', 'detail', refusedBy + detail),
  )
  return item
}
