/** Lines that a sentence names. */
export const MAX_NAMED_LINES = 3
const MAX_NAMED_CHARACTERS = 60

/** The first of some lines, short enough to be named in a sentence. */
export const firstOf = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, MAX_NAMED_LINES).map(shortLine)

/** A line, short enough to be named in a sentence. */
export const shortLine = (line: string): string => {
  const characters = [...line.slice(0, 2 * MAX_NAMED_CHARACTERS)]
  return characters.length > MAX_NAMED_CHARACTERS
    ? `${characters.slice(0, MAX_NAMED_CHARACTERS).join('')}…`
    : line
}
