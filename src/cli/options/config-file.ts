import { closeSync, openSync, readSync } from 'node:fs'
import { type Document, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml'
import { nestsDeeply } from '../../contract/deep-text.ts'
import { nearest } from '../../contract/near.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { quotable } from './value-types.ts'

/** A larger file is no list of settings. */
const MAX_BYTES = 256 * 1024
const MAX_DEPTH = 64

/** A setting as a file has it. */
export interface FileSetting {
  /** Its words as they stand; a list may have several, a single value has one. */
  readonly values: readonly string[]
  readonly isList: boolean
  /** Where the value stands, as file:line:column. */
  readonly place: string
}

/**
 * Reads the settings of a YAML file: a map of the names in `known` to texts, numbers, true and false, or lists of them. Throws a CliError
 * that names the line and column of the first thing that is wrong.
 */
export const readConfigFile = (file: string, known: readonly string[]): ReadonlyMap<string, FileSetting> => {
  const lines = new LineCounter()
  const at = (node: { readonly range?: readonly number[] | null } | null): string =>
    place(node?.range?.[0] ?? 0)
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`
  }
  const document = parsed(textOf(file), lines, place)
  const settings = new Map<string, FileSetting>()
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return settings
  if (!isMap<ParsedNode, ParsedNode>(contents)) throw wrong((say) => say.configShape(at(contents)))
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? key.source : undefined
    if (name === undefined || !known.includes(name)) {
      const typed = name ?? ''
      throw wrong((say) => say.configUnknown(at(key), quotable(typed), nearest(typed, known)))
    }
    if (settings.has(name)) throw wrong((say) => say.configTwice(at(key), name))
    const isList = isSeq<ParsedNode>(value)
    const values = (isList ? value.items : [value]).map((one) => {
      const word = isScalar(one) && one.value !== null ? (one.source ?? String(one.value)) : undefined
      if (word === undefined) throw wrong((say) => say.configValue(at(one ?? key), name))
      return word
    })
    settings.set(name, { values, isList, place: at(value ?? key) })
  }
  return settings
}

const wrong = (phrase: ConstructorParameters<typeof CliError>[1]): CliError =>
  new CliError(Exit.wrongUsage, phrase)

const textOf = (file: string): string => {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const bytes = Buffer.alloc(MAX_BYTES + 1)
      let length = 0
      for (;;) {
        const read = readSync(descriptor, bytes, length, bytes.length - length, null)
        length += read
        if (read === 0 || length === bytes.length) break
      }
      if (length > MAX_BYTES) throw wrong((say) => say.configUnread(file, 'EFBIG'))
      return bytes.toString('utf8', 0, length)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof CliError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw wrong((say) => say.configUnread(file, code))
  }
}

const parsed = (text: string, lines: LineCounter, place: (offset: number) => string): Document.Parsed => {
  if (nestsDeeply(text, MAX_DEPTH)) throw wrong((say) => say.configSyntax(place(0), 'nested too deeply'))
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const [error] = document.errors
  if (error !== undefined) throw wrong((say) => say.configSyntax(place(error.pos[0]), error.message))
  return document
}
