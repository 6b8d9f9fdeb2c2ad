import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  fsyncSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'

/** Lines are written when there are so many bytes of them. */
const WRITTEN_AT_ONCE_BYTES = 64 * 1024

/** No line of an export is longer. */
const MAX_LINE_BYTES = 64 * 1024

const NEWLINE = 0x0a

/** A new file of lines, for its owner only. Each step throws a CliError for what the system says. */
export class PrivateLines {
  private readonly file: string
  private readonly descriptor: number
  private waiting: string[] = []
  private waitingBytes = 0

  constructor(file: string) {
    this.file = file
    this.descriptor = trying(file, () => openSync(file, 'wx', 0o600))
  }

  async add(line: string): Promise<void> {
    this.waiting.push(`${line}\n`)
    this.waitingBytes += line.length
    if (this.waitingBytes >= WRITTEN_AT_ONCE_BYTES) this.flush()
  }

  /** The file is whole, and on the disk. */
  end(): void {
    this.flush()
    trying(this.file, () => fsyncSync(this.descriptor))
    closeSync(this.descriptor)
  }

  /** It could not be written whole. */
  remove(): void {
    rmSync(this.file, { force: true })
  }

  private flush(): void {
    const bytes = Buffer.from(this.waiting.join(''))
    this.waiting = []
    this.waitingBytes = 0
    trying(this.file, () => {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.descriptor, bytes, written)
    })
  }
}

const trying = <A>(file: string, step: () => A): A => {
  try {
    return step()
  } catch (error) {
    throw fileError(file, error)
  }
}

const fileError = (file: string, error: unknown): CliError => {
  const { code = '' } = error as NodeJS.ErrnoException
  return new CliError(Exit.failed, (say) => say.exportFile(file, code))
}

/** Throws a CliError if there is no such file that may be read. */
export const checkReadable = (file: string): void => trying(file, () => accessSync(file, constants.R_OK))

/** The lines of a file. Of one that is too long the beginning is given, as the last. Throws a CliError if it cannot be read. */
export async function* readLines(file: string): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(file)) {
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
        yield rest.toString('utf8', 0, end)
        rest = rest.subarray(end + 1)
      }
      if (rest.length > MAX_LINE_BYTES) break
    }
  } catch (error) {
    throw fileError(file, error)
  }
  if (rest.length > 0) yield rest.toString('utf8')
}
