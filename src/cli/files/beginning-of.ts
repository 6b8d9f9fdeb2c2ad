import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK_BYTES = 64 * 1024

/** The bytes of a file as text, as `bytesAt` reads them. */
export const beginningOf = (file: string, maxBytes: number): string =>
  bytesAt(file, maxBytes).toString('utf8')

/**
 * The bytes of a file; of a longer one than `maxBytes` no more is read than shows that it is, whatever its size is said to
 * be: a device has none. Throws what the system says.
 */
export const bytesAt = (file: string, maxBytes: number): Buffer => {
  const descriptor = openSync(file, 'r')
  try {
    const chunks: Buffer[] = []
    for (let length = 0; length <= maxBytes; ) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, maxBytes + 1 - length))
      const read = readSync(descriptor, chunk)
      if (read === 0) break
      chunks.push(chunk.subarray(0, read))
      length += read
    }
    return Buffer.concat(chunks)
  } finally {
    closeSync(descriptor)
  }
}
