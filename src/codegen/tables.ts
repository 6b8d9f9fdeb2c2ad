import type { LaterMember } from '../codec/types.ts'
import { baseName } from '../contract/base.ts'
import type { Contract, Message, NamedType, Side, State, Value, Within } from '../contract/contract.ts'
import { contractHash } from '../contract/hash.ts'
import { sayable } from '../contract/turns.ts'
import { boundLiteral, pathOf } from './fields.ts'
import type { GenerateOptions } from './options.ts'
import { membersOf, ownMessages, ownTypes } from './own.ts'
import { docComment, fileOf, literal, mark } from './source.ts'
import { rowOf } from './tables-of.ts'

const withinOf = (within: Within | null): string => {
  if (within === null) return 'null'
  return 'ms' in within ? `{ ms: ${within.ms} }` : `{ heartbeats: ${within.heartbeats} }`
}

const saysOf = (contract: Contract, state: State, side: Side): readonly string[] => {
  const next = [...sayable(contract, state, side)]
  if (next.length === 0) return [`        ${side}: {},`]
  return [
    `        ${side}: {`,
    ...next.map(([message, to]) => `          ${message}: ${literal(to)},`),
    '        },',
  ]
}

const listOf = (names: readonly string[]): string => `[${names.map(literal).join(', ')}]`

const laterLiteral = ({ path, since, optional }: LaterMember): string => {
  const steps = path.map((step) =>
    typeof step === 'string' ? literal(step) : `{ arm: ${literal(step.arm)} }`,
  )
  return `{ path: [${steps.join(', ')}], since: ${since}${optional === true ? ', optional: true' : ''} }`
}

const messageLine = (contract: Contract, message: Message): string => {
  const { name, number, from, conversation, since, later, answer } = rowOf(contract, message)
  const facts = `name: ${literal(name)}, number: ${number}, from: ${literal(from)}, conversation: ${conversation}`
  const versions = [
    ...(since === undefined ? [] : [`, since: ${since}`]),
    ...(later === undefined ? [] : [`, later: [${later.map(laterLiteral).join(', ')}]`]),
  ].join('')
  if (answer === undefined) return `    { ${facts}${versions} },`
  const answers = `each: ${listOf(answer.each)}, end: ${listOf(answer.end)}, window: ${answer.window}`
  return `    { ${facts}${versions}, answer: { ${answers} } },`
}

const stateLines = (contract: Contract, state: State): readonly string[] => [
  '    {',
  `      name: ${literal(state.name)},`,
  `      turn: ${literal(state.turn)},`,
  `      within: ${withinOf(state.within)},`,
  `      maxBody: ${state.maxBody},`,
  `      inFlight: ${state.inFlight},`,
  '      says: {',
  ...saysOf(contract, state, 'client'),
  ...saysOf(contract, state, 'server'),
  '      },',
  '    },',
]

const enumLines = ({ name, value }: NamedType): readonly string[] =>
  value.base !== 'enum'
    ? []
    : [
        '',
        `/** The numbers of ${name}. */`,
        `export const ${name}Number = {`,
        ...[...value.values]
          .sort((a, b) => a.number - b.number)
          .map((value) => `  ${value.name}: ${value.number},`),
        '} as const',
      ]

const boundsIn = (value: Value): string | null => {
  switch (value.base) {
    case 'string':
    case 'bytes':
      return `{ minBytes: ${value.minBytes}, maxBytes: ${value.maxBytes} }`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return `{ min: ${boundLiteral(value.min)}, max: ${boundLiteral(value.max)} }`
    case 'record':
      return value.maxBytes === null ? null : `{ maxBytes: ${value.maxBytes} }`
    case 'bool':
    case 'enum':
    case 'union':
      return null
    default:
      return value satisfies never
  }
}

/** All that has fields or arms of its own. */
const ownersOf = (contract: Contract) => [
  ...ownTypes(contract).map((type) => ({ name: type.name, fields: membersOf(type) })),
  ...ownMessages(contract),
]

/** The bounds of what is the contract's own. */
export const boundsLines = (contract: Contract): readonly string[] => {
  const line = (name: string, value: Value): readonly string[] => {
    const bounds = boundsIn(value)
    return bounds === null ? [] : [`  ${name}: ${bounds},`]
  }
  return [
    ...ownTypes(contract).flatMap(({ name, value }) => line(name, value)),
    ...ownersOf(contract).flatMap((owner) =>
      owner.fields.flatMap(({ name, type, value }) =>
        type !== null || value === null ? [] : line(pathOf(owner, { name }), value),
      ),
    ),
  ]
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const baseOf = ({ base }: Contract): string =>
  base === null ? 'null' : `{ name: ${literal(baseName(base))}, hash: ${literal(hex(contractHash(base)))} }`

/** The tables that keep peers to the contract, as a module: pure data, and none of Node's types. */
export const generateTables = (contract: Contract, hash: Uint8Array, options: GenerateOptions): string =>
  fileOf([
    `// ${mark(options)}`,
    `import type { ContractTables } from ${literal(options.imports.types)}`,
    '',
    ...docComment(contract.about),
    'export const contract = {',
    ...tableLines(contract, hash),
    '} as const satisfies ContractTables',
    '',
    '/** The number of each message. */',
    'export const MessageNumber = {',
    ...numberLines(contract),
    '} as const',
    ...ownTypes(contract).flatMap(enumLines),
    '',
    `/** ${ABOUT_BOUNDS} */`,
    'export const bounds = {',
    ...boundsLines(contract),
    '} as const',
  ])

/** The doc comment of the bounds where they are exported. */
export const ABOUT_BOUNDS =
  'The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8.'

/** The lines of the tables. */
export const tableLines = (contract: Contract, hash: Uint8Array): readonly string[] => [
  `  protocol: ${literal(contract.protocol)},`,
  `  version: ${contract.version},`,
  `  speaks: ${contract.speaks},`,
  `  hash: ${literal(hex(hash))},`,
  `  base: ${baseOf(contract)},`,
  '  messages: [',
  ...contract.messages.map((message) => messageLine(contract, message)),
  '  ],',
  '  states: [',
  ...contract.states.flatMap((state) => stateLines(contract, state)),
  '  ],',
]

/** The number of each message. */
export const numberLines = ({ messages }: Contract): readonly string[] =>
  messages.map(({ name, number }) => `  ${name}: ${number},`)
