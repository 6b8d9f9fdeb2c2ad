import { create, createFileRegistry, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor/index.js'

export type Fields = Record<string, unknown>

/** A library for Protobuf: messages by the names of a .proto, 64 bits as bigint, enums as numbers. */
export interface Library {
  readonly name: string
  readonly encode: (type: string, fields: Fields) => Uint8Array
  readonly decode: (type: string, body: Uint8Array) => Fields
  /** The library's value for a oneof of this name of which one is set. */
  readonly oneof: (name: string, one: string, value: unknown) => Fields
}

// protobufjs's extension adds these; its types do not say so.
interface Described {
  toDescriptor(edition: string): unknown
}
interface Descriptors {
  readonly FileDescriptorSet: { encode(set: unknown): { finish(): Uint8Array } }
}

/** protobufjs and @bufbuild/protobuf for a .proto of a package. */
export const librariesFor = (proto: string): readonly [Library, Library] => {
  // Each library gives the fields the names that it gives to those of anybody: retry_after_ms is retryAfterMs.
  const parsed = protobuf.parse(proto)
  const { root } = parsed
  root.resolveAll()
  const asWritten = protobuf.parse(proto, { keepCase: true }).root.resolveAll()
  const set = fromBinary(
    FileDescriptorSetSchema,
    (descriptor as unknown as Descriptors).FileDescriptorSet.encode(
      (asWritten as unknown as Described).toDescriptor('proto3'),
    ).finish(),
  )
  // The extension leaves names of types short; bufbuild wants them in full.
  for (const { messageType } of set.file) {
    for (const { name, field, nestedType } of messageType) {
      for (const one of field) {
        const last = one.typeName.replace(/^.*\./, '')
        const isNested = nestedType.some((nested) => nested.name === last)
        if (last !== '') one.typeName = `.${parsed.package}.${isNested ? `${name}.` : ''}${last}`
      }
    }
  }
  const registry = createFileRegistry(set)
  const schemaOf = (type: string): DescMessage => {
    const found = registry.getMessage(`${parsed.package}.${type}`)
    if (found === undefined) throw new Error(type)
    return found
  }
  return [
    {
      name: 'protobufjs',
      encode: (type, fields) => {
        const found = root.lookupType(type)
        return found.encode(found.fromObject(fields)).finish()
      },
      decode: (type, body) => {
        const found = root.lookupType(type)
        return found.toObject(found.decode(body), { defaults: true, longs: BigInt }) as Fields
      },
      oneof: (_, one, value) => ({ [one]: value }),
    },
    {
      name: '@bufbuild/protobuf',
      encode: (type, fields) => toBinary(schemaOf(type), create(schemaOf(type), fields as never)),
      decode: (type, body) => {
        const schema = schemaOf(type)
        const message = fromBinary(schema, body) as unknown as Fields
        return Object.fromEntries(
          schema.fields
            .filter(({ localName }) => localName in message)
            .map(({ localName }) => [localName, message[localName]]),
        )
      },
      oneof: (name, one, value) => ({ [name]: { case: one, value } }),
    },
  ]
}
