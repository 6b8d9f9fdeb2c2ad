import { Socket } from 'node:net'

/** The buffer that all sockets are read into, one after the other: what is read is used up before the next read. */
const SHARED = Buffer.allocUnsafeSlow(64 * 1024)

/** Where Node keeps `onread`, which it takes of sockets that connect, but not of those that are accepted. */
interface Slots {
  readonly buffer: symbol
  readonly callback: symbol
}

/** The reader of a socket: an object, since a session at rest pays for each function. */
interface SharedReader {
  heard(bytes: Buffer): void
}

type Inner = Socket & {
  readonly _handle?: { useUserBuffer?: (buffer: Uint8Array) => void } | null
} & { [slot: symbol]: unknown }

let slots: Slots | null | undefined

const slotsOf = (socket: Socket): Slots | null => {
  const named = (name: string): symbol | undefined =>
    Object.getOwnPropertySymbols(socket).find(({ description }) => description === name)
  const [buffer, callback] = [named('kBuffer'), named('kBufferCb')]
  return buffer === undefined || callback === undefined ? null : { buffer, callback }
}

/**
 * Reads a socket into the shared buffer from now on, as Node's `onread` does: a chunk costs no memory of its own, and no
 * way through a stream. The bytes that the reader hears are wiped when it returns. False, and nothing is changed, where
 * this Node or another runtime does not have it, or where bytes were read already.
 */
export const shareReads = (socket: Socket, reader: SharedReader): boolean => {
  if (socket.readableLength > 0 || socket.readableEnded) return false
  // A socket of another class, one of TLS for one, reads in its own way.
  if (Object.getPrototypeOf(socket) !== Socket.prototype) return false
  slots ??= slotsOf(socket)
  const inner = socket as Inner
  const handle = inner._handle
  if (slots === null || typeof handle?.useUserBuffer !== 'function') return false
  inner[slots.buffer] = SHARED
  inner[slots.callback] = (bytes: number): boolean => {
    reader.heard(SHARED.subarray(0, bytes))
    // A password may have been in it.
    SHARED.fill(0, 0, bytes)
    return true
  }
  handle.useUserBuffer(SHARED)
  return true
}
