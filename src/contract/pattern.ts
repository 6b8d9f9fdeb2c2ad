import * as E from 'fp-ts/lib/Either.js'

/** A run of characters, each one of `characters`, between `min` and `max` (or Infinity) of them. */
export interface PatternPiece {
  readonly characters: ReadonlySet<string>
  readonly min: number
  readonly max: number
}

/**
 * Reads a pattern of the subset that contracts may use. A pattern is a row of pieces; each is a printable ASCII
 * character, an escaped punctuation mark or a class in brackets (characters, ranges, escapes, no negation), and may
 * be followed by ?, *, +, {n}, {n,} or {n,m}. There are no groups, alternatives, anchors or wildcards. It is always
 * the whole text that must match: `new RegExp('^(?:' + pattern + ')$', 'u')`.
 *
 * A piece of varying length must share no character with what can follow it, so that a matcher never has to guess
 * and never goes back: matching takes linear time. Left holds what is wrong, as a sentence.
 */
export const readPattern = (pattern: string): E.Either<string, readonly PatternPiece[]> => {
  if (pattern.length > MAX_PATTERN_LENGTH)
    return E.left(`It is longer than ${MAX_PATTERN_LENGTH} characters.`)
  const pieces: PatternPiece[] = []
  for (let rest = pattern; rest !== ''; ) {
    const found = pieceExpression.exec(rest)
    if (found === null)
      return E.left(
        `It cannot have ${JSON.stringify(rest.slice(0, 8))} at ${pattern.length - rest.length + 1}.`,
      )
    const [whole, members, literal = '', quantifier = ''] = found
    const characters = members === undefined ? new Set([literal.at(-1) ?? '']) : readClass(members)
    const [min, max] = readQuantifier(quantifier)
    if (characters === null || min > max || max === 0)
      return E.left(`${JSON.stringify(whole)} matches nothing.`)
    if (min > MAX_REPEATS || (max > MAX_REPEATS && max !== Number.POSITIVE_INFINITY)) {
      return E.left(`It repeats something more than ${MAX_REPEATS} times.`)
    }
    pieces.push({ characters, min, max })
    rest = rest.slice(whole.length)
  }
  const unclear = pieces.findIndex(
    (piece, i) => piece.min < piece.max && overlaps(piece, pieces.slice(i + 1)),
  )
  return unclear < 0 ? E.right(pieces) : E.left(`Its piece ${unclear + 1} overlaps what can follow it.`)
}

/** The fewest and most characters, which are as many bytes, that pieces can match. */
export const lengthsOf = (
  pieces: readonly PatternPiece[],
): { readonly min: number; readonly max: number } => ({
  min: pieces.reduce((sum, piece) => sum + piece.min, 0),
  max: pieces.reduce((sum, piece) => sum + piece.max, 0),
})

const MAX_PATTERN_LENGTH = 256
const MAX_REPEATS = 65_536

// A class, or an escaped mark or a plain character; then perhaps a quantifier.
const pieceExpression =
  /^(?:\[((?:\\[$()*+./?[\\\]^{|}-]|[ -,.-Z_-~]|-)+)\]|(\\[$()*+./?[\\\]^{|}]|[ !"#%&',/0-9:;<=>@A-Z_`a-z~-]))(\?|\*|\+|\{[0-9]{1,6}(?:,(?:[0-9]{1,6})?)?\})?/

const memberExpression = /^(\\.|[^\\])(?:-(\\.|[^\\]))?/

const readClass = (members: string): ReadonlySet<string> | null => {
  const characters = new Set<string>()
  for (let rest = members; rest !== ''; ) {
    const [whole = '', first = '', last = first] = memberExpression.exec(rest) ?? []
    const [from, to] = [first.charCodeAt(first.length - 1), last.charCodeAt(last.length - 1)]
    if (whole === '' || from > to) return null
    for (let code = from; code <= to; code++) characters.add(String.fromCharCode(code))
    rest = rest.slice(whole.length)
  }
  return characters
}

const readQuantifier = (quantifier: string): readonly [number, number] => {
  switch (quantifier) {
    case '':
      return [1, 1]
    case '?':
      return [0, 1]
    case '*':
      return [0, Number.POSITIVE_INFINITY]
    case '+':
      return [1, Number.POSITIVE_INFINITY]
    default: {
      const [min = '', max = min] = quantifier.slice(1, -1).split(',')
      return [Number(min), max === '' ? Number.POSITIVE_INFINITY : Number(max)]
    }
  }
}

/** Whether the piece shares a character with what can follow it: the rest up to the first piece that must be there. */
const overlaps = (piece: PatternPiece, rest: readonly PatternPiece[]): boolean => {
  for (const next of rest) {
    for (const character of next.characters) if (piece.characters.has(character)) return true
    if (next.min > 0) return false
  }
  return false
}
