import { isUtf8 } from 'node:buffer'
import { HEADER_BYTES } from './framing/header.ts'

/** Most likely kinds of the other side, where it does not speak this protocol. */
export type Stranger =
  | 'TLS'
  | 'HTTP'
  | 'SSH'
  /** A proxy that announces its client. */
  | 'PROXY'
  | 'TELNET'
  /** A server that greets as those of SMTP, FTP, POP3 and IMAP do. */
  | 'MAIL'
  /** Text without frames. */
  | 'TEXT'
  /** One that speaks with frames, where bytes are taken as they are. */
  | 'FRAMES'
  /** Our own bytes. */
  | 'ECHO'
  /** Not a byte, within the time there was. */
  | 'SILENCE'
  /** Not a byte before the connection was closed: so do TLS servers, to whom our bytes are no record. */
  | 'HANGUP'

/** The bytes by which a stranger is recognised: no more of them are kept. */
export const RECOGNISED_BY_BYTES = HEADER_BYTES

/** Longer bodies of control messages would hardly be some. */
const MAX_CONTROL_BODY_BYTES = 0xffff

/** Control messages are numbered from 1 to this. */
const LAST_CONTROL = 63

/** Recognises the other side by its first bytes; null: none that is known. All of it may be hostile, and nothing of it is repeated. */
export const strangerBy = (first: Uint8Array): Stranger | null => {
  const bytes = Buffer.from(first.subarray(0, RECOGNISED_BY_BYTES))
  const text = bytes.toString('latin1')
  const [kind = 0, next = 0] = bytes
  // RFC 8446, 5.1: a record is an alert, a handshake or data; its version is 3.0 to 3.4.
  if (kind >= 0x15 && kind <= 0x17 && next === 3) return 'TLS'
  // RFC 854: a command is IAC and a code.
  if (kind === 0xff && next >= 0xf0 && next < 0xff) return 'TELNET'
  return signatures.find(([, begins]) => begins.test(text))?.[0] ?? textual(bytes)
}

const signatures: readonly (readonly [Stranger, RegExp])[] = [
  // A web server may answer a request without a version with the page alone.
  ['HTTP', /^<(?:!doctype html|html|head|body)/i],
  ['HTTP', /^(?:HTTP\/|(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PRI) )/],
  ['SSH', /^SSH-/],
  // The PROXY protocol, 2.1 and 2.2.
  ['PROXY', /^(?:PROXY (?:TCP[46]|UNKNOWN)|\r\n\r\n\0\r\nQUIT\n)/],
  ['MAIL', /^(?:220[ -]|\+OK|\* (?:OK|PREAUTH|BYE))/],
]

/** Strangers whom mode raw, which takes bytes as they are, is not meant for. */
export type StrangerToRaw = Exclude<Stranger, 'TEXT' | 'TELNET' | 'ECHO'>

/** The stranger that comes to a server in mode raw and begins so; null: nobody known, or somebody it is meant for. */
export const strangerToRaw = (first: Uint8Array): StrangerToRaw | null => {
  if (framedType(first) !== null) return 'FRAMES'
  const stranger = strangerBy(first)
  return stranger === 'TEXT' || stranger === 'TELNET' || stranger === 'ECHO' ? null : stranger
}

/** The first bytes so far, of which no more are kept than a stranger is recognised by. */
export const beginning = (before: Buffer, bytes: Buffer): Buffer =>
  before.length >= RECOGNISED_BY_BYTES
    ? before
    : Buffer.concat([before, bytes.subarray(0, RECOGNISED_BY_BYTES - before.length)])

/** The type of the control frame that bytes begin with; null: they do not look so, or are too few to tell. */
export const framedType = (first: Uint8Array): number | null => {
  const bytes = Buffer.from(first)
  if (bytes.length < HEADER_BYTES) return null
  const type = bytes.readUInt16BE(4)
  const isControl = type >= 1 && type <= LAST_CONTROL
  const isBare = bytes.readUInt16BE(6) === 0 && bytes.readUInt32BE(8) === 0 && bytes.readUInt32BE(12) === 0
  return isControl && isBare && bytes.readUInt32BE(0) <= MAX_CONTROL_BODY_BYTES ? type : null
}

const textual = (bytes: Buffer): Stranger | null => {
  if (bytes.length === 0) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what text is without
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(bytes.toString('latin1'))) return null
  // The last character may be cut off.
  const ends = [0, 1, 2, 3].map((cut) => bytes.subarray(0, bytes.length - cut))
  return ends.some((end) => end.length > 0 && isUtf8(end)) ? 'TEXT' : null
}

/** A sentence for each, with its remedy. */
export const strangerSentence: Readonly<Record<Stranger, string>> = {
  TLS: 'The other side speaks TLS, which is not spoken here; check the port, or turn TLS on at both sides.',
  HTTP: 'The other side speaks HTTP, as browsers and web servers do; check the port.',
  SSH: 'The other side speaks SSH; check the port.',
  PROXY:
    'The other side is a proxy that announces its client (PROXY protocol); turn that off there, or allow it with --proxy-from.',
  TELNET: 'The other side speaks telnet; for that there is serve --mode raw.',
  MAIL: 'The other side greets as a mail or file server does; check the port.',
  TEXT: 'The other side sends text without frames; for that there are serve --mode raw and connect --raw.',
  FRAMES: 'The other side speaks with frames; for that leave out serve --mode raw and connect --raw.',
  ECHO: 'The other side gives back what it is sent, as a server in mode raw does; connect to it with --raw.',
  SILENCE: 'The other side says nothing; check that host and port are those of a Colloquy server.',
  HANGUP:
    'The other side hung up without a word, as TLS servers do; check that host and port are those of a Colloquy server.',
}
