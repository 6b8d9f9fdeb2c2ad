import type { Contract, Message, NamedType } from '../contract/contract.ts'
import type { Member } from './fields.ts'

/** The messages that do not come from the base, in the order of their numbers. */
export const ownMessages = ({ messages }: Contract): readonly Message[] =>
  messages.filter(({ ofBase }) => !ofBase)

/**
 * The types that do not come from the base, in the order that generated files list them in: by their names, but what a
 * type is made of before it.
 */
export const ownTypes = ({ types }: Contract): readonly NamedType[] =>
  inOrder(types.filter(({ ofBase }) => !ofBase))

/** The types that these messages are made of, in the same order; some may come from the base. */
export const usedTypes = (contract: Contract): readonly NamedType[] => {
  const byName = new Map(contract.types.map((type) => [type.name, type]))
  const used = new Set<NamedType>()
  const use = (type: NamedType | undefined): void => {
    if (type === undefined || used.has(type)) return
    used.add(type)
    for (const part of partsOf(type)) use(byName.get(part))
  }
  for (const { fields } of ownMessages(contract)) for (const { type } of fields) use(byName.get(type ?? ''))
  return inOrder([...used])
}

/** The fields of a record, the arms of a union. */
export const membersOf = ({ value }: NamedType): readonly Member[] => {
  if (value.base === 'record') return value.fields
  return value.base === 'union' ? value.arms : []
}

/** The names of the types that a type is made of. */
const partsOf = (type: NamedType): readonly string[] => membersOf(type).flatMap((member) => member.type ?? [])

const inOrder = (types: readonly NamedType[]): readonly NamedType[] => {
  const byName = new Map(types.map((type) => [type.name, type]))
  const listed = new Set<NamedType>()
  const list = (type: NamedType | undefined): void => {
    if (type === undefined || listed.has(type)) return
    for (const part of partsOf(type)) list(byName.get(part))
    listed.add(type)
  }
  for (const type of [...types].sort((a, b) => (a.name < b.name ? -1 : 1))) list(type)
  return [...listed]
}

/** Those of them that come from the base. */
export const usedOfBase = (contract: Contract): readonly NamedType[] =>
  usedTypes(contract).filter(({ ofBase }) => ofBase)

/** A reference to what generated modules have under the name of a field's type, in those of the base where it is there. */
export const qualified = (contract: Contract, { type }: { readonly type: string | null }): string | null =>
  type !== null && contract.types.some(({ name, ofBase }) => ofBase && name === type) ? `base.${type}` : type
