import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs'

/** A file for the lines of one capture. */
export interface CaptureFileOptions {
  readonly path: string
  /** Whether one that is there is a failure; otherwise it is emptied. */
  readonly isNew: boolean
  /** Told once when it cannot be written, with the system's code; nothing more is written then. */
  readonly onFailed: (code: string) => void
}

/** Gathered lines are written at the latest above this. */
const MAX_GATHERED = 64 * 1024

const NEWLINE = 0x0a

const { O_WRONLY, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK, O_NOFOLLOW } = constants

/**
 * The lines of one capture on their way to a file for its owner only, written once a turn. It is open while it is written
 * alone: a server has as many of them as connections.
 */
export class CaptureFile {
  private readonly options: CaptureFileOptions
  private gathered = ''
  private isFlushing = false
  private hasBegun = false
  private hasEnded = false

  constructor(options: CaptureFileOptions) {
    this.options = options
  }

  write(line: string): void {
    if (this.hasEnded) return
    this.gathered += line
    if (this.gathered.length > MAX_GATHERED) return this.flush()
    if (this.isFlushing) return
    this.isFlushing = true
    setImmediate(() => {
      this.isFlushing = false
      this.flush()
    })
  }

  close(): void {
    this.flush()
    this.hasEnded = true
  }

  private flush(): void {
    if (this.gathered === '' || this.hasEnded) return
    const bytes = Buffer.from(this.gathered)
    this.gathered = ''
    try {
      this.append(bytes)
    } catch (error) {
      this.hasEnded = true
      this.options.onFailed((error as NodeJS.ErrnoException).code ?? String(error))
    }
  }

  private append(bytes: Buffer): void {
    const { path, isNew } = this.options
    const create = O_CREAT | (isNew ? O_EXCL : O_TRUNC)
    const further = isNew ? O_NOFOLLOW : 0
    const descriptor = openSync(
      path,
      O_WRONLY | O_APPEND | O_NONBLOCK | (this.hasBegun ? further : create),
      0o600,
    )
    const begins = !this.hasBegun
    this.hasBegun = true
    let at = 0
    try {
      if (begins && fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600)
      while (at < bytes.length) at += writeSync(descriptor, bytes, at)
    } catch (error) {
      if (begins && isNew && at === 0) rmSync(path, { force: true })
      else takeBack(descriptor, at - (bytes.subarray(0, at).lastIndexOf(NEWLINE) + 1))
      throw error
    } finally {
      closeSync(descriptor)
    }
  }
}

/** A line of which a part was written goes again: the rest can be read. */
const takeBack = (descriptor: number, bytes: number): void => {
  if (bytes === 0) return
  try {
    const { size } = fstatSync(descriptor)
    ftruncateSync(descriptor, size - bytes)
  } catch {
    // Lines that were written stay as they are.
  }
}
