import { takenTypeNames } from '../contract/check/words.ts'
import type { Answer, Contract, Message, Side } from '../contract/contract.ts'
import { opposite } from '../contract/contract.ts'
import { isSaidBy } from '../contract/turns.ts'
import type { GenerateOptions } from './options.ts'
import { docComment, fileOf, literal, mark, typed } from './source.ts'

/** `key-value` as `KeyValue`. */
const pascalCase = (protocol: string): string =>
  protocol
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('')

/** Endings of the names that are generated for a protocol beside those of its own types and messages. */
const SUFFIXES = ['', 'Client', 'Server', 'ClientHandlers', 'ServerHandlers']

/** The name of a protocol as the types of its messages begin with it; no type or message of the contract is called so. */
const typeName = ({ protocol, types, messages }: Contract): string => {
  const taken = new Set([...takenTypeNames, ...[...types, ...messages].map((one) => one.name)])
  let name = pascalCase(protocol)
  while (SUFFIXES.some((suffix) => taken.has(name + suffix))) name += 'Messages'
  return name
}

/** Names that a module cannot export a value under, or that this one uses itself. */
const taken = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends',
    'false finally for function if implements import in instanceof interface let new null package private protected',
    'public return static super switch this throw true try typeof var void while with yield undefined',
    'base baseCodec bounds brokenRule codec decodeBody encodeBody encodeMessage engine messages numbers tables',
    'unknownNumber wholly',
  ].flatMap((line) => line.split(' ')),
)

/** The beginnings of the names that functions of a codec have. */
const FUNCTION = /^(?:encode|decode|read|write|nameOf|numberOf)[A-Z]/

/** The name of a protocol as that of its value: `key-value` is `keyValue`. */
const valueName = (protocol: string): string => {
  const pascal = pascalCase(protocol)
  const name = pascal.slice(0, 1).toLowerCase() + pascal.slice(1)
  return taken.has(name) || FUNCTION.test(name) ? `${name}Contract` : name
}

/** The names of a contract in what is generated: of its value, and of the types that begin with it. */
export const namesOf = (contract: Contract): { readonly value: string; readonly type: string } => ({
  value: valueName(contract.protocol),
  type: typeName(contract),
})

/** A contract, and what stands before the names of its messages where they are referred to. */
interface Face {
  readonly contract: Contract
  readonly messages: '' | 'messages.'
}

const saidBy = (contract: Contract, side: Side): readonly Message[] =>
  contract.messages.filter((message) => message.conversation && isSaidBy(message, side))

const isStream = ({ each }: Answer): boolean => each.length > 0

/** Lookups that each message needs, put together once. */
interface Lookups extends Face {
  /** The names of the types of both sides. */
  readonly names: Readonly<Record<Side, string>>
  /** The conversation messages that each side says. */
  readonly said: Readonly<Record<Side, readonly Message[]>>
  readonly saidNames: Readonly<Record<Side, ReadonlySet<string>>>
  /** Messages that are there to answer others. */
  readonly answers: ReadonlySet<string>
}

const lookupsOf = (face: Face): Lookups => {
  const { contract } = face
  const type = typeName(contract)
  const said = { client: saidBy(contract, 'client'), server: saidBy(contract, 'server') }
  const namesOfSaid = (side: Side): ReadonlySet<string> => new Set(said[side].map(({ name }) => name))
  return {
    ...face,
    names: { client: `${type}Client`, server: `${type}Server` },
    said,
    saidNames: { client: namesOfSaid('client'), server: namesOfSaid('server') },
    answers: new Set(
      contract.messages.flatMap(({ answer }) => (answer === null ? [] : [...answer.each, ...answer.end])),
    ),
  }
}

/** A property of an interface with properties of its own. */
const block = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? [`  readonly ${name}: object`]
    : [`  readonly ${name}: {`, ...lines.map((line) => `    ${line}`), '  }']

/** The union of those of these messages that a side says. */
const unionOf = ({ messages, saidNames }: Lookups, names: readonly string[], side: Side): string => {
  const union = names.filter((name) => saidNames[side].has(name)).map((name) => `${messages}${name}`)
  return union.length === 0 ? 'never' : union.join(' | ')
}

const sideLines = (face: Lookups, side: Side): readonly string[] => {
  const { contract, messages } = face
  const said = face.said[side]
  const other = opposite(side)
  const name = face.names[side]
  return [
    '',
    `/** The conversation messages that a ${side} of ${contract.protocol} says, and their answers. */`,
    `export interface ${name} {`,
    ...block(
      'says',
      said.map(({ name }) => `readonly ${name}: ${messages}${name}`),
    ),
    ...block(
      'asks',
      said.flatMap(({ name: asks, answer }) =>
        answer === null || isStream(answer) ? [] : [`readonly ${asks}: ${unionOf(face, answer.end, other)}`],
      ),
    ),
    ...block(
      'streams',
      said.flatMap(({ name: asks, answer }) =>
        answer === null || !isStream(answer)
          ? []
          : [
              `readonly ${asks}: {`,
              `  readonly each: ${unionOf(face, answer.each, other)}`,
              `  readonly end: ${unionOf(face, answer.end, other)}`,
              '}',
            ],
      ),
    ),
    `  readonly handlers: ${contract.base === null ? 'object' : `${name}Handlers`}`,
    '}',
  ]
}

const handlerLines = (face: Lookups, side: Side, message: Message): readonly string[] => {
  const { messages, names } = face
  const { name, about, answer, deprecated } = message
  const own = names[side]
  const others = names[opposite(side)]
  const doc = docComment(about, '  ', deprecated === null ? [] : [`@deprecated ${deprecated}`])
  const takes = `message: ${messages}${name}`
  if (answer === null) {
    // A client takes by iteration what it has no handler for; nobody is there to do so for a server.
    const optional = side === 'client' || face.answers.has(name) ? '?' : ''
    return [...doc, `  readonly ${name}${optional}: engine.Handler<${messages}${name}, ${own}, ${others}>`]
  }
  const ends = unionOf(face, answer.end, side)
  const gives = isStream(answer)
    ? `AsyncIterator<${unionOf(face, answer.each, side)}, ${ends}, undefined>`
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
const handlersLines = (face: Lookups, side: Side): readonly string[] => {
  const { contract } = face
  if (contract.base === null) return []
  const heard = face.said[opposite(side)]
  const name = `${face.names[side]}Handlers`
  const doc = `/** The handlers of a ${side} of ${contract.protocol}, by the messages that it hears. */`
  return heard.length === 0
    ? ['', doc, `export type ${name} = object`]
    : [
        '',
        doc,
        `export interface ${name} {`,
        ...heard.flatMap((message) => handlerLines(face, side, message)),
        '}',
      ]
}

/** The contract as one value, in a module: servers and clients are made from it, and typed by it. */
export const generateModule = (contract: Contract, options: GenerateOptions): string =>
  fileOf([
    `// ${mark(options)}`,
    ...faceImports(contract, options.imports),
    "import { decodeBody, encodeBody } from './codec.ts'",
    "import { contract as tables, MessageNumber as numbers } from './contract.ts'",
    ...(converses(contract) ? ["import type * as messages from './messages.ts'"] : []),
    '',
    "export type * from './messages.ts'",
    ...faceLines({ contract, messages: 'messages.' }),
    ...valueLines(contract),
  ])

const converses = ({ messages }: Contract): boolean => messages.some(({ conversation }) => conversation)

/** Imports of the types that the face leans on. */
export const faceImports = (
  contract: Contract,
  { runtime, engine }: Pick<GenerateOptions['imports'], 'runtime' | 'engine'>,
): readonly string[] => [
  `import type * as codec from ${literal(runtime)}`,
  ...(converses(contract) && contract.base !== null
    ? [`import type * as engine from ${literal(engine)}`]
    : []),
]

/** The types that a server and a client are typed by. */
export const faceLines = (shown: Face): readonly string[] => {
  const face = lookupsOf(shown)
  const { contract, names } = face
  return [
    ...sideLines(face, 'client'),
    ...sideLines(face, 'server'),
    ...handlersLines(face, 'client'),
    ...handlersLines(face, 'server'),
    '',
    `/** The conversation messages of ${contract.protocol}, by the side that says them. */`,
    `export interface ${typeName(contract)} {`,
    `  readonly client: ${names.client}`,
    `  readonly server: ${names.server}`,
    '}',
  ]
}

/** The value, of `tables`, `numbers`, `encodeBody` and `decodeBody`. */
export const valueLines = (contract: Contract): readonly string[] => [
  '',
  ...docComment(contract.about),
  `export const ${valueName(contract.protocol)}${typed(`: codec.Contract<${typeName(contract)}>`)} = { tables, numbers, encodeBody, decodeBody }`,
]

/** The same as a declaration. */
export const valueDeclaration = (contract: Contract): readonly string[] => [
  '',
  ...docComment(contract.about),
  `export declare const ${valueName(contract.protocol)}: codec.Contract<${typeName(contract)}>`,
]
