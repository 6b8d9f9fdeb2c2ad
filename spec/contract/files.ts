import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = new URL('./', import.meta.url)
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, here)), 'utf8')

/** The contract of Colloquy itself. */
export const colloquy = read('../../protocol/colloquy.yaml')

/** A small good contract; each bad one is this with one flaw. */
export const tiny = read('./tiny.yaml')

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
