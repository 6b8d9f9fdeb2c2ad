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
