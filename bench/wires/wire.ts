/** How the load generator speaks to a server: bytes made beforehand, replies counted and not decoded. */
export interface Wire {
  /** The first bytes of the client. */
  readonly hello: Buffer
  /** Where the server's answer to it ends within what has come; -1: not yet. */
  greeted(bytes: Buffer): number
  /** The bytes of the `count` messages after the first `from`, 64 bytes of text each. */
  messages(from: number, count: number): Buffer
  /** Counts the replies within a stream. */
  counter(): Counter
}

/** Counts replies. */
export interface Counter {
  /** How many have come whole, with these bytes. */
  count(bytes: Buffer): number
  /** The texts of those that have, while there are few. For one look before measuring. */
  readonly texts: readonly string[]
}

/** The text that is echoed: 64 bytes. */
export const TEXT = 'The quick brown fox jumps over the lazy dog, 64 bytes, no more. '

const KEPT_TEXTS = 3

/**
 * Counts by hopping from piece to piece. `lengthAt` gives 0 while too little has come to tell;
 * `textBytesAt` gives 0 for a piece that is no reply.
 */
export const hopping = (
  lengthAt: (bytes: Buffer, at: number) => number,
  textBytesAt: (bytes: Buffer, at: number) => number,
): Counter => {
  let rest: Buffer = Buffer.alloc(0)
  let whole = 0
  const texts: string[] = []
  return {
    texts,
    count: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let at = 0
      for (;;) {
        const length = lengthAt(bytes, at)
        if (length === 0 || at + length > bytes.length) break
        const textBytes = textBytesAt(bytes, at)
        if (textBytes > 0) {
          whole += 1
          if (texts.length < KEPT_TEXTS)
            texts.push(bytes.toString('utf8', at + length - textBytes, at + length))
        }
        at += length
      }
      rest = bytes.subarray(at)
      return whole
    },
  }
}
