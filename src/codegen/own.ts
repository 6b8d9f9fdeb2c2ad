import type { Contract, Field, Message, NamedType } from '../contract/contract.ts'

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1

/** The messages that do not come from the base, in the order of their numbers. */
export const ownMessages = ({ messages }: Contract): readonly Message[] =>
  messages.filter(({ ofBase }) => !ofBase)

/** The types that do not come from the base, in the order that generated files list them in. */
export const ownTypes = ({ types }: Contract): readonly NamedType[] =>
  types.filter(({ ofBase }) => !ofBase).sort(byName)

/** The types that fields of these messages have, in the same order; some may come from the base. */
export const usedTypes = (contract: Contract): readonly NamedType[] => {
  const used = new Set(ownMessages(contract).flatMap(({ fields }) => fields.map(({ type }) => type)))
  return contract.types.filter(({ name }) => used.has(name)).sort(byName)
}

/** Those of them that come from the base. */
export const usedOfBase = (contract: Contract): readonly NamedType[] =>
  usedTypes(contract).filter(({ ofBase }) => ofBase)

/** A reference to what generated modules have under the name of a field's type, in those of the base where it is there. */
export const qualified = (contract: Contract, { type }: Field): string | null =>
  type !== null && contract.types.some(({ name, ofBase }) => ofBase && name === type) ? `base.${type}` : type
