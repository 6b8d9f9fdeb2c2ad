import { isUtf8 } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import { bounds } from '../../../protocol/talk/contract.ts'
import type { Phrase } from '../i18n/errors.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d

/** The longest text that can be said. */
const MAX_TEXT_BYTES = bounds['Say.text'].maxBytes

/** A line of input, or why it cannot be said. */
export type Line = E.Either<Phrase, string>

/**
 * Cuts a stream of bytes into lines, without what ends them. What follows the last newline is a line, too. Of one of more
 * than `maxBytes` no more is kept than shows that it is too long.
 */
export async function* linesOf(
  input: AsyncIterable<Buffer>,
  maxBytes: number = MAX_TEXT_BYTES,
): AsyncGenerator<Line> {
  let begun: Buffer[] = []
  let bytes = 0
  const keep = (piece: Buffer): void => {
    if (bytes <= maxBytes + 1) begun.push(piece)
    bytes += piece.length
  }
  const take = (): Line => {
    const line = bytes > maxBytes + 1 ? tooLong(maxBytes) : lineOf(Buffer.concat(begun), maxBytes)
    begun = []
    bytes = 0
    return line
  }
  for await (const chunk of input) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, at))
      yield take()
      from = at + 1
    }
    if (from < chunk.length) keep(chunk.subarray(from))
  }
  if (bytes > 0) yield take()
}

const tooLong = (maxBytes: number): Line => E.left((say) => say.lineTooLong(maxBytes))
const noUtf8: Line = E.left((say) => say.lineNoUtf8)

const lineOf = (bytes: Buffer, maxBytes: number): Line => {
  const line = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes
  if (line.length > maxBytes) return tooLong(maxBytes)
  return isUtf8(line) ? E.right(line.toString('utf8')) : noUtf8
}
