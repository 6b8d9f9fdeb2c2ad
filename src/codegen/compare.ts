import { aText, oneOf, optionsOf } from '../arguments.ts'
import { isMarked } from './source.ts'

/** How a folder differs from what is generated. */
export type Difference =
  | { readonly kind: 'missing'; readonly file: string; readonly text: string }
  | { readonly kind: 'changed'; readonly file: string; readonly text: string; readonly found: string }
  | { readonly kind: 'stale'; readonly file: string }
  /** A file of that name stands there that was not generated. It is not overwritten. */
  | { readonly kind: 'foreign'; readonly file: string }

/** Steps that make a folder hold what is generated. Files that do not carry our mark are let alone. */
export const compare = (
  generated: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): readonly Difference[] => {
  const differences: Difference[] = []
  for (const [file, text] of generated) {
    const there = found.get(file)
    if (there === undefined) differences.push({ kind: 'missing', file, text })
    else if (there === text) continue
    else if (there === '' || isMarked(there)) differences.push({ kind: 'changed', file, text, found: there })
    else differences.push({ kind: 'foreign', file })
  }
  for (const [file, text] of found) {
    if (!generated.has(file) && isMarked(text)) differences.push({ kind: 'stale', file })
  }
  return differences.sort((a, b) => (a.file < b.file ? -1 : 1))
}

const MAX_SHOWN_LINES = 20

/** The lines that differ, between what both texts begin and end with. */
export const diffLines = (found: string, text: string): readonly string[] => {
  const before = found.split('\n')
  const after = text.split('\n')
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++
  }
  const side = (sign: string, lines: readonly string[]): readonly string[] => {
    const part = lines.slice(head, lines.length - tail)
    const more =
      part.length > MAX_SHOWN_LINES ? [`${sign} … ${part.length - MAX_SHOWN_LINES} more lines`] : []
    return [...part.slice(0, MAX_SHOWN_LINES).map((line) => `${sign} ${line}`), ...more]
  }
  return [`  line ${head + 1}:`, ...side('-', before), ...side('+', after)]
}

/** Makes CRLF line feeds, as generated texts have them: Git may have changed them in a working tree. */
const withLineFeeds = (text: string): string => text.replaceAll('\r\n', '\n')

/** A difference as a person reads it. */
export const formatDifference = (difference: Difference): string => {
  optionsOf({ kind: oneOf(['missing', 'changed', 'stale', 'foreign']), file: aText })(
    'difference',
    difference,
  )
  switch (difference.kind) {
    case 'missing':
      return `${difference.file} is missing.`
    case 'stale':
      return `${difference.file} is stale: nothing generates it any more.`
    case 'foreign':
      return `${difference.file} was not generated and is in the way: move it.`
    case 'changed': {
      const found = withLineFeeds(difference.found)
      return found === difference.text
        ? `${difference.file} is what the contract gives, but its lines end with CRLF instead of LF: see core.autocrlf of git.`
        : [`${difference.file} is not what the contract gives:`, ...diffLines(found, difference.text)].join(
            '\n',
          )
    }
    default:
      return difference satisfies never
  }
}
