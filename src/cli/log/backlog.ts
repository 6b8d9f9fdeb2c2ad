/** How much is kept while nothing can be written. */
export interface BacklogLimits {
  readonly lines: number
  readonly bytes: number
}

const DEFAULT_LIMITS: BacklogLimits = { lines: 4_096, bytes: 1024 * 1024 }

/** Limit on one write. */
const BATCH_BYTES = 64 * 1024

/**
 * The newest lines, while they cannot be written. A line of which a part was written is never dropped: its rest must
 * follow, or it would be no line.
 */
export class Backlog {
  /** How many were dropped since the log last said so. */
  lost = 0
  /** How many bytes of the first line are written. */
  private begun = 0
  private bytes = 0
  /** The line that stands in the batch for those that were lost. */
  private announcement: Buffer | null = null
  private readonly lines: Buffer[] = []
  private readonly limits: BacklogLimits
  private readonly lostLine: (lines: number) => string

  /** `lostLine` is the line that says how many were lost. */
  constructor(lostLine: (lines: number) => string, limits: BacklogLimits = DEFAULT_LIMITS) {
    this.lostLine = lostLine
    this.limits = limits
  }

  get size(): number {
    return this.lines.length
  }

  get isEmpty(): boolean {
    return this.lines.length === 0 && this.lost === 0
  }

  /** Whether what is written next goes on in the middle of a line. */
  get isTorn(): boolean {
    return this.begun > 0
  }

  /** Keeps a line. */
  push(line: Buffer): void {
    this.lines.push(line)
    this.bytes += line.length
    const { limits } = this
    while (this.lines.length > limits.lines || this.bytes > limits.bytes) if (!this.dropOldest()) return
  }

  /** The first line is written up to here; 0: it is to be written again from its start. */
  tearFirst(writtenBytes: number): void {
    this.begun = writtenBytes
  }

  /** The next bytes to write: whole lines, but for the rest of a torn one. */
  batch(): Buffer {
    const pieces: Buffer[] = []
    let bytes = 0
    for (const line of this.lines) {
      if (bytes > BATCH_BYTES) break
      pieces.push(line)
      bytes += line.length
    }
    this.announcement = this.lost === 0 ? null : Buffer.from(this.lostLine(this.lost))
    if (this.announcement !== null) pieces.splice(this.isTorn ? 1 : 0, 0, this.announcement)
    return Buffer.concat(pieces).subarray(this.begun)
  }

  /** Takes note of how many bytes of the batch were written. */
  written(bytes: number): void {
    let left = bytes
    if (this.isTorn) left = this.writtenOfFirst(left)
    if (left > 0 && this.announcement !== null) {
      this.lines.unshift(this.announcement)
      this.bytes += this.announcement.length
      this.lost = 0
    }
    while (left > 0) left = this.writtenOfFirst(left)
  }

  /** Takes off the first line what was written of it; returns how much was written beyond it. */
  private writtenOfFirst(bytes: number): number {
    const first = this.lines[0]
    if (first === undefined) return 0
    const rest = first.length - this.begun
    if (bytes < rest) {
      this.begun += bytes
      return 0
    }
    this.lines.shift()
    this.bytes -= first.length
    this.begun = 0
    return bytes - rest
  }

  private dropOldest(): boolean {
    const [dropped] = this.lines.splice(this.isTorn ? 1 : 0, 1)
    if (dropped === undefined) return false
    this.bytes -= dropped.length
    this.lost += 1
    return true
  }
}
