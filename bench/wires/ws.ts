import { hopping, TEXT, type Wire } from './wire.ts'

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d])
const HEADER_BYTES = 2
const END_OF_HEAD = '\r\n\r\n'

/** RFC 6455: masked text frames to the server, unmasked ones back. */
export const ws: Wire = {
  hello: Buffer.from(
    [
      'GET / HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ].join('\r\n') + END_OF_HEAD,
  ),
  greeted: (bytes) => {
    const at = bytes.indexOf(END_OF_HEAD)
    return at < 0 ? -1 : at + END_OF_HEAD.length
  },
  messages: (_from, count) => {
    const masked = Buffer.from(TEXT).map((byte, i) => byte ^ (MASK[i % MASK.length] as number))
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | TEXT.length]), MASK, masked])
    return Buffer.alloc(count * frame.length, frame)
  },
  counter: () =>
    hopping(
      (bytes, at) =>
        bytes.length - at < HEADER_BYTES ? 0 : HEADER_BYTES + ((bytes[at + 1] as number) & 0x7f),
      (bytes, at) => (bytes[at] === 0x81 ? (bytes[at + 1] as number) : 0),
    ),
}
