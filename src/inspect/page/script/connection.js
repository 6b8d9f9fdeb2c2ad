// The stream of views; the last part, which starts the page. It connects again by itself, and says so.

const RETRY_MS = 2_000

/** @type {EventSource | undefined} */
let source
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retrying

const connect = () => {
  clearTimeout(retrying)
  source?.close()
  const own = new EventSource(`events?${new URLSearchParams(wanted)}`)
  source = own
  own.addEventListener('hello', ({ data }) => {
    const { run } = JSON.parse(data)
    if (run !== pageData.run) return restart()
    // The views that follow begin anew.
    clearWatched()
    tellLink(true)
  })
  own.addEventListener('message', ({ data }) => {
    if (source === own) show(JSON.parse(data))
  })
  own.addEventListener('error', () => {
    if (source !== own) return
    tellLink(false)
    // A browser gives up by itself where it is told that there is nothing.
    if (own.readyState === EventSource.CLOSED) retrying = setTimeout(connect, RETRY_MS)
  })
}

/** @param {boolean} isConnected */
const tellLink = (isConnected) => {
  const link = find('link', HTMLElement)
  link.className = isConnected ? 'connected' : 'gone'
  tell(link, worded(isConnected ? 'connected' : 'gone'))
}

/** It may be another program now, and another contract: the page is loaded again. */
const restart = () => {
  writeAddress({ watch: '', restarted: String(Date.now()) })
  location.reload()
}

/** @param {View} view */
const show = (view) => {
  showCounts(view)
  showMoves(view)
  showFigures(view)
  showSessions(view)
  showWatched(view)
  showRefusals(view)
}

const restartedAtMs = Number(startAddress.get('restarted') ?? 0)
if (Number.isSafeInteger(restartedAtMs) && restartedAtMs > 0) {
  const notice = find('restarted', HTMLElement)
  tell(notice, worded('restarted', clockTime.format(restartedAtMs)))
  notice.hidden = false
  writeAddress()
}
tellWanted()
connect()
