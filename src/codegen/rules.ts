import type { Contract, Field, Message, Scalar } from '../contract/contract.ts'
import { ownMessages, usedTypes } from './own.ts'
import { literal } from './source.ts'

type Text = Extract<Scalar, { readonly base: 'string' }>

const hasRules = (value: Scalar): value is Text =>
  value.base === 'string' && (value.rules.length > 0 || value.pattern !== null)

/** The constant that holds the rules of a field's text, or null where it has none beside its bounds. */
export const rulesOf = (message: Message, field: Field): string | null => {
  if (!hasRules(field.value)) return null
  return `${field.type ?? `${message.name}_${field.name}`}_rules`
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
  return [
    ...usedTypes(contract).flatMap(({ name, value }) =>
      hasRules(value) ? line(`${name}_rules`, value) : [],
    ),
    ...ownMessages(contract).flatMap((message) =>
      message.fields.flatMap((field) => {
        const name = rulesOf(message, field)
        return name === null || field.type !== null || !hasRules(field.value) ? [] : line(name, field.value)
      }),
    ),
  ]
}
