// The shape of a view, and how the page writes numbers, bytes and times.

/**
 * @typedef {{
 *   readonly session: string
 *   readonly name: string | null
 *   readonly address: string
 *   readonly port: number
 *   readonly state: string
 *   readonly openedAtMs: number
 *   readonly messages: number
 *   readonly queuedBytes: number
 *   readonly isPaused: boolean
 * }} Row
 * @typedef {{
 *   readonly kind: 'hears' | 'says' | 'lost' | 'deadline'
 *   readonly type: string
 *   readonly id: number
 *   readonly re: number
 *   readonly bytes: number
 *   readonly atMs: number
 *   readonly contents: string | null
 * }} Frame
 * @typedef {'us' | 'them' | 'nobody'} Who
 * @typedef {Row & {
 *   readonly heard: number
 *   readonly said: number
 *   readonly heardBytes: number
 *   readonly saidBytes: number
 *   readonly ending: { readonly how: string, readonly code: string, readonly by: Who, readonly detail: string } | null
 *   readonly frames: readonly Frame[]
 *   readonly skipped: number
 * }} Watched
 * @typedef {{
 *   readonly number: number
 *   readonly atMs: number
 *   readonly code: string
 *   readonly by: Who
 *   readonly detail: string
 *   readonly session: string
 *   readonly name: string | null
 *   readonly address: string
 * }} Refused
 * @typedef {{ readonly code: string, readonly by: Who, readonly count: number }} CodeCount
 * @typedef {'opened' | 'heard' | 'said' | 'heardBytes' | 'saidBytes' | 'refused'} Total
 * @typedef {{
 *   readonly atMs: number
 *   readonly sessions: number
 *   readonly inState: Readonly<Record<string, number>>
 *   readonly moves: readonly (readonly [string, string, number])[]
 *   readonly totals: Readonly<Record<Total, number>>
 *   readonly queue: { readonly bytes: number, readonly sessions: number, readonly paused: number }
 *   readonly found: number
 *   readonly rows: readonly Row[]
 *   readonly refusals?: { readonly codes: readonly CodeCount[], readonly last: readonly Refused[] }
 *   readonly watched: Watched | 'gone' | null
 * }} View
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
