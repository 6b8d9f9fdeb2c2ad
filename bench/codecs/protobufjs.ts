import type protobuf from 'protobufjs'
import type { Message } from '../../protocol/talk/messages.ts'
import type { Work } from './codec.ts'
import { enumsAsNumbers } from './enums.ts'

/** As its manual says: a message made once, `encode().finish()`, and `decode` of a Buffer. */
export const protobufjs =
  (root: protobuf.Root) =>
  (message: Message): Work => {
    const type = root.lookupType(message.type)
    const made = type.create(enumsAsNumbers(message))
    const bytes = Buffer.from(type.encode(made).finish())
    return { bytes, encode: () => type.encode(made).finish(), decode: () => type.decode(bytes) }
  }
