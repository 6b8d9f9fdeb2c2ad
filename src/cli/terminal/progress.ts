import type { Clock, Log, Timer } from '../../index.ts'
import { systemClock } from '../../transport/index.ts'
import { logInFrontOf } from './log-in-front.ts'

/** Shorter waits are not told of. */
const AFTER_MS = 1_000

/** A terminal on which a line can be taken back. */
export interface ProgressScreen {
  readonly columns: number
  write(text: string): unknown
}

/**
 * Names what is waited for, in one line below everything else, once that takes longer than a second. It is gone when the wait
 * is over, and while somebody else prints or asks. Off a terminal there is none.
 */
export class Progress {
  private readonly screen: ProgressScreen | null
  private readonly clock: Clock
  private text: string | null = null
  private timer: Timer | null = null
  private isShown = false
  private isPaused = false

  constructor(screen: ProgressScreen | null, clock: Clock) {
    this.screen = screen
    this.clock = clock
  }

  /** Something is waited for from now on; the text is one printable row, without wide characters. */
  begin(text: string): void {
    this.hide()
    this.text = text
    this.show()
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.hide()
    this.text = null
  }

  /** Nothing is shown before `resume`: a question is open. */
  pause(): void {
    this.hide()
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
    this.show()
  }

  /** A log whose lines stand above. */
  above<Event>(log: Log<Event>): Log<Event> {
    return logInFrontOf(log, (event) => {
      this.hide()
      log.write(event)
      this.show()
    })
  }

  private show(): void {
    const { screen, text } = this
    if (screen === null || text === null || this.isPaused) return
    this.timer = this.clock.setTimer(AFTER_MS, () => {
      this.timer = null
      this.isShown = true
      // Over whatever was typed there meanwhile: it stays one row.
      screen.write(`\r${text.slice(0, Math.max(screen.columns - 1, 0))}\u001b[K`)
    })
  }

  private hide(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer)
    this.timer = null
    if (this.isShown) this.screen?.write('\r\u001b[K')
    this.isShown = false
  }
}

/** Progress on stderr, if that is a terminal. The line does not outlive the process. */
export const openProgress = (): Progress => {
  const { stderr, env } = process
  const progress = new Progress(stderr.isTTY && env.TERM !== 'dumb' ? stderr : null, systemClock)
  process.once('exit', () => progress.end())
  return progress
}
