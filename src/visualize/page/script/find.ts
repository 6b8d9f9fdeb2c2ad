/** Elements of the page by id and kind, and its words, which have these names. */
export const find = (names: readonly string[]): string => `/**
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

/** @type {Readonly<Record<${names.map((name) => `'${name}'`).join(' | ')}, string>>} */
const words = JSON.parse(find('words', HTMLScriptElement).text)

/**
 * A phrase of the page with something at each #.
 * @param {keyof typeof words} phrase
 * @param {readonly (string | number)[]} values
 */
const worded = (phrase, ...values) => {
  let next = 0
  return words[phrase].replace(/#/g, () => String(values[next++]))
}

const calm = matchMedia('(prefers-reduced-motion: reduce)')
`
