import { type Profiler, Session } from 'node:inspector'

/**
 * The code that has run, as V8 counts it: for each function which of its characters. Only what is loaded later is counted. V8 names
 * no block that ran as often as what is around it, so that blocks alone would tell less.
 */
export class Coverage {
  private readonly session = new Session()
  private readonly functions = new Map<string, Uint8Array>()
  private readonly urls: RegExp

  constructor(urls: RegExp) {
    this.urls = urls
    this.session.connect()
    this.session.post('Profiler.enable')
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** How many characters have run. */
  get size(): number {
    let size = 0
    for (const covered of this.functions.values()) for (const one of covered) size += one
    return size
  }

  /** Whether code ran now that had never run before; `isKept` remembers that it has. */
  takeNew(isKept: boolean): boolean {
    let isNew = false
    this.session.post('Profiler.takePreciseCoverage', (_, taken) => {
      for (const { url, functions } of taken.result) {
        if (!this.urls.test(url)) continue
        for (const one of functions) if (this.add(url, one, isKept)) isNew = true
      }
    })
    return isNew
  }

  /** Ranges come the outer ones first. */
  private add(url: string, { ranges }: Profiler.FunctionCoverage, isKept: boolean): boolean {
    const [whole] = ranges
    if (whole === undefined) return false
    const { startOffset, endOffset } = whole
    const now = new Uint8Array(endOffset - startOffset)
    for (const range of ranges)
      now.fill(range.count > 0 ? 1 : 0, range.startOffset - startOffset, range.endOffset - startOffset)
    const key = `${url}:${startOffset}:${endOffset}`
    const before = this.functions.get(key)
    const isNew = now.some((one, at) => one === 1 && before?.[at] !== 1)
    if (isNew && isKept)
      this.functions.set(key, before === undefined ? now : now.map((one, at) => one | (before[at] ?? 0)))
    return isNew
  }
}
