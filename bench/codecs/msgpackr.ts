import { Packr } from 'msgpackr'
import type { Work } from './codec.ts'
import type { Sample } from './samples.ts'

/** Its fastest way: both sides share the shapes of records, so names of fields are not sent. Its `type` says which message it is. */
export const msgpackr = ({ message }: Sample): Work => {
  const packr = new Packr({ structures: [] })
  const bytes = Buffer.from(packr.pack(message))
  return { bytes, encode: () => packr.pack(message), decode: () => packr.unpack(bytes) }
}
