import { expect } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract, Field, Value } from '../../src/contract/index.ts'
import { type Fields, type Library, librariesFor } from '../codec/libraries.ts'
import { runsOf } from '../support/soak.ts'
import type { Running, Said } from './generated.ts'

/** A value as a library for Protobuf holds it: enums by number, 64 bits as bigint, unions as their oneof. */
const neutralValue = (said: unknown, value: Value, library: Library): unknown => {
  switch (value.base) {
    case 'enum':
      return (
        value.values.find(({ name }) => name === said)?.number ??
        Number(String(said).slice('UNKNOWN_'.length))
      )
    case 'uint64':
    case 'int64':
      return BigInt(said as number)
    case 'record':
      return neutralFields(said as Fields, value.fields, library)
    case 'union': {
      const given = said as { readonly case: string; readonly value?: unknown }
      const arm = value.arms.find(({ name }) => name === given.case)
      const name = value.arms.some((one) => one.name === 'arm') ? 'arm1' : 'arm'
      return library.oneof(
        name,
        given.case,
        arm?.value == null ? {} : neutralValue(given.value, arm.value, library),
      )
    }
    default:
      return said
  }
}

const neutralFields = (said: Fields, fields: readonly Field[], library: Library): Fields =>
  Object.fromEntries(
    fields.flatMap(({ name, value, list }) => {
      const given = said[name]
      if (given === undefined) return []
      if (list === null) return [[name, neutralValue(given, value, library)]]
      return [[name, (given as readonly unknown[]).map((item) => neutralValue(item, value, library))]]
    }),
  )

/** A message as a library for Protobuf holds it: what is absent is not there. */
const neutral = (contract: Contract, { type, ...said }: Said, library: Library): Fields =>
  neutralFields(said, contract.messages.find(({ name }) => name === type)?.fields ?? [], library)

const hexOf = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('hex')

/**
 * That libraries for Protobuf read what a contract's codec writes, and write what it reads; that @bufbuild/protobuf
 * writes the same bytes; and that JSON gives the same message back.
 */
export const expectAgreement = (
  contract: Contract,
  files: ReadonlyMap<string, string>,
  { encode, decode, json, arbitraries }: Running,
  numRuns = runsOf(500),
): void => {
  const own = contract.messages.flatMap(({ name, ofBase }) =>
    ofBase ? [] : (arbitraries[name]?.valid ?? []),
  )
  const proto = [...files].find(([file]) => file.endsWith('.proto') && !file.startsWith('base/'))?.[1] ?? ''
  const libraries: readonly Library[] = librariesFor(proto)
  fc.assert(
    fc.property(fc.oneof(...own), (said) => {
      const { body, fault } = encode(said)
      expect(fault).toBeNull()
      for (const library of libraries) {
        const { name, encode: theirs, decode: read } = library
        const written = theirs(said.type, neutral(contract, said, library))
        expect(decode(said.type, written)).toEqual({ message: said, fault: null })
        expect(decode(said.type, theirs(said.type, read(said.type, body ?? written)))).toEqual({
          message: said,
          fault: null,
        })
        if (name === '@bufbuild/protobuf') expect(hexOf(body)).toBe(hexOf(written))
      }
      const back = json.decode(JSON.parse(JSON.stringify(json.encode(said))))
      // JSON has no -0.
      expect(E.isRight(back) && JSON.stringify(json.encode(back.right))).toBe(
        JSON.stringify(json.encode(said)),
      )
      expect(json.is(said)).toBe(true)
    }),
    { numRuns },
  )
}

/** That whatever lies beyond its bounds is not written, with the path of the field, and refused in JSON. */
export const expectRefusals = ({ encode, json, arbitraries }: Running, numRuns = runsOf(200)): void => {
  for (const { beyond } of Object.values(arbitraries)) {
    if (beyond === null) continue
    fc.assert(
      fc.property(beyond, ({ message, path }) => {
        expect(encode(message).fault).toMatchObject({ path })
        expect(json.is(message)).toBe(false)
      }),
      { numRuns },
    )
  }
}

/** That any bytes, like fields or not, give a message that can be written again, or a fault, and never throw. */
export const expectJudgement = (
  contract: Contract,
  { encode, decode, json, MessageArbitrary }: Running,
  numRuns = runsOf(2_000),
): void => {
  const judge = (type: string, body: Uint8Array): void => {
    const { message, fault } = decode(type, body)
    expect(message === null).toBe(fault !== null)
    // What was heard as unknown cannot be said.
    if (message === null || JSON.stringify(json.encode(message)).includes('"case":"unknown"')) return
    const again = encode(message).body
    expect(again).not.toBeNull()
    expect(decode(type, again ?? Buffer.alloc(0)).message).toEqual(message)
  }
  const names = contract.messages.map(({ name }) => name)
  const fieldLike = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.tuple(fc.nat(60), fc.nat(40)).map(([tag, value]) => Uint8Array.of(tag, value)),
    fc.constantFrom(Uint8Array.of(0x80, 0), Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)),
  )
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(fieldLike, { maxLength: 20 }), (type, parts) => {
      judge(type, Buffer.concat(parts))
    }),
    { numRuns },
  )
  fc.assert(
    fc.property(MessageArbitrary, fc.nat(), fc.nat(255), (said, at, byte) => {
      const body = encode(said).body ?? Buffer.alloc(0)
      if (body.length === 0) return
      const bent = Buffer.from(body)
      bent[at % body.length] = byte
      judge(said.type, bent)
      judge(said.type, body.subarray(0, at % body.length))
    }),
    { numRuns },
  )
}
