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
