import {
  ByeReasonNumber,
  DenialReasonNumber,
  FaultCodeNumber,
  MessageNumber,
  SessionsResultNumber,
} from '../../protocol/base/contract.ts'

/** A frame that was heard. */
export interface HeardFrame {
  readonly type: number
  readonly body: Buffer
}

const HEADER_BYTES = 16

/** The whole frames that bytes begin with, and what is left of them. */
export const framesIn = (
  bytes: Buffer,
): { readonly frames: readonly HeardFrame[]; readonly rest: Buffer } => {
  const frames: HeardFrame[] = []
  let at = 0
  while (bytes.length - at >= HEADER_BYTES) {
    const end = at + HEADER_BYTES + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    frames.push({ type: bytes.readUInt16BE(at + 4), body: bytes.subarray(at + HEADER_BYTES, end) })
    at = end
  }
  return { frames, rest: bytes.subarray(at) }
}

const namesOf = (numbers: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(numbers).map(([name, number]) => [number, name]))

const messages = namesOf(MessageNumber)

/** The codes of the messages that have one, in the field with the tag 1. */
const codes: Readonly<Record<string, ReadonlyMap<number, string>>> = {
  Fault: namesOf(FaultCodeNumber),
  Bye: namesOf(ByeReasonNumber),
  Denied: namesOf(DenialReasonNumber),
  SessionsAnswered: namesOf(SessionsResultNumber),
}

/** The fields of a body that are varints, by their tags, as far as it can be read. */
export const numbersOf = (body: Buffer): ReadonlyMap<number, number> => {
  const numbers = new Map<number, number>()
  for (let at = 0; at < body.length; ) {
    const [key, afterKey] = varintAt(body, at)
    const [value, next] = varintAt(body, afterKey)
    if (key % 8 === 0) numbers.set(Math.floor(key / 8), value)
    else if (key % 8 !== 2) break
    at = key % 8 === 2 ? next + value : next
  }
  return numbers
}

const varintAt = (body: Buffer, at: number): readonly [number, number] => {
  let value = 0
  for (let index = 0; index < 10; index++) {
    const byte = body[at + index] ?? 0
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return [value, at + index + 1]
  }
  return [value, at + 10]
}

/** A frame as one word: `Welcome`, `Fault TIMEOUT`, `Bye DONE`; of a conversation message only that it is one. */
export const wordOf = ({ type, body }: HeardFrame): string => {
  if (type >= FIRST_OF_CONVERSATION) return 'Say'
  const name = messages.get(type) ?? `message ${type}`
  const some = codes[name]
  if (some === undefined) return name
  const code = numbersOf(body).get(1) ?? 0
  return `${name} ${some.get(code) ?? code}`
}

const FIRST_OF_CONVERSATION = 64
