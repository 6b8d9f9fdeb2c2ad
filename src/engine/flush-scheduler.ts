/** Something that is done once at the end of the current turn of the event loop. */
export interface Flushable {
  flush(): void
}

/**
 * Gathers what is to be flushed at the end of the turn, so that a connection is written to once. `defer` calls back
 * after what the turn has to read was read.
 */
export class FlushScheduler {
  private readonly defer: (callback: () => void) => void
  private waiting: Flushable[] = []
  /** Turns so far at whose end something was flushed. */
  count = 0
  private readonly run = (): void => {
    const flushed = this.waiting
    this.waiting = []
    this.count += 1
    for (const one of flushed) one.flush()
  }

  constructor(defer: (callback: () => void) => void = setImmediate) {
    this.defer = defer
  }

  /** Flushes at the end of this turn, once for each time it is asked. */
  flushAtEnd(one: Flushable): void {
    if (this.waiting.push(one) === 1) this.defer(this.run)
  }
}
