/**
 * Whether YAML most likely nests deeper than `max`, by its brackets and by the dashes that begin a line. The parser's recursion can
 * exhaust the stack where no catch helps, so this is asked before it. Brackets in quotes count, too: `max` leaves room for them.
 */
export const nestsDeeply = (text: string, max: number): boolean => {
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === SQUARE || character === CURLY) open += 1
    else if (character === SQUARE_END || character === CURLY_END) open = Math.max(0, open - 1)
    if (open > max) return true
  }
  return new RegExp(`^(?:[ \\t]*[-?:][ \\t]+){${max + 1}}`, 'm').test(text)
}

const SQUARE = 0x5b
const SQUARE_END = 0x5d
const CURLY = 0x7b
const CURLY_END = 0x7d
