import { aText, objectOf } from '../arguments.ts'
import type { CloseReason } from './connection.ts'
import type { Header } from './framing/header.ts'

/** Faults of a text, by code. Lengths in bytes of UTF-8. */
export type TextFaultDetail =
  /** To be sent: half of a surrogate pair, which UTF-8 cannot carry, at this index of the string. */
  | { readonly code: 'LONE_SURROGATE'; readonly index: number }
  /** To be sent, or announced by the other side. */
  | { readonly code: 'TOO_LONG'; readonly bytes: number; readonly maxBytes: number }
  /** Received: `field` is not 0, as it is in every text frame. */
  | { readonly code: 'BAD_HEADER'; readonly field: 'type' | 'flags' | 'id' | 're'; readonly value: number }
  /** Received: the body is not UTF-8. */
  | { readonly code: 'BAD_UTF8'; readonly bytes: number }
  /** Nothing was read: the socket hands out no bytes; `encoding` is that of `setEncoding`, null in object mode. */
  | { readonly code: 'NOT_BYTES'; readonly encoding: string | null }
  /** The stream ended within a frame. */
  | { readonly code: 'CUT_SHORT' }
  /** This side has ended or destroyed the socket. */
  | { readonly code: 'NOT_OPEN' }
  /** The connection broke, or never came about; `system` is the system's own code. */
  | { readonly code: 'BROKEN'; readonly reason: CloseReason; readonly system: string }

/** The rejection of `sendText` and `receiveText`: `detail` says what and how much, `code` is its code. */
export class TextFault extends Error {
  readonly code: TextFaultDetail['code']
  readonly detail: TextFaultDetail

  constructor(detail: TextFaultDetail) {
    objectOf({ code: aText })('detail', detail)
    super(sentence(detail))
    this.name = 'TextFault'
    this.code = detail.code
    this.detail = detail
  }
}

/** The first fault of a header that is not that of a text of at most `maxBytes`; judged in the order of the wire. */
export function headerFault(header: Readonly<Header>, maxBytes: number): TextFaultDetail | undefined {
  const bad = (field: 'type' | 'flags' | 'id' | 're'): TextFaultDetail | undefined =>
    header[field] === 0 ? undefined : { code: 'BAD_HEADER', field, value: header[field] }
  const tooLong: TextFaultDetail | undefined =
    header.length > maxBytes ? { code: 'TOO_LONG', bytes: header.length, maxBytes } : undefined
  return bad('flags') ?? bad('type') ?? tooLong ?? bad('id') ?? bad('re')
}

function sentence(detail: TextFaultDetail): string {
  switch (detail.code) {
    case 'LONE_SURROGATE':
      return `the text has half a surrogate pair at index ${detail.index}, which UTF-8 cannot carry`
    case 'TOO_LONG':
      return `the text has ${detail.bytes} bytes, at most ${detail.maxBytes} are allowed`
    case 'BAD_HEADER':
      return `not a text frame: ${detail.field} is ${detail.value} and should be 0`
    case 'BAD_UTF8':
      return `${detail.bytes} bytes were received that are not UTF-8`
    case 'NOT_BYTES':
      return detail.encoding === null
        ? 'the stream hands out objects, not bytes; take one that is not in object mode'
        : `the socket hands out text, not bytes; leave out setEncoding('${detail.encoding}')`
    case 'CUT_SHORT':
      return 'the stream ended within a frame'
    case 'NOT_OPEN':
      return 'the socket is closed on this side'
    case 'BROKEN':
      return `the connection is broken: ${detail.reason} (${detail.system})`
    default:
      return detail satisfies never
  }
}
