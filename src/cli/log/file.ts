import type { Clock } from '../../index.ts'
import type { Files } from './files.ts'
import type { Destination } from './spool.ts'

/** How large a log gets, and how many older ones are kept: `server.log.1` is the youngest of them. */
export interface RotationLimits {
  readonly bytes: number
  readonly files: number
}

const DEFAULT_LIMITS: RotationLimits = { bytes: 10 * 1024 * 1024, files: 5 }

/** Parts of a log file. */
export interface LogFileOptions {
  readonly files: Files
  readonly clock: Clock
  /** Told when a full file cannot be laid aside, at most once a minute. It grows on, and nothing is lost. */
  readonly onOverlong: (code: string) => void
  readonly limits?: RotationLimits
}

const ROTATE_AGAIN_AFTER_MS = 60_000

/** A file that lines are appended to, and that is laid aside when it is full. */
export class LogFile implements Destination {
  private readonly path: string
  private readonly options: LogFileOptions
  private readonly limits: RotationLimits
  private descriptor: number | null = null
  private size = 0
  private isFile = false
  private identity = ''
  private rotateFromMs = Number.NEGATIVE_INFINITY

  constructor(path: string, options: LogFileOptions) {
    this.path = path
    this.options = options
    this.limits = options.limits ?? DEFAULT_LIMITS
  }

  open(): boolean {
    const { files } = this.options
    this.close()
    this.descriptor = files.open(this.path)
    const { size, isFile, identity } = files.facts(this.descriptor)
    const isSame = identity === this.identity
    this.size = size
    this.isFile = isFile
    this.identity = identity
    return isSame
  }

  write(bytes: Buffer, within: boolean): number {
    if (!within && this.isFull(bytes.length)) this.rotate()
    try {
      const written = this.options.files.write(this.descriptor as number, bytes)
      this.size += written
      return written
    } catch (error) {
      // At once: its number may belong to something else in a moment, and does already if it is not open.
      if ((error as NodeJS.ErrnoException).code === 'EBADF') this.descriptor = null
      this.close()
      throw error
    }
  }

  close(): void {
    const { descriptor } = this
    this.descriptor = null
    if (descriptor === null) return
    try {
      this.options.files.close(descriptor)
    } catch {
      // Its lines were written before; nothing more can be done for it.
    }
  }

  private isFull(more: number): boolean {
    return (
      this.isFile &&
      this.size > 0 &&
      this.size + more > this.limits.bytes &&
      this.options.clock.now() >= this.rotateFromMs
    )
  }

  /** Lays the file aside and opens the next one; throws if there can be none. */
  private rotate(): void {
    const { clock, onOverlong } = this.options
    const code = this.shift()
    if (code === null) {
      this.open()
      return
    }
    this.rotateFromMs = clock.now() + ROTATE_AGAIN_AFTER_MS
    onOverlong(code)
  }

  /**
   * Moves each file one on, up to the first number that is free, the oldest first. Stops at one that stays: only the
   * oldest of all is ever written over, and only for one that follows.
   */
  private shift(): string | null {
    const { files } = this.options
    let free = 1
    while (free < this.limits.files && files.exists(`${this.path}.${free}`)) free += 1
    for (let number = free; number > 0; number--) {
      const from = number === 1 ? this.path : `${this.path}.${number - 1}`
      try {
        files.rename(from, `${this.path}.${number}`)
      } catch (error) {
        const { code = String(error) } = error as NodeJS.ErrnoException
        if (code !== 'ENOENT') return code
      }
    }
    return null
  }
}
