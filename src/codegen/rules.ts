import type { Contract, Scalar, Value } from '../contract/contract.ts'
import type { Member, Owner } from './fields.ts'
import { membersOf, ownMessages, usedTypes } from './own.ts'
import { literal } from './source.ts'

type Text = Extract<Scalar, { readonly base: 'string' }>

const hasRules = (value: Value): value is Text =>
  value.base === 'string' && (value.rules.length > 0 || value.pattern !== null)

/** The constant that holds the rules of a member's text, or null where it has none beside its bounds. */
export const rulesOf = (owner: Owner, { name, type, value }: Member): string | null => {
  if (value === null || !hasRules(value)) return null
  return `${type ?? `${owner.name}_${name}`}_rules`
}

/** An expression of type `TextRules`; `wholly` is what the file calls the run-time's function of that name. */
export const rulesLiteral = ({ rules, pattern }: Text, wholly = 'wholly'): string => {
  const flags = (['nfc', 'printable', 'trimmed'] as const).map((rule) => `${rule}: ${rules.includes(rule)}`)
  return `{ ${flags.join(', ')}, pattern: ${pattern === null ? 'null' : `${wholly}(${literal(pattern)})`} }`
}

/** The constants that `rulesOf` names. */
export const rulesLines = (contract: Contract): readonly string[] => {
  const line = (name: string, value: Text): readonly string[] => [
    '',
    `const ${name} = ${rulesLiteral(value)}`,
  ]
  const used = usedTypes(contract)
  const owners = [
    ...ownMessages(contract),
    ...used.map((type) => ({ name: type.name, fields: membersOf(type) })),
  ]
  return [
    ...used.flatMap(({ name, value }) => (hasRules(value) ? line(`${name}_rules`, value) : [])),
    ...owners.flatMap(({ name, fields }) =>
      fields.flatMap((field) => {
        const constant = rulesOf({ name }, field)
        const { type, value } = field
        return constant === null || type !== null || value === null || !hasRules(value)
          ? []
          : line(constant, value)
      }),
    ),
  ]
}
