const MAX_COLUMNS = 110

/** A line of a model as lines that are not too long, broken after a sign; a macro goes on behind a backslash. */
export const fold = (line: string): readonly string[] => {
  const inset = `${/^ */.exec(line)?.[0]}    `
  const lines: string[] = []
  let rest = line
  for (let at = cut(rest); rest.length > MAX_COLUMNS && at > inset.length; at = cut(rest)) {
    lines.push(rest.slice(0, at) + (line.startsWith('#') ? ' \\' : ''))
    rest = inset + rest.slice(at + 1)
  }
  return [...lines, rest]
}

/** The last space behind a sign that still fits. */
const cut = (line: string): number =>
  Math.max(
    ...[', ', '; ', '&& ', '|| ', '\\/ '].map(
      (sign) => line.lastIndexOf(sign, MAX_COLUMNS - 4) + sign.length - 1,
    ),
  )
