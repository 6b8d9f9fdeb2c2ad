import type protobuf from 'protobufjs'
import type { Work } from './codec.ts'
import { enumsAsNumbers } from './enums.ts'
import type { Sample } from './samples.ts'

/** As its manual says: a message made once, `encode().finish()`, and `decode` of a Buffer. */
export const protobufjs =
  (root: protobuf.Root) =>
  ({ fullName, message }: Sample): Work => {
    const type = root.lookupType(fullName)
    const made = type.fromObject(enumsAsNumbers(message))
    const bytes = Buffer.from(type.encode(made).finish())
    return { bytes, encode: () => type.encode(made).finish(), decode: () => type.decode(bytes) }
  }
