import type { ClientEvent, Log } from '../index.ts'

/** Tells when conversations begin. */
export class Beginnings {
  private waiting: (() => void)[] = []
  private ended: () => void = () => {}

  /** Watches a client's events on their way to a log. */
  watch(log: Log<ClientEvent>): Log<ClientEvent> {
    return {
      data: log.data,
      level: log.level,
      write: (event) => {
        if (event.event === 'ready') for (const resolve of this.waiting.splice(0)) resolve()
        if (event.event === 'disconnected') this.ended()
        log.write(event)
      },
    }
  }

  /** Calls back at each end. */
  tellEnds(tell: () => void): void {
    this.ended = tell
  }

  /** Resolves when the next one begins; that one goes on at the moment says nothing. */
  next(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve))
  }
}
