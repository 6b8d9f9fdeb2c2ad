// Frames and bodies written and read by hand from the wire document: nothing here comes from the code under test.

/** The numbers of the messages, from the wire document. */
export const number = {
  Hello: 1,
  Welcome: 2,
  AskName: 3,
  MyName: 4,
  Greeting: 5,
  Challenge: 6,
  Register: 7,
  Login: 8,
  Resume: 9,
  Granted: 10,
  Denied: 11,
  Ready: 12,
  Ping: 13,
  Pong: 14,
  Ack: 15,
  Logout: 16,
  Bye: 17,
  Fault: 18,
  Cancel: 19,
  More: 20,
  Aborted: 21,
  ListSessions: 22,
  SessionInfo: 23,
  RevokeSession: 24,
  SessionsAnswered: 25,
  Say: 64,
} as const

export type Name = keyof typeof number

const nameOf = new Map<number, Name>(
  Object.entries(number).map(([name, value]) => [value, name as keyof typeof number]),
)

/** The codes of Fault, from 1. */
export const faultCodes = [
  'UNEXPECTED_MESSAGE',
  'MALFORMED',
  'TOO_LARGE',
  'TIMEOUT',
  'VERSION',
  'OVERLOADED',
  'INTERNAL',
  'GAP',
  'UNAUTHORIZED',
]

/** The reasons of Bye, from 1. */
export const byeReasons = ['DONE', 'LOGGED_OUT', 'IDLE', 'SHUTTING_DOWN', 'REPLACED']

/** The reasons of Denied, from 1. */
export const denialReasons = [
  'BAD_CREDENTIALS',
  'NAME_TAKEN',
  'WEAK_PASSWORD',
  'TOO_MANY_ATTEMPTS',
  'TOKEN_EXPIRED',
  'REGISTRATION_CLOSED',
  'INSECURE_CHANNEL',
  'UNAVAILABLE',
]

/** The parts of a header that are not 0, and a length that is not the body's. */
export interface Odd {
  readonly id?: number
  readonly re?: number
  readonly flags?: number
  readonly length?: number
}

/** The bytes of a frame. */
export const frame = (type: number, body: Uint8Array = Buffer.alloc(0), odd: Odd = {}): Buffer => {
  const header = Buffer.alloc(16)
  header.writeUInt32BE(odd.length ?? body.length, 0)
  header.writeUInt16BE(type, 4)
  header.writeUInt16BE(odd.flags ?? 0, 6)
  header.writeUInt32BE(odd.id ?? 0, 8)
  header.writeUInt32BE(odd.re ?? 0, 12)
  return Buffer.concat([header, body])
}

const varint = (value: number): Buffer => {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}

/** A field of a number, as protobuf writes it. */
export const num = (tag: number, value: number): Buffer => Buffer.concat([varint(tag * 8), varint(value)])

/** A field of text or bytes, as protobuf writes it. */
export const len = (tag: number, value: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([varint(tag * 8 + 2), varint(bytes.length), bytes])
}

/** 43 characters that no server has issued. */
export const someToken = 'made-up-token'.padEnd(43, '_')

/** A body of each message that its contract takes. */
export const sample: Readonly<Record<Name, Buffer>> = {
  Hello: Buffer.concat([num(1, 1), num(2, 1), len(5, 'talk')]),
  Welcome: Buffer.concat([
    num(1, 1),
    len(2, Buffer.alloc(8, 7)),
    len(3, 'raw'),
    len(4, 's1'),
    num(5, 73_733),
    num(6, 30_000),
    len(7, 'talk'),
  ]),
  AskName: len(1, '127.0.0.1'),
  MyName: len(1, 'Ada'),
  Greeting: Buffer.concat([len(1, 'Ada')]),
  Challenge: num(2, 1),
  Register: Buffer.concat([len(1, 'Ada'), len(2, 'eight or more')]),
  Login: Buffer.concat([len(1, 'Ada'), len(2, 'eight or more')]),
  Resume: len(1, someToken),
  Granted: Buffer.concat([len(1, 'Ada'), len(2, someToken), num(3, 1_800_000_000_000)]),
  Denied: Buffer.concat([num(1, 1), num(3, 2)]),
  Ready: Buffer.alloc(0),
  Ping: num(1, 7),
  Pong: num(1, 7),
  Ack: Buffer.alloc(0),
  Logout: Buffer.alloc(0),
  Bye: num(1, 1),
  Fault: num(1, 7),
  Cancel: num(1, 1),
  More: Buffer.concat([num(1, 1), num(2, 1)]),
  Aborted: Buffer.concat([num(1, 1), num(2, 1)]),
  ListSessions: Buffer.alloc(0),
  SessionInfo: len(1, 'a-session'),
  RevokeSession: len(1, 'a-session'),
  SessionsAnswered: num(1, 1),
  Say: len(1, 'hello'),
}

/** The frame of a message; conversation messages carry an id. */
export const message = (name: Name, body: Uint8Array = sample[name], odd: Odd = {}): Buffer =>
  frame(number[name], body, odd)

/** Say with its id. */
export const sayFrame = (id: number, text: string, re = 0): Buffer =>
  message('Say', text === '' ? Buffer.alloc(0) : len(1, text), { id, re })

/** A frame that was heard, its body taken apart by tag. */
export interface Heard {
  readonly name: Name | 'unknown'
  readonly type: number
  readonly flags: number
  readonly id: number
  readonly re: number
  readonly body: Buffer
  readonly fields: ReadonlyMap<number, number | Buffer>
}

/** The text of a field; empty where it is not written. */
export const textOf = ({ fields }: Heard, tag: number): string => {
  const value = fields.get(tag)
  return Buffer.isBuffer(value) ? value.toString('utf8') : ''
}

/** The number of a field; 0 where it is not written. */
export const numberOf = ({ fields }: Heard, tag: number): number => {
  const value = fields.get(tag)
  return typeof value === 'number' ? value : 0
}

/** A frame as one word: `Welcome`, `Fault TIMEOUT`, `Bye DONE`, `Denied BAD_CREDENTIALS`, `Say 1`, `Ack 3`. */
export const wordOf = (heard: Heard): string => {
  const { name, type, id } = heard
  if (name === 'Fault') return `Fault ${faultCodes[numberOf(heard, 1) - 1]}`
  if (name === 'Bye') return `Bye ${byeReasons[numberOf(heard, 1) - 1]}`
  if (name === 'Denied') return `Denied ${denialReasons[numberOf(heard, 1) - 1]}`
  if (name === 'Say') return `Say ${id}`
  if (name === 'Ack') return `Ack ${numberOf(heard, 1)}`
  return name === 'unknown' ? `unknown ${type}` : name
}

/** The whole frames that bytes begin with, and the rest. */
export const framesIn = (bytes: Buffer): { readonly frames: readonly Heard[]; readonly rest: Buffer } => {
  const frames: Heard[] = []
  let at = 0
  while (bytes.length - at >= 16) {
    const end = at + 16 + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    const type = bytes.readUInt16BE(at + 4)
    const body = bytes.subarray(at + 16, end)
    frames.push({
      name: nameOf.get(type) ?? 'unknown',
      type,
      flags: bytes.readUInt16BE(at + 6),
      id: bytes.readUInt32BE(at + 8),
      re: bytes.readUInt32BE(at + 12),
      body,
      fields: fieldsOf(body),
    })
    at = end
  }
  return { frames, rest: bytes.subarray(at) }
}

const fieldsOf = (body: Buffer): ReadonlyMap<number, number | Buffer> => {
  const fields = new Map<number, number | Buffer>()
  let at = 0
  const read = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = body[at++]
      if (byte === undefined) throw new Error('a body ends within a varint')
      value += (byte % 128) * factor
      if (byte < 128) return value
    }
  }
  while (at < body.length) {
    const tag = read()
    if (tag % 8 === 0) fields.set(tag >> 3, read())
    else {
      const length = read()
      fields.set(tag >> 3, body.subarray(at, at + length))
      at += length
    }
  }
  return fields
}
