import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'

const NEWLINE = 0x0a
const RETURN = 0x0d

/** A line of input; null when it is no UTF-8. */
export type Line = string | null

/** Cuts a stream of bytes into lines, without what ends them. What follows the last newline is a line, too. */
export async function* linesOf(input: Readable): AsyncGenerator<Line> {
  const begun: Buffer[] = []
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield lineOf([...begun.splice(0), chunk.subarray(from, at)])
      from = at + 1
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
  if (begun.length > 0) yield lineOf(begun)
}

const lineOf = (pieces: readonly Buffer[]): Line => {
  const bytes = Buffer.concat(pieces)
  const line = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes
  return isUtf8(line) ? line.toString('utf8') : null
}
