import { isUtf8 } from 'node:buffer'
import { isAnyArrayBuffer, isUint8Array } from 'node:util/types'

/** The text that was stored; undefined where that was none. */
export const textOf = (bytes: unknown): string | undefined => {
  if (!isAnyArrayBuffer(bytes) && !isUint8Array(bytes)) return undefined
  const buffer = isUint8Array(bytes) ? Buffer.from(bytes) : Buffer.from(bytes)
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined
}
