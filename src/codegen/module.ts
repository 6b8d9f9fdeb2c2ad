import type { Answer, Contract, Message, Side } from '../contract/contract.ts'
import { opposite } from '../contract/contract.ts'
import { isSaidBy } from '../contract/turns.ts'
import type { GenerateOptions } from './options.ts'
import { docComment, fileOf, literal, mark } from './source.ts'

/** `key-value` as `KeyValue`. */
const pascalCase = (protocol: string): string =>
  protocol
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('')

/** What is generated for a protocol beside its own types and messages, behind its name. */
const SUFFIXES = ['', 'Client', 'Server', 'ClientHandlers', 'ServerHandlers']

/** The name of a protocol as the types of its messages begin with it; no type or message of the contract is called so. */
const typeName = ({ protocol, types, messages }: Contract): string => {
  const name = pascalCase(protocol)
  const isTaken = SUFFIXES.some((suffix) => [...types, ...messages].some((one) => one.name === name + suffix))
  return isTaken ? `${name}Messages` : name
}

/** Names that a module cannot export a value under, or that this one uses itself. */
const taken = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends',
    'false finally for function if implements import in instanceof interface let new null package private protected',
    'public return static super switch this throw true try typeof var void while with yield undefined',
    'codec decodeBody encodeBody engine messages numbers tables',
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

const isStream = ({ each }: Answer): boolean => each.length > 0

const nameOf = (contract: Contract, side: Side): string =>
  `${typeName(contract)}${side === 'client' ? 'Client' : 'Server'}`

/** A property of an interface with properties of its own. */
const block = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? [`  readonly ${name}: object`]
    : [`  readonly ${name}: {`, ...lines.map((line) => `    ${line}`), '  }']

/** The union of those of these messages that a side says. */
const unionOf = (contract: Contract, names: readonly string[], side: Side): string => {
  const said = new Set(saidBy(contract, side).map(({ name }) => name))
  const union = names.filter((name) => said.has(name)).map((name) => `messages.${name}`)
  return union.length === 0 ? 'never' : union.join(' | ')
}

const sideLines = (contract: Contract, side: Side): readonly string[] => {
  const said = saidBy(contract, side)
  const other = opposite(side)
  const name = nameOf(contract, side)
  return [
    '',
    `/** The conversation messages that a ${side} of ${contract.protocol} says, and their answers. */`,
    `export interface ${name} {`,
    ...block(
      'says',
      said.map((message) => `readonly ${message.name}: messages.${message.name}`),
    ),
    ...block(
      'asks',
      said.flatMap(({ name: asks, answer }) =>
        answer === null || isStream(answer)
          ? []
          : [`readonly ${asks}: ${unionOf(contract, answer.end, other)}`],
      ),
    ),
    ...block(
      'streams',
      said.flatMap(({ name: asks, answer }) =>
        answer === null || !isStream(answer)
          ? []
          : [
              `readonly ${asks}: {`,
              `  readonly each: ${unionOf(contract, answer.each, other)}`,
              `  readonly end: ${unionOf(contract, answer.end, other)}`,
              '}',
            ],
      ),
    ),
    `  readonly handlers: ${contract.base === null ? 'object' : `${name}Handlers`}`,
    '}',
  ]
}

/** Whether a message is there to answer others. */
const isAnswer = ({ messages }: Contract, name: string): boolean =>
  messages.some(({ answer }) => answer?.each.includes(name) === true || answer?.end.includes(name) === true)

const handlerLines = (contract: Contract, side: Side, message: Message): readonly string[] => {
  const { name, about, answer, deprecated } = message
  const own = nameOf(contract, side)
  const others = nameOf(contract, opposite(side))
  const doc = docComment(about, '  ', deprecated === null ? [] : [`@deprecated ${deprecated}`])
  const takes = `message: messages.${name}`
  if (answer === null) {
    // A client takes by iteration what it has no handler for; nobody is there to do so for a server.
    const optional = side === 'client' || isAnswer(contract, name) ? '?' : ''
    return [...doc, `  readonly ${name}${optional}: engine.Handler<messages.${name}, ${own}, ${others}>`]
  }
  const ends = unionOf(contract, answer.end, side)
  const gives = isStream(answer)
    ? `AsyncIterator<${unionOf(contract, answer.each, side)}, ${ends}, undefined>`
    : `engine.Answered<${ends}>`
  return [
    ...doc,
    `  readonly ${name}: (`,
    `    ${takes},`,
    `    peer: engine.AnswerContext<${own}, ${others}>,`,
    `  ) => ${gives}`,
  ]
}

/** The handlers of a side: one for each message that it hears. */
const handlersLines = (contract: Contract, side: Side): readonly string[] => {
  if (contract.base === null) return []
  const heard = saidBy(contract, opposite(side))
  const name = `${nameOf(contract, side)}Handlers`
  const doc = `/** What a ${side} of ${contract.protocol} does with each message that it hears. */`
  return heard.length === 0
    ? ['', doc, `export type ${name} = object`]
    : [
        '',
        doc,
        `export interface ${name} {`,
        ...heard.flatMap((message) => handlerLines(contract, side, message)),
        '}',
      ]
}

/** The contract as one value: servers and clients are made from it, and typed by it. */
export const generateModule = (contract: Contract, options: GenerateOptions): string => {
  const name = typeName(contract)
  const converses = contract.messages.some(({ conversation }) => conversation)
  return fileOf([
    `// ${mark(options)}`,
    `import type * as codec from ${literal(options.imports.runtime)}`,
    ...(converses && contract.base !== null
      ? [`import type * as engine from ${literal(options.imports.engine)}`]
      : []),
    "import { decodeBody, encodeBody } from './codec.ts'",
    "import { contract as tables, MessageNumber as numbers } from './contract.ts'",
    ...(converses ? ["import type * as messages from './messages.ts'"] : []),
    '',
    "export type * from './messages.ts'",
    ...sideLines(contract, 'client'),
    ...sideLines(contract, 'server'),
    ...handlersLines(contract, 'client'),
    ...handlersLines(contract, 'server'),
    '',
    `/** The conversation messages of ${contract.protocol}, by the side that says them. */`,
    `export interface ${name} {`,
    `  readonly client: ${nameOf(contract, 'client')}`,
    `  readonly server: ${nameOf(contract, 'server')}`,
    '}',
    '',
    ...docComment(contract.about),
    `export const ${valueName(contract.protocol)}: codec.Contract<${name}> = { tables, numbers, encodeBody, decodeBody }`,
  ])
}
