import type { Contract, Field, Message, Value } from '../contract/contract.ts'
import { kindOf, type Owner, rangeLiteral } from './fields.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, ownTypes, qualified } from './own.ts'
import { rulesLiteral } from './rules.ts'
import { fileOf, literal, mark, numbersLiteral } from './source.ts'

const valuesOf = (contract: Contract, owner: Owner, value: Value): string => {
  switch (value.base) {
    case 'string': {
      const rules =
        value.rules.length > 0 || value.pattern !== null ? rulesLiteral(value, 'of.wholly') : 'null'
      return `of.text(${value.minBytes}, ${value.maxBytes}, ${rules})`
    }
    case 'bytes':
      return `of.bytes(${value.minBytes}, ${value.maxBytes})`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return `of.${kindOf(value)}(${rangeLiteral(value)})`
    case 'bool':
      return 'of.bool()'
    case 'enum':
      return value.open
        ? `of.openEnum(${numbersLiteral(value)})`
        : `of.oneOf([${value.values.map((value) => literal(value.name)).join(', ')}])`
    case 'record': {
      const fields = value.fields.map((field) => fieldLine(contract, owner, field))
      return [`of.record(${literal(owner.name)}, {`, ...fields, `}, ${value.maxBytes})`].join('\n')
    }
    case 'union': {
      const arms = value.arms.map((arm) => {
        const values = arm.value === null ? 'null' : typed(contract, owner, { ...arm, value: arm.value })
        return `  ${arm.name}: ${values},`
      })
      return [`of.union(${literal(owner.name)}, {`, ...arms, '})'].join('\n')
    }
    default:
      return value satisfies never
  }
}

const typed = (contract: Contract, owner: Owner, { type, value }: Pick<Field, 'type' | 'value'>): string => {
  const name = qualified(contract, { type })
  return name === null ? valuesOf(contract, owner, value) : `${name}Arbitrary`
}

const fieldLine = (contract: Contract, owner: Owner, field: Field): string => {
  const { name, list, optional } = field
  const item = typed(contract, owner, field)
  const values =
    list === null ? item : `of.list(${item}, ${list.minItems}, ${list.maxItems}, ${list.maxBytes})`
  return `  ${name}: { values: ${values}, optional: ${optional} },`
}

const messageLines = (contract: Contract, { name, fields }: Message): readonly string[] => [
  '',
  `/** ${name}: valid, at its bounds, beyond them. */`,
  `export const ${name}Arbitrary: of.MessageArbitrary<messages.${name}> = of.message<messages.${name}>(${literal(name)}, {`,
  ...fields.map((field) => fieldLine(contract, { name }, field)),
  '})',
]

/** fast-check arbitraries of the named types and of each message. */
export const generateArbitraries = (contract: Contract, options: GenerateOptions): string =>
  fileOf([
    `// ${mark(options)}`,
    `import * as fc from 'fast-check'`,
    `import * as of from ${literal(options.imports.arbitraries)}`,
    ...(contract.base === null ? [] : [`import * as base from ${literal(baseImports(options).arbitraries)}`]),
    `import type * as messages from './messages.ts'`,
    ...ownTypes(contract).flatMap(({ name, value }) => [
      '',
      `/** Values of ${name}. */`,
      `export const ${name}Arbitrary: of.FieldArbitrary<unknown> = ${valuesOf(contract, { name }, value)}`,
    ]),
    ...ownMessages(contract).flatMap((message) => messageLines(contract, message)),
    '',
    '/** Every message, valid. */',
    'export const MessageArbitrary: fc.Arbitrary<messages.Message> = fc.oneof(',
    ...(contract.base === null ? [] : ['  base.MessageArbitrary,']),
    ...ownMessages(contract).map(({ name }) => `  ${name}Arbitrary.valid,`),
    ')',
    '',
    '/** The arbitraries of each message under its name. */',
    'export const arbitraries: { readonly [N in keyof messages.MessageByName]: of.MessageArbitrary<messages.MessageByName[N]> } = {',
    ...(contract.base === null ? [] : ['  ...base.arbitraries,']),
    ...ownMessages(contract).map(({ name }) => `  ${name}: ${name}Arbitrary,`),
    '}',
  ])
