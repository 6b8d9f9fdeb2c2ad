// A judge that knows the wire document, and nothing of the code that is tried: what becomes of a stream of bytes.

/** The form of a field, by its tag: a varint up to a value, or bytes of a length. */
interface Field {
  readonly wire: 0 | 2
  readonly min: bigint
  readonly max: bigint
  readonly required?: true
  readonly form?: 'text' | 'name' | 'protocol' | 'token'
}

const u32 = (min = 0n): Field => ({
  wire: 0,
  min,
  max: 0xffff_ffffn,
  ...(min > 0n ? { required: true } : {}),
})
const code: Field = { wire: 0, min: 1n, max: 0x7fff_ffffn, required: true }
const u64: Field = { wire: 0, min: 0n, max: 2n ** 53n - 1n }
const bool: Field = { wire: 0, min: 0n, max: 1n }
const text = (max: bigint, min = 0n): Field => ({
  wire: 2,
  min,
  max,
  form: 'text',
  ...(min > 0n ? { required: true } : {}),
})
const bytes = (length: bigint, required?: true): Field => ({
  wire: 2,
  min: length,
  max: length,
  ...(required ? { required } : {}),
})
const name: Field = { wire: 2, min: 1n, max: 64n, required: true, form: 'name' }
const protocol: Field = { wire: 2, min: 1n, max: 64n, required: true, form: 'protocol' }

/** The fields of the messages that a stream of these tests may hold. */
const FIELDS: Readonly<Record<number, Readonly<Record<number, Field>>>> = {
  1: { 1: u32(1n), 2: u32(1n), 3: bytes(8n), 4: text(64n), 5: protocol, 6: bytes(32n) },
  2: {
    1: u32(1n),
    2: bytes(8n, true),
    3: text(64n),
    4: text(32n),
    5: u32(),
    6: { wire: 0, min: 1000n, max: 600_000n, required: true },
    7: protocol,
    8: bytes(32n),
    9: bytes(64n),
  },
  3: { 1: text(64n) },
  5: { 1: name, 2: bool, 3: u64 },
  12: {},
  13: { 1: u32() },
  14: { 1: u32() },
  15: { 1: u32() },
  16: { 1: bool },
  17: { 1: code, 2: text(256n) },
  18: { 1: code, 2: text(256n), 3: u32(), 4: u32() },
  19: { 1: u32(1n) },
  20: { 1: u32(1n), 2: u32(1n) },
  21: { 1: u32(1n), 2: code },
  22: {},
  23: { 1: text(64n, 1n), 2: u64, 3: u64, 4: text(64n), 5: bool },
  24: { 1: text(64n, 1n) },
  25: { 1: code },
  64: { 1: text(65_536n) },
}

type Values = ReadonlyMap<number, bigint | Buffer>

/** Reads a varint in its shortest form; null: it is none. */
const varint = (body: Buffer, at: number): { readonly value: bigint; readonly next: number } | null => {
  let value = 0n
  for (let index = 0; index < 10; index++) {
    const byte = body[at + index]
    if (byte === undefined) return null
    value |= BigInt(byte & 0x7f) << BigInt(7 * index)
    if (byte < 0x80)
      return (byte === 0 && index > 0) || value >= 2n ** 64n ? null : { value, next: at + index + 1 }
  }
  return null
}

const fits = (value: Buffer, { form }: Field): boolean => {
  if (form === undefined) return true
  const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let read: string
  try {
    read = decoded.decode(value)
  } catch {
    return false
  }
  if (form === 'protocol') return /^[a-z0-9-]+$/.test(read)
  if (form === 'name') return /^[\x21-\x7e]+$/.test(read)
  return true
}

/** The values of a body by their tags; null: it is malformed. */
const bodyOf = (type: number, body: Buffer): Values | null => {
  const fields = FIELDS[type] ?? {}
  const values = new Map<number, bigint | Buffer>()
  let unknown = 0
  for (let at = 0; at < body.length; ) {
    const key = varint(body, at)
    if (key === null || key.value >= 2n ** 32n) return null
    const tag = Number(key.value >> 3n)
    const wire = Number(key.value & 7n)
    const field = fields[tag]
    if (tag === 0 || ![0, 1, 2, 5].includes(wire) || (field !== undefined && field.wire !== wire)) return null
    if (field === undefined && ++unknown > 64) return null
    if (wire === 1 || wire === 5) {
      at = key.next + (wire === 1 ? 8 : 4)
      if (at > body.length) return null
      continue
    }
    const number = varint(body, key.next)
    if (number === null) return null
    const end = number.next + (wire === 2 ? Number(number.value) : 0)
    if (end > body.length) return null
    at = end
    if (field === undefined) continue
    if (values.has(tag) || number.value < field.min || number.value > field.max) return null
    const value = wire === 0 ? number.value : body.subarray(number.next, end)
    if (Buffer.isBuffer(value) && !fits(value, field)) return null
    values.set(tag, value)
  }
  const isWhole = Object.entries(fields).every(([tag, { required }]) => !required || values.has(Number(tag)))
  return isWhole ? values : null
}

/** The messages that each side may say in the states that the streams lead through, and their next states. */
const CONVERSE = [13, 14, 15, 19, 20, 21, 64]
const SAYS: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  client: { hello: [1, 17, 18], converse: [...CONVERSE, 16, 17, 18, 22, 24] },
  server: {
    welcome: [2, 17, 18],
    greet: [3, 5, 12, 17, 18],
    converse: [...CONVERSE, 17, 18, 23, 25],
  },
}
const LIMITS: Readonly<Record<string, number>> = { hello: 1024, welcome: 1024, greet: 1024, converse: 73_733 }

/** The outcome of a stream that ends: the last word of its receiver, or none. */
export type Verdict = `Fault ${string}` | `Bye ${string}` | 'nothing'

/**
 * Judges what one side says to an end in that state that has said so many conversation messages itself; when all is said, the stream ends.
 */
export const judge = (
  speaker: 'client' | 'server',
  first: string,
  stream: Buffer,
): { readonly verdict: Verdict; readonly goesOn: string } => {
  let state = first
  let heard = 0
  let acknowledged = 0
  /** Its last word if nothing follows. */
  let last: Verdict = 'nothing'
  const over = (verdict: Verdict) => ({ verdict, goesOn: state })
  for (let at = 0; at + 16 <= stream.length; ) {
    const length = stream.readUInt32BE(at)
    const type = stream.readUInt16BE(at + 4)
    const flags = stream.readUInt16BE(at + 6)
    const id = stream.readUInt32BE(at + 8)
    const re = stream.readUInt32BE(at + 12)
    if (flags !== 0) return over('Fault MALFORMED')
    if (!SAYS[speaker]?.[state]?.includes(type)) return over('Fault UNEXPECTED_MESSAGE')
    if (length > (LIMITS[state] ?? 0)) return over('Fault TOO_LARGE')
    if (type < 64 && (id !== 0 || re !== 0)) return over('Fault MALFORMED')
    if (type >= 64 && id !== heard + 1) return over('Fault GAP')
    // None of these ends has said anything that could be answered.
    if (type >= 64 && re !== 0) return over('Fault MALFORMED')
    if (at + 16 + length > stream.length) break
    const values = bodyOf(type, stream.subarray(at + 16, at + 16 + length))
    if (values === null) return over('Fault MALFORMED')
    at += 16 + length
    if (type === 64) heard = id
    if (type === 18) return over('nothing')
    if (type === 16 || type === 17) {
      last = type === 17 ? 'Bye DONE' : 'Bye LOGGED_OUT'
      state = 'left'
      continue
    }
    if (type >= 22 && type <= 25) return over('Fault UNEXPECTED_MESSAGE')
    if (type === 15) {
      const received = Number(values.get(1) ?? 0n)
      if (received > 0 || received < acknowledged) return over('Fault GAP')
      acknowledged = received
    }
    if (type === 1 || type === 2) {
      const spoken = String(values.get(5 + (type === 2 ? 2 : 0)))
      const lowest = values.get(1) as bigint
      const isSpoken = type === 1 ? lowest <= 1n && (values.get(2) as bigint) >= 1n : lowest === 1n
      if (spoken !== 'talk' || !isSpoken) return over('Fault VERSION')
      state = 'greet'
      if (type === 1) return over('nothing')
    } else if (type === 12) state = 'converse'
    else if (state === 'greet') return over('nothing')
  }
  return over(last)
}
