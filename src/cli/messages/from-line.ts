import * as E from 'fp-ts/lib/Either.js'
import type { Field, Value } from '../../contract/index.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Word } from './words.ts'

/** Words by the parts of their paths. */
type Tree = Word | Map<string, Tree>

/**
 * Words of a line as the JSON form of some fields: `labels.0.name=x` is the name of the first of the labels. Of bytes, what
 * stands in quotes is text, and hexadecimal digits otherwise. What the words leave out is left out.
 */
export const jsonFromWords = (
  words: readonly Word[],
  fields: readonly Field[],
  name: string,
): E.Either<Phrase, Readonly<Record<string, unknown>>> => {
  const root = new Map<string, Tree>()
  for (const word of words)
    if (!plant(root, word.path.split('.'), word))
      return E.left((say) => say.fieldTwice(`${name}.${word.path}`))
  return E.right(fieldsFrom(root, fields))
}

const plant = (tree: Map<string, Tree>, [first = '', ...rest]: readonly string[], word: Word): boolean => {
  const there = tree.get(first)
  if (rest.length === 0) {
    tree.set(first, word)
    return there === undefined
  }
  if (there === undefined) {
    const below = new Map<string, Tree>()
    tree.set(first, below)
    return plant(below, rest, word)
  }
  return there instanceof Map && plant(there, rest, word)
}

/** Members without a field of their name stay as they are: whoever reads the JSON form says so. */
const fieldsFrom = (tree: Map<string, Tree>, fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(
    [...tree].map(([key, below]) => {
      const field = fields.find(({ name }) => name === key)
      if (field === undefined) return [key, null]
      return [key, field.list === null ? valueFrom(below, field.value) : listFrom(below, field.value)]
    }),
  )

const listFrom = (tree: Tree, item: Value): unknown => {
  if (!(tree instanceof Map)) return parsed(tree)
  const keys = [...tree.keys()]
  const isWhole = keys.every((key) => /^(?:0|[1-9]\d{0,8})$/.test(key) && Number(key) < keys.length)
  // No list: it is refused as such.
  if (!isWhole) return null
  return Array.from(keys, (_, index) => {
    const below = tree.get(String(index))
    return below === undefined ? null : valueFrom(below, item)
  })
}

const valueFrom = (tree: Tree, value: Value): unknown => {
  if (value.base === 'record') return tree instanceof Map ? fieldsFrom(tree, value.fields) : parsed(tree)
  if (value.base === 'union') return unionFrom(tree, value)
  return tree instanceof Map ? null : scalarFrom(tree, value)
}

/** `change.put.key=a` where the arm has a value, `outcome=cancelled` where it says all. */
const unionFrom = (tree: Tree, { arms }: Extract<Value, { readonly base: 'union' }>): unknown => {
  if (!(tree instanceof Map))
    return arms.some(({ name }) => name === tree.text) ? { case: tree.text } : parsed(tree)
  const [[name = '', below] = [], ...others] = [...tree]
  const arm = arms.find((one) => one.name === name)
  if (others.length > 0 || arm === undefined || below === undefined) return { case: name }
  return arm.value === null ? { case: name } : { case: name, value: valueFrom(below, arm.value) }
}

const scalarFrom = ({ text, isQuoted }: Word, { base }: Value): unknown => {
  switch (base) {
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : text
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'bytes':
      return isQuoted ? Buffer.from(text, 'utf8').toString('hex') : text
    default:
      return text
  }
}

/** A part of the JSON form as it is written. */
const parsed = ({ text, isQuoted }: Word): unknown => {
  if (isQuoted) return text
  const json = E.tryCatch((): unknown => JSON.parse(text), E.toError)
  return E.isLeft(json) ? text : json.right
}
