import type { Contract, Field, Message, Scalar } from '../contract/contract.ts'
import { ownMessages, usedTypes } from './own.ts'
import { literal } from './source.ts'

type Text = Extract<Scalar, { readonly base: 'string' }>

const hasRules = (scalar: Scalar): scalar is Text =>
  scalar.base === 'string' && (scalar.rules.length > 0 || scalar.pattern !== null)

/** The constant that holds the rules of a field's text, or null where it has none beside its bounds. */
export const rulesOf = (message: Message, field: Field): string | null => {
  if (!hasRules(field.scalar)) return null
  return `${field.type ?? `${message.name}_${field.name}`}_rules`
}

/** An expression of type `TextRules`; `wholly` is what the file calls the run-time's function of that name. */
export const rulesLiteral = ({ rules, pattern }: Text, wholly = 'wholly'): string => {
  const flags = (['nfc', 'printable', 'trimmed'] as const).map((rule) => `${rule}: ${rules.includes(rule)}`)
  return `{ ${flags.join(', ')}, pattern: ${pattern === null ? 'null' : `${wholly}(${literal(pattern)})`} }`
}

/** The constants that `rulesOf` names. */
export const rulesLines = (contract: Contract): readonly string[] => {
  const line = (name: string, scalar: Text): readonly string[] => [
    '',
    `const ${name} = ${rulesLiteral(scalar)}`,
  ]
  return [
    ...usedTypes(contract).flatMap(({ name, scalar }) =>
      hasRules(scalar) ? line(`${name}_rules`, scalar) : [],
    ),
    ...ownMessages(contract).flatMap((message) =>
      message.fields.flatMap((field) => {
        const name = rulesOf(message, field)
        return name === null || field.type !== null || !hasRules(field.scalar) ? [] : line(name, field.scalar)
      }),
    ),
  ]
}
