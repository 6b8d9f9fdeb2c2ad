import { create, createFileRegistry, type FileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'
import { mapped, type Work } from './codec.ts'
import { enumsAsNumbers } from './enums.ts'
import type { Sample } from './samples.ts'

/** The fields that are uint64 in the contracts, and bigint here. */
const BIG_FIELDS: readonly string[] = ['expiresAtMs', 'revision']

/** As its manual says: a message created once, `toBinary` and `fromBinary`. */
export const bufbuild = (root: protobuf.Root): ((sample: Sample) => Work) => {
  const registry = registryOf(root)
  return ({ fullName, message }) => {
    const schema = registry.getMessage(fullName)
    if (schema === undefined) throw new Error(`The registry lacks ${fullName}.`)
    const fields = mapped(enumsAsNumbers(message), (name, value) =>
      BIG_FIELDS.includes(name) ? BigInt(value as number) : value,
    )
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
  for (const file of files.file)
    for (const field of file.messageType.flatMap((message) => message.field))
      if (field.typeName !== '' && !field.typeName.startsWith('.'))
        field.typeName = `.${file.package}.${field.typeName}`
  return createFileRegistry(files)
}
