import type { Contract, Field, Message, Scalar } from '../contract/contract.ts'
import { kindOf, rangeLiteral } from './fields.ts'
import { baseImports, type GenerateOptions } from './options.ts'
import { ownMessages, ownTypes, qualified } from './own.ts'
import { rulesLiteral } from './rules.ts'
import { fileOf, literal, mark, numbersLiteral } from './source.ts'

const valuesOf = (value: Scalar): string => {
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
    default:
      return value satisfies never
  }
}

const fieldLine = (contract: Contract, field: Field): string => {
  const type = qualified(contract, field)
  const values = type === null ? valuesOf(field.value) : `${type}Arbitrary`
  return `  ${field.name}: { values: ${values}, optional: ${field.optional} },`
}

const messageLines = (contract: Contract, { name, fields }: Message): readonly string[] => [
  '',
  `/** ${name}: valid, at its bounds, beyond them. */`,
  `export const ${name}Arbitrary: of.MessageArbitrary<messages.${name}> = of.message<messages.${name}>(${literal(name)}, {`,
  ...fields.map((field) => fieldLine(contract, field)),
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
      `export const ${name}Arbitrary: of.FieldArbitrary<unknown> = ${valuesOf(value)}`,
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
