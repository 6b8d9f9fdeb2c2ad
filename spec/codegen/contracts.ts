import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { type Contract, formatFailure, loadContract } from '../../src/contract/index.ts'

// Names that mean something in TypeScript, JavaScript, Protobuf, Mermaid, Graphviz or HTML, and that a contract may use.

const typeNames = [
  ...[
    'Style',
    'End',
    'Class',
    'Graph',
    'Default',
    'Constructor',
    'Prototype',
    'Note',
    'State',
    'Node',
    'Edge',
  ],
  ...['Any', 'Never', 'Unknown', 'Void', 'Null', 'Undefined', 'Union', 'Case', 'Switch', 'Bool', 'Double'],
  ...[
    'Option',
    'Repeated',
    'Reserved',
    'Group',
    'Oneof',
    'Service',
    'Rpc',
    'T',
    'A',
    'B1',
    'HTTPCode',
    'X2y',
  ],
  ...[
    'Fault',
    'Error2',
    'Element',
    'Window',
    'Document',
    'Process',
    'Global',
    'Fc',
    'Io',
    'Of',
    'NonNullable',
  ],
]
const fieldNames = [
  ...['style', 'end', 'graph', 'subgraph', 'digraph', 'node', 'edge', 'strict', 'direction', 'note', 'state'],
  ...[
    'optional',
    'repeated',
    'reserved',
    'message',
    'option',
    'oneof',
    'map',
    'group',
    'to',
    'max',
    'syntax',
  ],
  ...[
    'string',
    'bytes',
    'uint32',
    'bool',
    'double',
    'rpc',
    'stream',
    'returns',
    'extend',
    'extensions',
    'inf',
  ],
  ...['writer', 'reader', 'tag', 'seen', 'path', 'pos', 'codec', 'messages', 'io', 'of', 'fc', 't', 'name'],
  ...[
    'async',
    'of',
    'get',
    'set',
    'as',
    'any',
    'never',
    'unknown',
    'abstract',
    'declare',
    'module',
    'require',
  ],
  ...['hTTPCode', 'aB', 'a1', 'retryAfterMs', 'x', 'global', 'process', 'self', 'nan', 'infinity', 'length'],
]
const valueNames = [
  ...['A', 'END', 'STYLE', 'CLASS', 'NULL', 'TRUE', 'NAN', 'EOF', 'ERROR', 'DEEP_BLUE', 'A1_B2', 'UNKNOWN'],
  ...['INFINITY', 'CONSTRUCTOR', 'DEFAULT', 'OK', 'MAX', 'TO', 'RESERVED', 'OPTION', 'VALUE', 'Z9'],
]
const stateNames = [
  ...[
    'style',
    'end',
    'class',
    'graph',
    'default',
    'note',
    'state',
    'scale',
    'hide',
    'as',
    'direction',
    'fork',
  ],
  ...[
    'classdef',
    'acctitle',
    'accdescr',
    'click',
    'href',
    'subgraph',
    'strict',
    'node',
    'edge',
    'left',
    'right',
  ],
  ...[
    'root',
    'div',
    'join',
    'choice',
    'statediagram',
    'history',
    'done',
    'xstate',
    'offline',
    'type',
    'title',
  ],
  ...['end.end', 'class.style', 'graph.a.b', 'note.end', 'state.state', 'default.x1', 'style.note', 'of.of'],
]
const protocols = [
  'class',
  'style',
  'option',
  'package',
  'a',
  'my-own',
  'x1-2b',
  'end',
  'syntax',
  'v1',
  'message',
]

type Written = Readonly<Record<string, unknown>>

const about = 'A thing: */ "quoted" // #end; %% {x} <b>.'
const few = fc.integer({ min: 0, max: 3 })

const distinct = (names: readonly string[], min: number, max: number) =>
  fc.uniqueArray(fc.constantFrom(...names), {
    minLength: min,
    maxLength: max,
    selector: (name) => name.toLowerCase().replace(/[_.]/g, ''),
  })

const objectOf = <A>(names: fc.Arbitrary<readonly string[]>, values: fc.Arbitrary<A>) =>
  names.chain((keys) =>
    fc
      .array(values, { minLength: keys.length, maxLength: keys.length })
      .map((all) => Object.fromEntries(keys.map((key, index) => [key, all[index] as A]))),
  )

const string: fc.Arbitrary<Written> = fc.record(
  {
    minBytes: fc.constantFrom(0, 1, 4),
    maxBytes: fc.constantFrom(4, 300),
    rules: fc.subarray(['nfc', 'printable', 'trimmed']),
    pattern: fc.constantFrom('[a-z]{0,4}', "a'{1,4}", '[!-~]{1,4}'),
  },
  { requiredKeys: ['maxBytes'] },
)
const bytes: fc.Arbitrary<Written> = fc.record(
  { minBytes: few, maxBytes: fc.constantFrom(3, 8) },
  { requiredKeys: ['maxBytes'] },
)
const uint: fc.Arbitrary<Written> = fc.record(
  { min: few, max: fc.constantFrom(3, 4_294_967_295) },
  { requiredKeys: [] },
)
const values = objectOf(distinct(valueNames, 1, 4), fc.constant({ about })).map((named) => ({
  values: Object.fromEntries(
    Object.entries(named).map(([name, one], index) => [name, { ...one, number: index + 1 }]),
  ),
}))

const basesOf = (...plain: readonly string[]) =>
  fc.constantFrom(...plain).chain((base): fc.Arbitrary<Written> => {
    if (base === 'string') return string.map((bounds) => ({ base, ...bounds }))
    if (base === 'bytes') return bytes.map((bounds) => ({ base, ...bounds }))
    if (base === 'enum') return fc.tuple(values, fc.boolean()).map(([all, open]) => ({ base, open, ...all }))
    return base === 'bool' ? fc.constant({ base }) : uint.map((bounds) => ({ base, ...bounds }))
  })

const type = fc
  .tuple(basesOf('string', 'bytes', 'uint32', 'uint64', 'bool', 'enum', 'enum'), fc.boolean())
  .map(([bounds, secret]): Written => {
    const distinct = secret && (bounds.base === 'string' || bounds.base === 'bytes')
    return { ...bounds, secret, ...(distinct && { distinct }), about }
  })

const plainField = basesOf('string', 'bytes', 'uint32', 'uint64', 'bool').map(
  ({ base, ...bounds }): Written => ({
    type: base,
    ...bounds,
  }),
)

const fieldsFor = (types: readonly string[]) => {
  const named = types.length === 0 ? [] : [fc.constantFrom(...types).map((name): Written => ({ type: name }))]
  const field = fc
    .tuple(fc.oneof(plainField, ...named), fc.boolean(), fc.boolean())
    .map(([bounds, optional, secret]): Written => ({ ...bounds, optional, secret, about }))
  return objectOf(distinct(fieldNames, 0, 5), field).map((fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, one], index) => [name, { ...one, tag: index * 7 + 1 }]),
    ),
  )
}

/** Small contracts of every kind: with types that nobody uses, without messages of one side, with names that are words. */
const written = fc
  .record({
    protocol: fc.constantFrom(...protocols),
    version: fc.constantFrom(1, 2, 30),
    names: distinct(typeNames, 1, 8),
    types: fc.array(type, { maxLength: 4 }),
    froms: fc.constantFrom(['client'], ['server'], ['both'], ['client', 'server', 'both']),
    states: distinct(stateNames, 3, 3),
  })
  .chain(({ protocol, version, names, types, froms, states }) => {
    const typeList = names.slice(0, Math.min(types.length, names.length - 1))
    const messageNames = names.slice(typeList.length)
    return fc
      .tuple(
        ...messageNames.map((_, index) =>
          fc.record({
            fields: fieldsFor(typeList),
            conversation: fc.boolean(),
            from: fc.constant(froms[index % froms.length] as string),
            gone: fc.boolean(),
          }),
        ),
      )
      .map((messages): Written => {
        const says = new Set(messages.map(({ from }) => from))
        const turn = says.has('both') || says.size > 1 ? 'both' : [...says][0]
        const [first = '', second = '', last = ''] = states
        const open = { turn, within: '3 heartbeats', maxBody: '15 MiB', about }
        const complete = turn !== 'both' || says.has('both') || (says.has('client') && says.has('server'))
        return {
          protocol,
          version,
          about,
          types: Object.fromEntries(typeList.map((name, index) => [name, types[index]])),
          messages: Object.fromEntries(
            messages.map(({ fields, conversation, from, gone }, index) => [
              messageNames[index],
              {
                number: (conversation ? 64 : 1) + index,
                from: complete ? from : 'both',
                since: 1,
                conversation,
                about,
                fields,
                ...(gone && { reserved: { tags: [100, 101, 900], names: ['goneField'] } }),
              },
            ]),
          ),
          states: {
            [first]: { ...open, says: Object.fromEntries(messageNames.map((name) => [name, second])) },
            [second]: { ...open, says: Object.fromEntries(messageNames.map((name) => [name, last])) },
            [last]: { turn: 'nobody', about },
          },
          anytime: { [messageNames[0] ?? '']: last },
          reserved: { numbers: [50], names: ['GoneMessage'] },
        }
      })
  })

const load = (text: string): Contract | null => {
  const loaded = loadContract(text, 'any.yaml')
  if (E.isRight(loaded)) return loaded.right
  // Names can meet, a pattern can leave no room within the bounds: such a contract is none.
  const illegal = loaded.left.filter(
    ({ rule }) => !['NAME_COLLISION', 'STATE_IS_PARENT', 'PATTERN_IMPOSSIBLE', 'NAME_UNSAFE'].includes(rule),
  )
  if (illegal.length > 0) throw new Error(`${illegal.map(formatFailure).join('\n')}\n${text}`)
  return null
}

/** Legal contracts, always the same for a seed. */
export const someContracts = (count: number, seed: number): readonly Contract[] =>
  fc
    .sample(written, { numRuns: count * 3, seed })
    .map((one) => load(JSON.stringify(one)))
    .filter((contract) => contract !== null)
    .slice(0, count)

/** The contracts that everything generated from any contract is tried with. */
export const anyContracts = (): readonly Contract[] => someContracts(30, 11)
