import * as E from 'fp-ts/lib/Either.js'
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml'
import { nestsDeeply } from './deep-text.ts'
import { type Flaw, quote } from './failure.ts'
import { type Path, type Places, placeKey, placeOf, toPlaces } from './places.ts'
import type { Rule } from './rules.ts'

/** A contract file as plain data (objects without a prototype), and where each part of it stands. */
export interface Source {
  readonly data: unknown
  readonly places: Places
}

/** A larger text is refused before it is read; in UTF-16 units. */
const MAX_TEXT_LENGTH = 524_288
const MAX_DEPTH = 16
/** Those in quotes count, too. */
const MAX_BRACKETS = 256

const TOO_DEEP: Flaw = {
  place: { line: 1, column: 1 },
  rule: 'YAML_TOO_DEEP',
  message: 'The file is nested too deeply to be read.',
}

/** Reads the plain part of YAML: one document of maps, lists and scalars, without aliases, tags or directives. */
export const readYaml = (text: string): E.Either<readonly Flaw[], Source> => {
  if (text.length > MAX_TEXT_LENGTH) {
    const message = `The file has more than ${MAX_TEXT_LENGTH} characters.`
    return E.left([{ place: { line: 1, column: 1 }, rule: 'YAML_TOO_LARGE', message }])
  }
  const lines = new LineCounter()
  const parsed = parse(text, lines)
  if (E.isLeft(parsed)) return parsed
  const document = parsed.right
  // The parser's later errors mostly follow from its first.
  const [error] = document.errors
  if (error !== undefined) return E.left([syntaxFlaw(error, lines)])
  if (document.directives.yaml.explicit === true) {
    const place = placeOf(lines, text.search(/^%/m))
    return E.left([{ place, rule: 'YAML_DIRECTIVE', message: 'The file has a %YAML directive.' }])
  }
  return toPlain(document, lines)
}

// Duplicate keys are found below: the parser's own search takes quadratic time. Its recursion on deeply nested
// text can exhaust the stack, which only a catch can turn into a value.
const parse = (text: string, lines: LineCounter): E.Either<readonly Flaw[], Document.Parsed> => {
  if (nestsDeeply(text, MAX_BRACKETS)) return E.left([TOO_DEEP])
  try {
    return E.right(
      parseDocument(text, {
        lineCounter: lines,
        schema: 'core',
        uniqueKeys: false,
        prettyErrors: false,
        logLevel: 'error',
      }),
    )
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown
    const [rule, message]: [Rule, string] =
      thrown instanceof RangeError
        ? ['YAML_TOO_DEEP', 'The file is nested too deeply to be read.']
        : ['YAML_SYNTAX', `The file cannot be read: ${thrown.message}.`]
    return E.left([{ place: { line: 1, column: 1 }, rule, message }])
  }
}

// The parser turns some of its own overflows of the stack into errors of the text.
const syntaxFlaw = (error: YAMLError, lines: LineCounter): Flaw => {
  const place = placeOf(lines, error.pos[0])
  if (error.code === 'MULTIPLE_DOCS') {
    return { place, rule: 'YAML_MULTIPLE_DOCUMENTS', message: 'The file holds more than one document.' }
  }
  return error.message.includes('call stack')
    ? { place, rule: 'YAML_TOO_DEEP', message: 'The file is nested too deeply to be read.' }
    : { place, rule: 'YAML_SYNTAX', message: oneSentence(error.message) }
}

const oneSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const toPlain = (document: Document.Parsed, lines: LineCounter): E.Either<readonly Flaw[], Source> => {
  const flaws: Flaw[] = []
  const offsets = new Map<string, { readonly key: number; readonly value: number }>()

  const refuse = (offset: number, rule: Rule, message: string): undefined => {
    flaws.push({ place: placeOf(lines, offset), rule, message })
    return undefined
  }

  const plain = (node: Node | null, path: Path, keyOffset: number): unknown => {
    const offset = startOf(node, keyOffset)
    offsets.set(placeKey(path), { key: keyOffset, value: offset })
    if (node === null) return null
    if (isAlias(node))
      return refuse(offset, 'YAML_ALIAS', `${quote(`*${node.source}`)} stands for another value.`)
    if (!isScalar(node) && !isCollection(node)) return null
    if (node.anchor !== undefined)
      return refuse(offset, 'YAML_ALIAS', `${quote(`&${node.anchor}`)} names a value.`)
    if (node.tag !== undefined) return refuse(offset, 'YAML_TAG', `The value has the tag ${quote(node.tag)}.`)
    if (isScalar(node)) return node.value
    if (path.length >= MAX_DEPTH)
      return refuse(offset, 'YAML_TOO_DEEP', `There are more than ${MAX_DEPTH} levels.`)
    if (isSeq(node))
      return node.items.map((item, i) => plain(toNode(item), [...path, i], startOf(item, offset)))
    if (!isMap(node)) return null
    const data: Record<string, unknown> = Object.create(null)
    for (const pair of node.items) {
      const { key } = pair
      const at = startOf(key, offset)
      if (isAlias(key) || (isScalar(key) && key.anchor !== undefined)) {
        refuse(at, 'YAML_ALIAS', 'The key is or has an alias.')
      } else if (isScalar(key) && key.tag !== undefined) {
        refuse(at, 'YAML_TAG', `The key has the tag ${quote(key.tag)}.`)
      } else if (!isScalar(key) || typeof key.value !== 'string') {
        refuse(at, 'KEY_NOT_TEXT', 'The key is not text.')
      } else if (key.value in data) {
        refuse(at, 'KEY_DUPLICATE', `${quote(key.value)} is there twice.`)
      } else {
        data[key.value] = plain(toNode(pair.value), [...path, key.value], at)
      }
    }
    return data
  }

  const data = plain(document.contents as ParsedNode | null, [], 0)
  return flaws.length > 0 ? E.left(flaws) : E.right({ data, places: toPlaces(offsets, lines) })
}

const toNode = (item: unknown): Node | null => (isNode(item) ? item : null)

const startOf = (item: unknown, otherwise: number): number =>
  isNode(item) && item.range ? item.range[0] : otherwise
