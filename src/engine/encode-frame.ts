import type { AnyMessage, CodecFault, Writer } from '../codec/index.ts'
import { HEADER_BYTES, writeHeader } from '../transport/framing/header.ts'
import type { Runtime } from './runtime.ts'

/**
 * Encodes a message as a frame, behind what the writer holds. A fault says what it breaks. Then the writer is as it was, and so it is
 * when the message throws: its getters run code of the program. Throws a TypeError where that says another message meanwhile.
 */
export const encodeFrame = (
  { encodeBody }: Pick<Runtime, 'encodeBody'>,
  writer: Writer,
  message: AnyMessage,
  number: number,
  id: number,
  re: number,
): CodecFault | null => {
  if (writer.isBusy)
    throw new TypeError('It is said while another message is read: a getter of that says it.')
  const start = writer.pos
  let isWhole = false
  let fault: CodecFault | null = null
  writer.ensure(HEADER_BYTES)
  writer.pos = start + HEADER_BYTES
  writer.isBusy = true
  try {
    isWhole = encodeBody(writer, message)
  } finally {
    writer.isBusy = false
    if (!isWhole) {
      fault = writer.fault
      writer.reset(start)
    }
  }
  if (isWhole) writeHeader(writer.buffer, start, writer.pos - start - HEADER_BYTES, number, id, re)
  return fault
}
