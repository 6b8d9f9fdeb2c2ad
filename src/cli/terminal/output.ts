import { once } from 'node:events'

/** Output may wait for its reader up to this size. */
export const MAX_UNREAD_BYTES = 1024 * 1024

/** The part of a stream that is used. */
export interface Output {
  readonly writableLength: number
  once(event: 'drain', drained: () => void): unknown
}

/**
 * Output whose reader may be slow, or not read at all. What comes while too much waits is left out: nobody waits for it,
 * and nothing grows. Once all that waits has been read, what was left out is told of, in its place.
 */
export class BoundedOutput {
  private readonly output: Output
  private readonly tell: (leftOut: number) => void
  private leftOut = 0

  /** `tell` is called before anything is admitted again. */
  constructor(output: Output, tell: (leftOut: number) => void) {
    this.output = output
    this.tell = tell
  }

  /** Whether something more may be written. If not, it counts as left out. */
  admits(): boolean {
    if (this.leftOut === 0) {
      if (this.output.writableLength <= MAX_UNREAD_BYTES) return true
      this.output.once('drain', () => this.drained())
    }
    this.leftOut += 1
    return false
  }

  private drained(): void {
    const { leftOut } = this
    this.leftOut = 0
    this.tell(leftOut)
  }
}

/**
 * Lets writes to terminals return at once, as those to pipes do. Node makes them wait, so that one that is stopped, or
 * that nobody reads, would stop the whole process. What cannot be written yet is queued by the stream.
 */
export const unblockTerminals = (): void => {
  // Node has no public name for what its streams of libuv have had since version 6; without it terminals block.
  for (const stream of [process.stdout, process.stderr])
    if (stream.isTTY) (stream as { _handle?: Unblockable })._handle?.setBlocking?.(false)
}

interface Unblockable {
  setBlocking?(blocking: boolean): unknown
}

/** Resolves when stdout takes more, or when `signal` says that nobody waits for it; null: it takes more now. */
export const roomOnStdout = (signal: AbortSignal): Promise<void> | null =>
  process.stdout.writableLength > MAX_UNREAD_BYTES && !signal.aborted
    ? once(process.stdout, 'drain', { signal }).then(
        () => {},
        () => {},
      )
    : null

/** Whether the error of an output says that nobody reads it any more: a pipe without a reader, a terminal that is gone. */
export const isUnread = (code: string): boolean =>
  code === 'EPIPE' || (code === 'EIO' && process.stdout.isTTY === true)
