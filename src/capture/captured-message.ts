import type { Contract, Field, Value } from '../contract/index.ts'
import { type CapturedMessage, type CapturedValue, MASK } from './capture.ts'

/** Whether scalars of that kind are shown. */
type Shows = (value: Value) => boolean

const everything: Shows = () => true

/**
 * Gives messages of a contract, as its codec or its JSON has them, in their JSON form without what is secret, and without
 * scalars that are not to be shown. Of a message that the contract does not know, only the type is given: it could hold
 * anything.
 */
export const capturing = (
  { messages }: Pick<Contract, 'messages'>,
  shows: Shows = everything,
): ((message: { readonly type: string }) => CapturedMessage) => {
  const fields = new Map(messages.map(({ name, fields }) => [name, fields]))
  return (message) => {
    const { type } = message
    return { type, ...fieldsIn(message, fields.get(type) ?? [], shows) }
  }
}

const fieldsIn = (given: object, fields: readonly Field[], shows: Shows): Record<string, CapturedValue> => {
  const shown: Record<string, CapturedValue> = {}
  for (const field of fields) {
    // Each field is looked up by the name that the contract gives it.
    const value = (given as Readonly<Record<string, unknown>>)[field.name]
    if (value !== undefined) shown[field.name] = field.secret ? MASK : fieldIn(value, field, shows)
  }
  return shown
}

const fieldIn = (value: unknown, { list, value: of }: Field, shows: Shows): CapturedValue =>
  list === null || !Array.isArray(value)
    ? valueIn(value, of, shows)
    : value.map((item) => valueIn(item, of, shows))

const valueIn = (value: unknown, of: Value, shows: Shows): CapturedValue => {
  if (!shows(of)) return MASK
  if (value instanceof Uint8Array) return hexOf(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return scalarIn(value)
  switch (of.base) {
    case 'record':
      return fieldsIn(value, of.fields, shows)
    case 'union':
      return armIn(value, of.arms, shows)
    default:
      return {}
  }
}

const scalarIn = (value: unknown): CapturedValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : String(value)

/** An arm of a later version is told by its tag; what it held was skipped. */
const armIn = (
  given: { readonly case?: unknown; readonly tag?: unknown; readonly value?: unknown },
  arms: Extract<Value, { readonly base: 'union' }>['arms'],
  shows: Shows,
): CapturedValue => {
  const name = String(given.case)
  const arm = arms.find((each) => each.name === name)
  if (arm === undefined)
    return typeof given.tag === 'number' ? { case: name, tag: given.tag } : { case: name }
  if (arm.value === null || given.value === undefined) return { case: name }
  return { case: name, value: arm.secret ? MASK : valueIn(given.value, arm.value, shows) }
}

const hexOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex')
