import type { Contract, Message, Side } from '../contract/contract.ts'
import { isSaidBy } from '../contract/turns.ts'
import type { GenerateOptions } from './options.ts'
import { docComment, fileOf, literal, mark } from './source.ts'

/** `key-value` as `KeyValue`. */
const pascalCase = (protocol: string): string =>
  protocol
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('')

/** The name of a protocol as that of the type of its messages, which no type or message of the contract has. */
const typeName = ({ protocol, types, messages }: Contract): string => {
  const name = pascalCase(protocol)
  return [...types, ...messages].some((one) => one.name === name) ? `${name}Messages` : name
}

/** Names that a module cannot export a value under, or that this one uses itself. */
const taken = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends',
    'false finally for function if implements import in instanceof interface let new null package private protected',
    'public return static super switch this throw true try typeof var void while with yield undefined',
    'codec decodeBody encodeBody messages numbers tables',
  ].flatMap((line) => line.split(' ')),
)

/** The name of a protocol as that of its value: `key-value` is `keyValue`. */
const valueName = (protocol: string): string => {
  const pascal = pascalCase(protocol)
  const name = pascal.slice(0, 1).toLowerCase() + pascal.slice(1)
  return taken.has(name) ? `${name}Contract` : name
}

const saidBy = (contract: Contract, side: Side): readonly Message[] =>
  contract.messages.filter((message) => message.conversation && isSaidBy(message, side))

const sideLines = (contract: Contract, side: Side): readonly string[] => {
  const said = saidBy(contract, side)
  return said.length === 0
    ? [`  readonly ${side}: object`]
    : [`  readonly ${side}: {`, ...said.map(({ name }) => `    readonly ${name}: messages.${name}`), '  }']
}

/** The contract as one value: servers and clients are made from it, and typed by it. */
export const generateModule = (contract: Contract, options: GenerateOptions): string => {
  const name = typeName(contract)
  const converses = contract.messages.some(({ conversation }) => conversation)
  return fileOf([
    `// ${mark(options)}`,
    `import type * as codec from ${literal(options.imports.runtime)}`,
    "import { decodeBody, encodeBody } from './codec.ts'",
    "import { contract as tables, MessageNumber as numbers } from './contract.ts'",
    ...(converses ? ["import type * as messages from './messages.ts'"] : []),
    '',
    "export type * from './messages.ts'",
    '',
    `/** The conversation messages of ${contract.protocol}, by the side that says them. */`,
    `export interface ${name} {`,
    ...sideLines(contract, 'client'),
    ...sideLines(contract, 'server'),
    '}',
    '',
    ...docComment(contract.about),
    `export const ${valueName(contract.protocol)}: codec.Contract<${name}> = { tables, numbers, encodeBody, decodeBody }`,
  ])
}
