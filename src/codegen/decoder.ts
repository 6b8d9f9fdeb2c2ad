import type { Field, Message, NamedType, RecordValue, UnionValue } from '../contract/contract.ts'
import {
  cases,
  declaration,
  mayFail,
  missing,
  reading,
  refusing,
  result,
  seenWord,
} from './decoder-fields.ts'
import { type Member, pathOf, tagOf } from './fields.ts'
import { indent, literal, typed } from './source.ts'

/** The decoder of a message. */
export const decoderLines = ({ name, fields }: Message): readonly string[] => [
  '',
  `/** Reads the body of ${name}; null: see \`reader.fault\`. */`,
  `export const decode${name} = (reader${typed(': Reader')})${typed(`: ${name} | null`)} => {`,
  ...indent([...fieldsLines(name, fields), ...result(name, fields, 'message', [`type: ${literal(name)},`])]),
  '}',
]

/** Functions that read values of a record or union, with the length before them. */
export const readerLines = ({ name, value }: NamedType): readonly string[] => {
  if (value.base !== 'record' && value.base !== 'union') return []
  return [
    '',
    `const read${name} = (reader${typed(': Reader')}, path${typed(': string')})${typed(`: ${name} | null`)} => {`,
    ...indent([
      // Fields of later versions make it longer, unless it is bounded.
      `const outer = reader.enter(${(value.base === 'record' && value.maxBytes) || 0xffffffff}, path)`,
      ...(value.base === 'record' ? recordLines(name, value) : unionLines(name, value)),
    ]),
    '}',
  ]
}

/** Reads fields in any order, each once; unknown ones are passed over. */
const loop = (
  name: string,
  members: readonly Member[],
  known: readonly string[],
  unknown: readonly string[] = [],
) => [
  'while (reader.pos < reader.end) {',
  ...indent([
    `const tag = reader.tag(${literal(name)})`,
    'switch (tag) {',
    ...indent([
      ...known,
      'default:',
      ...indent([
        'switch (tag >>> 3) {',
        ...indent([
          ...members.flatMap((member) => [
            `case ${member.tag}:`,
            `  return reader.wrongWireType(tag, ${pathOf({ name }, member)})`,
          ]),
          'default:',
          ...indent([...unknown, `reader.skip(tag, ${literal(name)})`]),
        ]),
        '}',
      ]),
    ]),
    '}',
  ]),
  '}',
  'if (reader.fault !== null) return null',
]

const fieldsLines = (name: string, fields: readonly Field[]): readonly string[] => {
  const single = fields.flatMap((field, index) => (field.list === null ? [seenWord(index)] : []))
  return [
    ...fields.flatMap(declaration),
    ...[...new Set(single)].map((word) => `let ${word} = 0`),
    ...loop(
      name,
      fields,
      fields.flatMap((field, index) => cases({ name }, field, index)),
    ),
    ...fields.flatMap((field, index) => missing({ name }, field, index)),
  ]
}

const recordLines = (name: string, { fields }: RecordValue): readonly string[] => [
  ...fieldsLines(name, fields),
  'reader.leave(outer)',
  ...result(name, fields, 'record', []),
]

// The first arm counts; a second one is refused. An arm of a later version counts where there is no other.
const unionLines = (name: string, { open, arms }: UnionValue): readonly string[] => [
  `let union${typed(`: ${name} | null`)} = null`,
  ...(open ? ['let unknown = 0'] : []),
  ...loop(
    name,
    arms,
    arms.flatMap((arm) => {
      const path = pathOf({ name }, arm)
      return [
        `case ${tagOf(arm)}: {`,
        ...indent([
          `if (union !== null) return reader.fail('REPEATED_FIELD', ${path})`,
          ...(arm.value === null
            ? [`reader.empty(${path})`, `union = { case: ${literal(arm.name)} }`]
            : [
                `const value = ${reading({ name }, arm, arm.value)}`,
                ...(mayFail(arm.value) ? ['if (value === null) return null'] : []),
                ...refusing({ name }, arm, 'value'),
                `union = { case: ${literal(arm.name)}, value }`,
              ]),
          'break',
        ]),
        '}',
      ]
    }),
    open ? ['if (unknown === 0) unknown = tag >>> 3'] : [],
  ),
  'reader.leave(outer)',
  'if (union !== null) return union',
  ...(open ? [`if (unknown !== 0) return { case: 'unknown', tag: unknown }`] : []),
  `return reader.fail('MISSING_FIELD', path)`,
]
