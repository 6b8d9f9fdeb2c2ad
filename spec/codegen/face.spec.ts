import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { compile } from './compile.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const head = `
import { connect, createServer, type ServerHandlers } from '${join(root, 'src/index.ts')}'
import { kv, type Kv } from '${join(root, 'spec/support/kv/index.ts')}'
import { talk, type Talk } from '${join(root, 'protocol/talk/index.ts')}'
const entry = { key: 'a', value: new Uint8Array(1), revision: 1, labels: [] }
const client = await connect({ contract: kv })
const handlers: ServerHandlers<Kv> = {
  Get: ({ key }) => (key === 'a' ? { type: 'Found', entry } : { type: 'NotFound' }),
  Put: async () => ({ type: 'Done', revision: 1 }),
  Delete: (message, peer) => (peer.signal.aborted ? { type: 'NotFound' } : { type: 'Done', revision: 1 }),
  async *List({ prefix }) {
    if (prefix === '') yield { type: 'Found', entry }
    return { type: 'Done', revision: 1 }
  },
  async *Watch(_, { signal }) {
    while (!signal.aborted) yield { type: 'Changed', revision: 1, change: { case: 'deleted', value: 'a' } }
    return { type: 'Refused', trouble: 'FULL', detail: '' }
  },
}
const { Get, Put, Delete, List, Watch } = handlers
export { client, connect, createServer, handlers, kv, talk, Get, Put, Delete, List, Watch, entry, type Kv, type Talk, type ServerHandlers }
`

/** Code that is right, and by what the compiler is to refuse what is written in its place. */
const right = `
const got = await client.ask({ type: 'Get', key: 'a' })
if (got.type === 'Found') got.entry.key.length
const rows = client.stream({ type: 'List', prefix: '' })
for await (const row of rows) row.entry.key.length
const end = await rows.end
if (end.type === 'Refused') end.detail.length
const server = await createServer({
  contract: kv,
  converse: handlers,
  began: (peer) => peer.session.length,
  gone: async (peer) => peer.counts.said,
})
for (const peer of server.peers) await peer.say({ type: 'Changed', revision: 1, change: { case: 'deleted', value: '' } })
await createServer({ converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) } })
const talking = await connect()
await talking.say({ type: 'Say', text: '' })
for await (const { text, id } of talking) text.repeat(id)
`

/** Each kind of wrong code, by its name. */
const wrong: Readonly<Record<string, string>> = {
  'a handler is missing': 'await createServer({ contract: kv, converse: { Get, Put, Delete, List } })',
  'a handler is for what the other side does not say':
    'await createServer({ contract: kv, converse: { ...handlers, Found: () => {} } })',
  'an answer is another one': "const h: ServerHandlers<Kv>['Get'] = () => ({ type: 'Done', revision: 1 })",
  'a field of the answer is missing': "const h: ServerHandlers<Kv>['Put'] = () => ({ type: 'Done' })",
  'there is no answer': "const h: ServerHandlers<Kv>['Get'] = ({ key }) => { key.length }",
  'a stream has no end':
    "const h: ServerHandlers<Kv> = { ...handlers, async *List() { yield { type: 'Found', entry } } }",
  'a stream is of another message':
    "const h: ServerHandlers<Kv> = { ...handlers, async *List() { yield { type: 'NotFound' }; return { type: 'Done', revision: 1 } } }",
  'a field is read that is not there':
    "const h: ServerHandlers<Kv>['Get'] = ({ name }) => ({ type: 'NotFound' })",
  'a streamed message is asked': "await client.ask({ type: 'List', prefix: '' })",
  'a message of the other side is said': "await client.say({ type: 'NotFound' })",
  'an optional field is misspelt':
    "await client.ask({ type: 'Put', key: 'a', value: new Uint8Array(1), ifRevison: 1 })",
  'a union is read before it is narrowed': "(await client.ask({ type: 'Get', key: 'a' })).entry",
  'an enum has no such value':
    "const h: ServerHandlers<Kv>['Put'] = () => ({ type: 'Refused', trouble: 'BUSY', detail: '' })",
  'the handlers are of another contract': 'await createServer({ contract: kv, converse: { Say: () => {} } })',
  'talk has the handlers of kv': 'await createServer({ converse: handlers })',
  'an asked message is streamed': "client.stream({ type: 'Get', key: 'a' })",
  'a streamed message is said': "await client.say({ type: 'Watch', prefix: '', after: 0 })",
}

const file = (name: string): string => `${name.replaceAll(/\W+/g, '-')}.ts`

const imports = `import { client, connect, createServer, handlers, kv, talk, Get, Put, Delete, List, Watch, entry, type Kv, type Talk, type ServerHandlers } from './head.ts'
`

/** The errors of the compiler in each file: the first line of each. */
const errors = ((): ReadonlyMap<string, readonly string[]> => {
  const files = new Map([
    ['head.ts', head],
    ['right.ts', imports + right],
    ...Object.entries(wrong).map(([name, code]) => [file(name), `${imports}${code}\nexport {}`] as const),
  ])
  const said = compile(files, { noUnusedLocals: false, noUnusedParameters: false })
  return new Map([...files.keys()].map((name) => [name, said.filter((error) => error.includes(name))]))
})()

test('right code compiles', () => {
  expect([errors.get('head.ts'), errors.get('right.ts')]).toEqual([[], []])
})

test.each(Object.keys(wrong))('%s: that does not compile', (name) => {
  expect(errors.get(file(name))).toHaveLength(1)
})

/** The error of a file: its first line, and the last one, which says what it comes down to. */
const told = (name: string): readonly string[] => {
  const lines = (errors.get(file(name))?.[0] ?? '').replace(/^\S+: /, '').split('\n')
  return [lines[0] ?? '', (lines.at(-1) ?? '').trim()]
}

test('the commonest mistakes are told in the words of the contract', () => {
  expect(told('a handler is missing')[0]).toMatch(
    /^Property 'Watch' is missing in type .* but required in type 'KvServerHandlers'\.$/,
  )
  expect(told('a handler is for what the other side does not say')[0]).toBe(
    "Object literal may only specify known properties, and 'Found' does not exist in type 'KvServerHandlers'.",
  )
  expect(told('a field of the answer is missing')[1]).toBe(
    "Property 'revision' is missing in type '{ type: \"Done\"; }' but required in type 'Done'.",
  )
  expect(told('an optional field is misspelt')[0]).toMatch(
    /'ifRevison' .* Did you mean to write 'ifRevision'\?$/,
  )
  expect(told('a stream has no end')[1]).toBe("Type 'void' is not assignable to type 'Done | Refused'.")
})
