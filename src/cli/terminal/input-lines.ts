import { isUtf8 } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import { bounds } from '../../../protocol/talk/contract.ts'
import type { Phrase } from '../i18n/errors.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d

/** The longest line that can be said. Of a longer one no more is kept than shows that it is. */
const MAX_BYTES = bounds['Say.text'].maxBytes

/** A line of input, or why it cannot be said. */
export type Line = E.Either<Phrase, string>

/** Cuts a stream of bytes into lines, without what ends them. What follows the last newline is a line, too. */
export async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let begun: Buffer[] = []
  let bytes = 0
  const keep = (piece: Buffer): void => {
    if (bytes <= MAX_BYTES + 1) begun.push(piece)
    bytes += piece.length
  }
  const take = (): Line => {
    const line = bytes > MAX_BYTES + 1 ? tooLong : lineOf(Buffer.concat(begun))
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

const tooLong: Line = E.left((say) => say.lineTooLong(MAX_BYTES))
const noUtf8: Line = E.left((say) => say.lineNoUtf8)

const lineOf = (bytes: Buffer): Line => {
  const line = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes
  if (line.length > MAX_BYTES) return tooLong
  return isUtf8(line) ? E.right(line.toString('utf8')) : noUtf8
}
