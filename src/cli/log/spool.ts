import type { Clock, Timer } from '../../index.ts'
import { Backlog, type BacklogLimits } from './backlog.ts'

/** A place that lines are written to. It may fail at any time, and be opened again. */
export interface Destination {
  /** Opens it, or throws what the system says. Returns whether it goes on where the last write ended. */
  open(): boolean
  /** Writes, or throws what the system says; returns how many bytes were taken. `within`: in the middle of a line. */
  write(bytes: Buffer, within: boolean): number
  close(): void
}

/** Parts of a spool. */
export interface SpoolOptions {
  readonly clock: Clock
  /** Calls back later: soon, and not at once. */
  readonly later: (callback: () => void) => void
  /** The line that says how many were lost. */
  readonly lostLine: (lines: number) => string
  /** Told when lines cannot be written, at most once a minute; so many are kept. */
  readonly onStuck: (code: string, lines: number) => void
  readonly limits?: BacklogLimits
}

/** Room for gathered lines. */
const GATHERED_BYTES = 64 * 1024
/** Of a UTF-16 unit in UTF-8. */
const MAX_BYTES_PER_UNIT = 3
const RETRY_AFTER_MS = 1_000
/** A slow reader of a pipe may catch up in a moment. */
const RETRY_FULL_PIPE_AFTER_MS = 20
const COMPLAIN_EVERY_MS = 60_000
const NEWLINE = 0x0a

/**
 * Lines on their way to a destination. Those that may wait are gathered, and written together. While the destination
 * fails, the newest are kept, and tried again; neither blocks anybody, and nothing is thrown.
 */
export class Spool {
  private readonly gathered = Buffer.allocUnsafeSlow(GATHERED_BYTES)
  private gatheredBytes = 0
  private isFlushing = false
  private backlog: Backlog | null = null
  private retrying: Timer | null = null
  private complainedAtMs = Number.NEGATIVE_INFINITY
  private closed = false
  private readonly destination: Destination
  private readonly options: SpoolOptions

  /** The destination is open. */
  constructor(destination: Destination, options: SpoolOptions) {
    this.destination = destination
    this.options = options
  }

  /** Takes a line with its newline. One that may wait is written later, before the next that may not. */
  put(line: string, mayWait: boolean): void {
    if (this.closed) return
    const maxBytes = line.length * MAX_BYTES_PER_UNIT
    if (maxBytes > GATHERED_BYTES - this.gatheredBytes) this.flush()
    if (this.backlog !== null) return this.backlog.push(Buffer.from(line))
    if (maxBytes > GATHERED_BYTES) return this.writeOrKeep(Buffer.from(line))
    this.gatheredBytes += this.gathered.write(line, this.gatheredBytes)
    if (!mayWait) return this.flush()
    if (this.isFlushing) return
    this.isFlushing = true
    this.options.later(() => {
      this.isFlushing = false
      this.flush()
    })
  }

  /** Writes what can be written now; nothing is taken any more. */
  close(): void {
    if (this.closed) return
    this.flush()
    this.closed = true
    const { backlog, retrying, options } = this
    if (retrying !== null) options.clock.clearTimer(retrying)
    if (backlog !== null) {
      const code = this.unload(backlog)
      if (code !== null) options.onStuck(code, backlog.size + backlog.lost)
    }
    this.destination.close()
  }

  private flush(): void {
    if (this.gatheredBytes === 0) return
    const bytes = this.gathered.subarray(0, this.gatheredBytes)
    this.gatheredBytes = 0
    this.writeOrKeep(bytes)
  }

  /** Writes lines; keeps a copy of those that cannot be written now. */
  private writeOrKeep(bytes: Buffer): void {
    let at = 0
    try {
      while (at < bytes.length) at += this.write(bytes.subarray(at), isWithin(bytes, at))
    } catch (error) {
      this.keep(Buffer.from(bytes), at)
      this.stuck(codeOf(error))
    }
  }

  /** Keeps what was not written: from the line on that was torn. */
  private keep(bytes: Buffer, at: number): void {
    const { lostLine, limits } = this.options
    const backlog = new Backlog(lostLine, limits)
    const start = at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1
    backlog.tearFirst(at - start)
    for (let from = start; from < bytes.length; ) {
      const end = bytes.indexOf(NEWLINE, from) + 1
      backlog.push(bytes.subarray(from, end))
      from = end
    }
    this.backlog = backlog
  }

  private stuck(code: string): void {
    const { clock, onStuck } = this.options
    const nowMs = clock.now()
    if (nowMs - this.complainedAtMs >= COMPLAIN_EVERY_MS) {
      this.complainedAtMs = nowMs
      onStuck(code, this.backlog?.size ?? 0)
    }
    const afterMs = code === 'EAGAIN' ? RETRY_FULL_PIPE_AFTER_MS : RETRY_AFTER_MS
    this.retrying = clock.setTimer(afterMs, () => this.retry())
  }

  private retry(): void {
    const { backlog } = this
    if (backlog === null) return
    const code = this.unload(backlog)
    if (code !== null) return this.stuck(code)
    this.backlog = this.retrying = null
  }

  /** Writes all that was kept. Returns the code of what stands in the way, or null. */
  private unload(backlog: Backlog): string | null {
    try {
      if (!this.destination.open()) backlog.tearFirst(0)
      while (!backlog.isEmpty) backlog.written(this.write(backlog.batch(), backlog.isTorn))
      return null
    } catch (error) {
      return codeOf(error)
    }
  }

  private write(bytes: Buffer, within: boolean): number {
    const written = this.destination.write(bytes, within)
    if (written === 0) throw Object.assign(new Error('Nothing was written.'), { code: 'EIO' })
    return written
  }
}

const isWithin = (bytes: Buffer, at: number): boolean => at > 0 && bytes[at - 1] !== NEWLINE

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
