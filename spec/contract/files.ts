import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = new URL('./', import.meta.url)
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, here)), 'utf8')

/** The base, and Colloquy's own contract on it. */
export const base = read('../../protocol/base.yaml')
export const talk = read('../../protocol/talk.yaml')

export const colloquyBases: ReadonlyMap<string, string> = new Map([['colloquy@1', base]])

/** Contracts as somebody else would write them. */
export const kv = read('./own/kv.yaml')
export const chat = read('./own/chat.yaml')
export const jobs = read('./own/jobs.yaml')

/** A small good contract; each bad one is this with one flaw. */
export const tiny = read('./tiny.yaml')

/** A small base, a contract that stands on it, and what such contracts are read with. */
export const tinyBase = read('./tiny-base.yaml')
export const onBase = read('./on-base.yaml')
const conversing = tinyBase.replace('protocol: tiny-base', 'protocol: conversing')
export const bases: ReadonlyMap<string, string> = new Map([
  ['tiny-base@1', tinyBase],
  // None of these is one.
  ['tiny-base@2', tinyBase],
  ['tiny@2', tiny],
  ['broken@1', tinyBase.replace('number: 2', 'number: 1')],
  ['conversing@1', conversing.replace('number: 2', 'number: 64')],
  ['standing@1', tinyBase.replace('protocol: tiny-base', 'protocol: standing\nbase: tiny-base@1')],
])

/** The JSON Schema that editors use. */
export const schemaFile = read('../../protocol/contract.schema.json')
export const exampleSchemaFile = read('../../examples/credit/contract.schema.json')

/** A bad contract. Its first line says what it has to give: `# line:column RULE`. */
export interface BadContract {
  readonly name: string
  readonly text: string
  readonly expected: string
  readonly rule: string
}

export const badContracts: readonly BadContract[] = readdirSync(fileURLToPath(new URL('./bad/', here)))
  .sort()
  .map((name) => {
    const text = read(`./bad/${name}`)
    const expected = text.slice(2, text.indexOf('\n'))
    return { name, text, expected, rule: expected.split(' ')[1] ?? '' }
  })
