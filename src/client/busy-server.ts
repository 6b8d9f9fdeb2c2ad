import type { Denied } from '../../protocol/base/messages.ts'
import type { Clock } from '../transport/index.ts'

/** One wait, however long the server asks for. */
const MAX_WAIT_MS = 30_000

/** From the first denial on; then whoever connects is told. */
const MAX_IN_ALL_MS = 60_000

/** Waits for a server that is too busy to check a proof, so that the same one can be sent again. */
export class BusyServer {
  private readonly clock: Clock
  private readonly random: () => number
  private sinceMs: number | null = null

  constructor({ clock, random }: { readonly clock: Clock; readonly random: () => number }) {
    this.clock = clock
    this.random = random
  }

  /** A new connection: nothing was waited for yet. */
  forget(): void {
    this.sinceMs = null
  }

  /**
   * Resolves with true after as long as the server asks for and up to half of that more, so that not all come back at
   * once; or as soon as it is unwanted. Resolves with false, at once, if the denial is none of these, or it took too long.
   */
  async wait(denied: Denied, unwanted: AbortSignal): Promise<boolean> {
    const { reason, retryAfterMs, attemptsLeft } = denied
    if (reason !== 'UNAVAILABLE' || retryAfterMs === 0 || attemptsLeft === 0) return false
    const nowMs = this.clock.now()
    this.sinceMs ??= nowMs
    if (nowMs - this.sinceMs >= MAX_IN_ALL_MS) return false
    const withinMs = Math.round(Math.min(retryAfterMs, MAX_WAIT_MS) * (1 + this.random() / 2))
    await new Promise<void>((resolve) => {
      const over = (): void => {
        this.clock.clearTimer(timer)
        unwanted.removeEventListener('abort', over)
        resolve()
      }
      const timer = this.clock.setTimer(withinMs, over)
      unwanted.addEventListener('abort', over)
    })
    return true
  }
}
