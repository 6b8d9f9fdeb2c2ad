import { createReadStream, ReadStream } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'

const NEWLINE = 0x0a

/** Standard input: what one reader leaves of it is the next one's. */
export class StandardInput implements AsyncIterableIterator<Buffer> {
  private readonly stream: Readable
  private readonly source: AsyncIterator<Buffer>
  private left: Buffer | null = null

  constructor(stream: Readable = standardInput()) {
    this.stream = stream
    this.source = stream[Symbol.asyncIterator]()
  }

  /** The next chunk. Rejects with a CliError when it cannot be read. */
  async next(): Promise<IteratorResult<Buffer>> {
    const { left } = this
    this.left = null
    if (left !== null) return { done: false, value: left }
    try {
      return await this.source.next()
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      throw new CliError(Exit.failed, (say) => say.inputUnread(code))
    }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The first line, without its newline. Of a longer one than `maxBytes` no more is kept than shows that it is. */
  async line(maxBytes: number): Promise<Buffer> {
    let begun = Buffer.alloc(0)
    for (;;) {
      const { done, value } = await this.next()
      if (done === true) return begun
      const end = value.indexOf(NEWLINE)
      begun = Buffer.concat([begun, end < 0 ? value : value.subarray(0, end)])
      if (end >= 0) this.left = value.subarray(end + 1)
      if (end >= 0 || begun.length > maxBytes) return begun
    }
  }

  /** Nothing more is read. */
  close(): void {
    this.stream.destroy()
  }
}

/**
 * Standard input as a stream. Where Node does not know what it is (a folder, a block device) it gives one without a byte;
 * read as a file it says why it cannot be read, or is.
 */
export const standardInput = (): Readable => {
  const { stdin } = process
  return stdin instanceof Socket || (stdin as Readable) instanceof ReadStream
    ? stdin
    : createReadStream('', { fd: 0, autoClose: false })
}
