import { create, createFileRegistry, type FileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'
import type { Message } from '../../protocol/talk/messages.ts'
import type { Work } from './codec.ts'
import { enumsAsNumbers } from './enums.ts'

/** As its manual says: a message created once, `toBinary` and `fromBinary`. */
export const bufbuild = (root: protobuf.Root): ((message: Message) => Work) => {
  const registry = registryOf(root)
  return (message) => {
    const schema =
      registry.getMessage(`colloquy.v1.${message.type}`) ?? registry.getMessage(`talk.v1.${message.type}`)
    if (schema === undefined) throw new Error(`The registry lacks ${message.type}.`)
    const fields = enumsAsNumbers(message)
    // What is a uint64 in the contract is a bigint there.
    if ('expiresAtMs' in fields) fields.expiresAtMs = BigInt(fields.expiresAtMs as number)
    const made = create(schema, fields)
    const bytes = toBinary(schema, made)
    return { bytes, encode: () => toBinary(schema, made), decode: () => fromBinary(schema, bytes) }
  }
}

/** protobuf.js reads the .proto, and its descriptor carries it over; there, names of types are not full. */
const registryOf = (root: protobuf.Root): FileRegistry => {
  root.resolveAll()
  const described = descriptor.FileDescriptorSet.encode(root.toDescriptor('proto3')).finish()
  const files = fromBinary(FileDescriptorSetSchema, described)
  for (const field of files.file.flatMap((file) => file.messageType).flatMap((message) => message.field))
    if (field.typeName !== '' && !field.typeName.startsWith('.'))
      field.typeName = `.colloquy.v1.${field.typeName}`
  return createFileRegistry(files)
}
