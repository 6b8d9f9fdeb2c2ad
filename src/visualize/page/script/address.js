// The page's address says what it shows: `#story=0&moment=3&state=auth.prove`.

/** @returns {URLSearchParams} */
const readAddress = () => new URLSearchParams(location.hash.slice(1))

/** A count in the address; 0 when it is none. */
const numberIn = (/** @type {string | null} */ text) => (/^[0-9]{1,6}$/.test(text ?? '') ? Number(text) : 0)

/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing
let known = location.hash

// Browsers refuse an address that changes many times a second, as it would under the slider. One that the reader has
// changed meanwhile stays.
const writeAddress = () => {
  clearTimeout(writing)
  writing = setTimeout(() => {
    if (location.hash !== known) return
    const parts = [
      ...(stories.length === 0 ? [] : [`story=${storyIndex}`, `moment=${momentIndex}`]),
      ...(asked === null ? [] : [`state=${asked}`]),
    ]
    history.replaceState(null, '', `#${parts.join('&')}`)
    known = location.hash
  }, 150)
}

const followAddress = () => {
  known = location.hash
  const said = readAddress()
  if (said.has('story') || said.has('moment')) {
    if (said.has('story')) choose(numberIn(said.get('story')))
    go(numberIn(said.get('moment')))
  }
  const state = said.get('state')
  if (state !== null) ask(state, null)
}
