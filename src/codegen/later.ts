import type { LaterMember } from '../codec/types.ts'
import type { Contract, Message, Value } from '../contract/contract.ts'

/**
 * The fields and arms of a message, at any depth, that came in a later version than the message and the oldest that is
 * still spoken. Types do not contain themselves, so this ends.
 */
export const laterMembers = (contract: Contract, { since, fields }: Message): readonly LaterMember[] => {
  const oldest = Math.max(contract.speaks, since)
  const members = (value: Value | null, path: LaterMember['path'], from: number): readonly LaterMember[] => {
    if (value?.base === 'record')
      return value.fields.flatMap((field) => member([...path, field.name], field, from))
    if (value?.base === 'union')
      return value.arms.flatMap((arm) => member([...path, { arm: arm.name }], arm, from))
    return []
  }
  const member = (
    path: LaterMember['path'],
    {
      since,
      value,
      optional,
    }: { readonly since: number; readonly value: Value | null; readonly optional?: boolean },
    from: number,
  ): readonly LaterMember[] => [
    ...(since > from ? [{ path, since, ...(optional === true ? { optional } : {}) }] : []),
    ...members(value, path, Math.max(since, from)),
  ]
  return fields.flatMap((field) => member([field.name], field, oldest))
}
