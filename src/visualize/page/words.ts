import { type Field, type NamedType, type Range, rangeOf, type Value } from '../../contract/index.ts'
import { type Html, html, nothing } from './html.ts'
import type { PageWords } from './i18n/index.ts'

/** A number as people write it. */
const count = (value: number | bigint, { locale }: PageWords): string =>
  value.toLocaleString(locale, { maximumFractionDigits: 20 })

/** Bytes in the largest unit that they fill. */
export const size = (bytes: number, words: PageWords): string => {
  if (bytes > 0 && bytes % 1_048_576 === 0) return `${count(bytes / 1_048_576, words)} MiB`
  if (bytes > 0 && bytes % 1_024 === 0) return `${count(bytes / 1_024, words)} KiB`
  return words.bytes(count(bytes, words), bytes)
}

/** The values that a field may hold; empty where their base says it all. */
export const bounds = (value: Value, words: PageWords): Html => {
  switch (value.base) {
    case 'string': {
      const rules = value.rules.length === 0 ? '' : `, ${value.rules.join(', ')}`
      const pattern = value.pattern === null ? nothing : html`, <code>${value.pattern}</code>`
      return html`${bytes(value.minBytes, value.maxBytes, words)}${rules}${pattern}`
    }
    case 'bytes':
      return html`${bytes(value.minBytes, value.maxBytes, words)}`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return html`${range(value.min, value.max, rangeOf(value.base), words)}`
    case 'bool':
      return html`${words.trueOrFalse}`
    case 'enum':
      return html`${words.values(value.values.length)}`
    case 'record':
      return html`${words.fieldsIn(value.fields.length, bytes(0, value.size, words))}`
    case 'union':
      return html`${words.oneOf(value.arms.length)}`
    default:
      return value satisfies never
  }
}

/** The type of a field, which has a row of its own where it has a name. */
export const typeName = (
  { type, value, list }: Pick<Field, 'type' | 'value' | 'list'>,
  words: PageWords,
): Html => {
  const many =
    list === null ? nothing : html`${words.from(count(list.minItems, words), count(list.maxItems, words))} `
  return type === null
    ? html`${many}<span class="type">${value.base}</span>`
    : html`${many}<a class="type" href="#type=${type}">${type}</a>`
}

/** Marks what no log, capture, picture or error may show. */
export const secrecy = ({ secret }: Field | NamedType, words: PageWords): Html =>
  secret ? html` <span class="badge secret">${words.secret}</span>` : nothing

const bytes = (min: number, max: number, words: PageWords): string => {
  if (min === max) return size(max, words)
  return min === 0 ? words.max(size(max, words)) : words.from(count(min, words), size(max, words))
}

const range = (
  min: number | bigint,
  max: number | bigint,
  [lowest, highest]: Range,
  words: PageWords,
): string => {
  if (max === highest) return min === lowest ? '' : words.min(count(min, words))
  return min === lowest ? words.max(count(max, words)) : words.from(count(min, words), count(max, words))
}
