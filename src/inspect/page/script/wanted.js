// The reader's wishes, which the page's address has, too: `#watch=…&state=…&find=…`.

const startAddress = new URLSearchParams(location.hash.slice(1))

const wanted = {
  watch: startAddress.get('watch') ?? '',
  state: startAddress.get('state') ?? '',
  find: startAddress.get('find') ?? '',
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let asking

/**
 * Asks for something else, at once or when nothing was typed for a moment.
 * @param {Partial<typeof wanted>} change
 */
const want = (change, afterMs = 0) => {
  if (change.watch !== undefined && change.watch !== wanted.watch) clearWatched()
  Object.assign(wanted, change)
  tellWanted()
  clearTimeout(asking)
  asking = setTimeout(() => {
    writeAddress()
    connect()
  }, afterMs)
}

/** @param {Readonly<Record<string, string>>} more */
const writeAddress = (more = {}) => {
  const given = Object.entries({ ...wanted, ...more }).filter(([, text]) => text !== '')
  history.replaceState(null, '', `#${new URLSearchParams(given)}`)
}
