/** A line that was entered: a text to say, or a command of the program. */
export type Input =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'command'; readonly name: string; readonly rest: string }

/** Reads a line. A command begins with a slash, a text that begins with one with two. */
export const parseInput = (line: string): Input => {
  if (!line.startsWith('/')) return { do: 'say', text: line }
  if (line.startsWith('//')) return { do: 'say', text: line.slice(1) }
  const [, name = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(line) ?? []
  return { do: 'command', name, rest }
}
