// Elements of the page by id and kind, and new ones.

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
