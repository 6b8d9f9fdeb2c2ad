import {
  type Field,
  type From,
  type NamedType,
  type Range,
  rangeOf,
  type Value,
} from '../../contract/index.ts'
import { type Html, html, nothing } from './html.ts'

/** A number as people write it. */
const count = (value: number | bigint): string => value.toLocaleString('en-US', { maximumFractionDigits: 20 })

/** Bytes in the largest unit that they fill. */
export const size = (bytes: number): string => {
  if (bytes > 0 && bytes % 1_048_576 === 0) return `${count(bytes / 1_048_576)} MiB`
  if (bytes > 0 && bytes % 1_024 === 0) return `${count(bytes / 1_024)} KiB`
  return `${count(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
}

/** The sender of a message, with its direction. */
export const way = (from: From): string =>
  from === 'client' ? 'client →' : from === 'server' ? '← server' : 'both ⇄'

/** The values that a field may hold; empty where their base says it all. */
export const bounds = (value: Value): Html => {
  switch (value.base) {
    case 'string': {
      const rules = value.rules.length === 0 ? '' : `, ${value.rules.join(', ')}`
      const pattern = value.pattern === null ? nothing : html`, <code>${value.pattern}</code>`
      return html`${bytes(value.minBytes, value.maxBytes)}${rules}${pattern}`
    }
    case 'bytes':
      return html`${bytes(value.minBytes, value.maxBytes)}`
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bigUint64':
    case 'bigInt64':
      return html`${range(value.min, value.max, rangeOf(value.base))}`
    case 'bool':
      return html`true or false`
    case 'enum':
      return html`${value.values.length} values`
    case 'record':
      return html`${value.fields.length} fields, ${bytes(0, value.size)}`
    case 'union':
      return html`one of ${value.arms.length}`
    default:
      return value satisfies never
  }
}

/** The type of a field, which has a row of its own where it has a name. */
export const typeName = ({ type, value, list }: Pick<Field, 'type' | 'value' | 'list'>): Html => {
  const many = list === null ? nothing : html`${count(list.minItems)} to ${count(list.maxItems)} `
  return type === null
    ? html`${many}<span class="type">${value.base}</span>`
    : html`${many}<a class="type" href="#type=${type}">${type}</a>`
}

/** Marks what no log, capture, picture or error may show. */
export const secrecy = ({ secret }: Field | NamedType): Html =>
  secret ? html` <span class="badge secret">secret</span>` : nothing

const bytes = (min: number, max: number): string => {
  if (min === max) return size(max)
  return min === 0 ? `at most ${size(max)}` : `${count(min)} to ${size(max)}`
}

const range = (min: number | bigint, max: number | bigint, [lowest, highest]: Range): string => {
  if (max === highest) return min === lowest ? '' : `at least ${count(min)}`
  return min === lowest ? `at most ${count(max)}` : `${count(min)} to ${count(max)}`
}
