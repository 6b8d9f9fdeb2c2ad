import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { contractSchemaText } from '../../src/contract/index.ts'
import { badContracts, base, exampleSchemaFile, onBase, schemaFile, talk, tiny } from './files.ts'

type Schema = { readonly [key: string]: unknown }

// The keywords that the schema uses, read as draft-07 says; any other makes the test fail.
const isValid = (schema: Schema, value: unknown): boolean =>
  Object.entries(schema).every(([keyword, is]) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    switch (keyword) {
      case '$schema':
      case 'title':
      case 'description':
        return true
      case 'type':
        return is === 'object'
          ? isObject
          : is === 'array'
            ? Array.isArray(value)
            : is === 'integer'
              ? Number.isInteger(value)
              : typeof value === is
      case 'enum':
        return (is as unknown[]).includes(value)
      case 'minimum':
        return typeof value !== 'number' || value >= (is as number)
      case 'maximum':
        return typeof value !== 'number' || value <= (is as number)
      case 'pattern':
        return typeof value !== 'string' || new RegExp(is as string, 'u').test(value)
      case 'anyOf':
        return (is as Schema[]).some((one) => isValid(one, value))
      case 'items':
        return !Array.isArray(value) || value.every((item) => isValid(is as Schema, item))
      case 'required':
        return !isObject || (is as string[]).every((key) => Object.hasOwn(value, key))
      case 'minProperties':
        return !isObject || Object.keys(value).length >= (is as number)
      case 'properties':
        return (
          !isObject ||
          Object.entries(is as Record<string, Schema>).every(
            ([key, part]) => !Object.hasOwn(value, key) || isValid(part, (value as Schema)[key]),
          )
        )
      case 'additionalProperties': {
        if (!isObject) return true
        const known = Object.keys((schema.properties as Schema | undefined) ?? {})
        const others = Object.entries(value).filter(([key]) => !known.includes(key))
        return is === false ? others.length === 0 : others.every(([, part]) => isValid(is as Schema, part))
      }
      default:
        throw new Error(`The test does not know ${keyword}.`)
    }
  })

const schema: Schema = JSON.parse(schemaFile)

const structural = new Set([
  'KEY_UNKNOWN',
  'KEY_MISSING',
  'VALUE_WRONG',
  'ABOUT_REQUIRED',
  'DURATION_SYNTAX',
  'SIZE_SYNTAX',
])
// A schema sees values, not how they are written; the parser of the test drops or refuses some of these itself.
const readable = badContracts.filter(
  ({ rule, name }) => !/^(YAML_|KEY_DUPLICATE|KEY_NOT)/.test(rule) && name !== 'key-proto.yaml',
)

describe('the JSON Schema for editors', () => {
  test('is the one that comes from the model', () => {
    expect(schemaFile).toBe(contractSchemaText())
    expect(exampleSchemaFile).toBe(contractSchemaText())
  })

  test('takes the good contracts', () => {
    expect(isValid(schema, parse(base))).toBe(true)
    expect(isValid(schema, parse(base))).toBe(true)
    expect(isValid(schema, parse(talk))).toBe(true)
    expect(isValid(schema, parse(tiny))).toBe(true)
    expect(isValid(schema, parse(onBase))).toBe(true)
  })

  test.each(readable)(
    'refuses $name if the loader refuses its structure, and only then',
    ({ text, rule }) => {
      expect(isValid(schema, parse(text))).toBe(!structural.has(rule))
    },
  )
})
