import { writtenContract } from './model.ts'
import type { JsonSchema } from './shape.ts'

const contractSchema = (): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A Colloquy contract',
  ...writtenContract.schema,
})

/**
 * The text of protocol/contract.schema.json, the JSON Schema of contract files for editors. It comes from the model
 * that the loader reads them with, in the form that the formatter leaves alone.
 */
export const contractSchemaText = (): string => `${print(contractSchema(), '\n')}\n`

/** Longer lists of words have a line each. */
const MAX_LINE = 80

// Like JSON.stringify with two spaces, but with short lists of words on one line.
const print = (value: unknown, newLine: string): string => {
  const deeper = `${newLine}  `
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (!Array.isArray(value)) {
    const parts = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${print(part, deeper)}`)
    return parts.length === 0 ? '{}' : `{${deeper}${parts.join(`,${deeper}`)}${newLine}}`
  }
  const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`
  return value.every((item) => typeof item === 'string') && line.length <= MAX_LINE
    ? line
    : `[${deeper}${value.map((item) => print(item, deeper)).join(`,${deeper}`)}${newLine}]`
}
