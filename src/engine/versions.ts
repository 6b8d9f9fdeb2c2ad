import type { AnyMessage, LaterMember } from '../codec/index.ts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** Whether a field holds something: what is absent, empty or 0 is not on the wire either. */
const isThere = (value: unknown): boolean =>
  value !== undefined && value !== '' && value !== 0 && value !== 0n && value !== false && !isEmpty(value)

const isEmpty = (value: unknown): boolean =>
  (Array.isArray(value) || value instanceof Uint8Array) && value.length === 0

/** Whether a value holds the member at the end of a path. */
const holds = (value: unknown, path: LaterMember['path'], at = 0): boolean => {
  const step = path[at]
  // A list is there by its items, also where each of them is empty.
  if (step === undefined) return isThere(value)
  if (Array.isArray(value)) return value.some((item) => holds(item, path, at))
  if (!isObject(value)) return false
  if (typeof step === 'string') return holds(value[step], path, at + 1)
  return value.case === step.arm && (at === path.length - 1 || holds(value.value, path, at + 1))
}

/** The member of a message that a version does not have; null where it has all. */
export const laterThan = (
  message: AnyMessage,
  members: readonly LaterMember[] | undefined,
  version: number,
): LaterMember | null => members?.find(({ path, since }) => since > version && holds(message, path)) ?? null

/** The place of a member, as errors name it. */
export const placeOf = (type: string, { path }: LaterMember): string =>
  [type, ...path.map((step) => (typeof step === 'string' ? step : step.arm))].join('.')

/** A message as an earlier version has it. An arm that came later cannot be left out; see `laterThan`. */
export const asOf = (message: AnyMessage, members: readonly LaterMember[], version: number): AnyMessage => {
  let said: unknown = message
  for (const member of members)
    if (member.since > version && typeof member.path.at(-1) === 'string') said = without(said, member, 0)
  // Every member left out here is optional.
  return said as AnyMessage
}

/** A value without the field at the end of a path. */
const without = (value: unknown, member: LaterMember, at: number): unknown => {
  if (Array.isArray(value)) return value.map((item) => without(item, member, at))
  const step = member.path[at]
  if (step === undefined || !isObject(value)) return value
  if (typeof step === 'object')
    return value.case === step.arm ? { ...value, value: without(value.value, member, at + 1) } : value
  if (at < member.path.length - 1) return { ...value, [step]: without(value[step], member, at + 1) }
  const { [step]: left, ...others } = value
  return member.optional === true || left === undefined ? others : { ...others, [step]: emptyOf(left) }
}

/** The value of its kind that is not written. */
const emptyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return []
  if (value instanceof Uint8Array) return new Uint8Array(0)
  if (typeof value === 'bigint') return 0n
  if (typeof value === 'number') return 0
  return typeof value === 'boolean' ? false : ''
}
