import type { Field, Value } from '../../contract/index.ts'

/** Fields in their JSON form: bytes in hexadecimal digits, big integers in decimal ones. */
export const jsonOf = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonOf(one)]))
}

type Given = Readonly<Record<string, unknown>>

/** Fields as the words of a line, which mean the same when they are typed. Empty lists are left out. */
export const wordsFrom = (given: Given, fields: readonly Field[], before = ''): readonly string[] =>
  fields.flatMap(({ name, list, value }) => {
    const held = given[name]
    const path = `${before}${name}`
    if (held === undefined) return []
    if (list === null) return wordsOfValue(held, value, path)
    // The codec has read it.
    return (held as readonly unknown[]).flatMap((item, index) =>
      wordsOfValue(item, value, `${path}.${index}`),
    )
  })

const wordsOfValue = (held: unknown, value: Value, path: string): readonly string[] => {
  switch (value.base) {
    case 'record': {
      const words = wordsFrom(held as Given, value.fields, `${path}.`)
      return words.length === 0 ? [`${path}={}`] : words
    }
    case 'union': {
      const { case: name, value: inner, tag } = held as Given
      const arm = value.arms.find((one) => one.name === name)
      if (arm === undefined) return [`${path}.unknown=${tag}`]
      return arm.value === null ? [`${path}=${name}`] : wordsOfValue(inner, arm.value, `${path}.${name}`)
    }
    case 'string':
      return [`${path}=${wordOf(String(held))}`]
    case 'bytes':
      return [`${path}=${wordOfBytes(held as Uint8Array)}`]
    default:
      return [`${path}=${String(held)}`]
  }
}

const wordOf = (text: string): string => (/^[^\s"{[][^\s]*$/u.test(text) ? text : JSON.stringify(text))

/** Bytes as text in quotes, where they are that of a line. */
const wordOfBytes = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(bytes) && !/[\p{C}\ufffd]/u.test(text)
  return isText ? JSON.stringify(text) : Buffer.from(bytes).toString('hex')
}
