import { mapped, type Work } from './codec.ts'
import type { Sample } from './samples.ts'

/** Text as bytes of UTF-8, there and back; bytes as base64, made beforehand. Its `type` says which message it is. */
export const json = ({ message }: Sample): Work => {
  const fields = mapped(message, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  )
  const bytes = Buffer.from(JSON.stringify(fields))
  return {
    bytes,
    encode: () => Buffer.from(JSON.stringify(fields)),
    decode: () => JSON.parse(bytes.toString()),
  }
}
