/** Where somebody waits until the test lets them through, one after the other. */
export class Gate<A> {
  private readonly waiting: { resolve(value: A): void; reject(error: Error): void }[] = []
  private readonly given: (() => Promise<A>)[] = []
  private always: (() => Promise<A>) | null = null

  /** Waits for what is given; at once where it was given before. */
  readonly wait = (): Promise<A> => {
    const before = this.given.shift() ?? this.always
    if (before !== null) return before()
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject })
    })
  }

  give(value: A): void {
    const next = this.waiting.shift()
    if (next === undefined) this.given.push(() => Promise.resolve(value))
    else next.resolve(value)
  }

  /** Gives the same to everybody from now on. */
  open(value: A): void {
    this.always = () => Promise.resolve(value)
    for (const { resolve } of this.waiting.splice(0)) resolve(value)
  }

  fail(): void {
    const error = new Error('made up')
    const next = this.waiting.shift()
    if (next === undefined) this.given.push(() => Promise.reject(error))
    else next.reject(error)
  }
}

const MAX_TICKS = 100
const LONGEST_MS = 5_000

/** Lets promises settle, and then the event loop turn, until it is so. */
export const turnUntil = async (what: () => string, itIsSo: () => boolean): Promise<void> => {
  for (let tick = 0; tick < MAX_TICKS && !itIsSo(); tick++) await null
  const beganMs = performance.now()
  while (!itIsSo()) {
    if (performance.now() - beganMs > LONGEST_MS) throw new Error(`not within ${LONGEST_MS} ms: ${what()}`)
    await new Promise(setImmediate)
  }
}
