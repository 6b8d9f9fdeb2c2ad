/** Limits on what a terminal shows of one text. */
const MAX_SHOWN_LINES = 100
const MAX_SHOWN_CHARACTERS = 10_000

/** The beginning of a text, and how much follows it: characters, and the lines that they are broken into. */
export interface Shortened {
  readonly text: string
  readonly rest: { readonly characters: number; readonly lines: number } | null
}

/** Takes of a text what a terminal shows of it. */
export const shortened = (text: string): Shortened => {
  const end = endOfShown(text)
  if (end === text.length) return { text, rest: null }
  const rest = text.slice(end)
  return {
    text: text.slice(0, end).replace(/(?:\r\n|\n|\r)$/, ''),
    rest: { characters: rest.length, lines: linesIn(rest) },
  }
}

const endOfShown = (text: string): number => {
  let at = 0
  for (let lines = 0; lines < MAX_SHOWN_LINES && at < text.length; lines++) {
    at = endOfLine(text, at)
    if (at > MAX_SHOWN_CHARACTERS) return wholeBefore(text, MAX_SHOWN_CHARACTERS)
  }
  return at
}

const linesIn = (text: string): number => {
  let lines = 0
  for (let at = 0; at < text.length; at = endOfLine(text, at)) lines += 1
  return lines
}

const LINE_FEED = 0x0a
const RETURN = 0x0d

/** Where the line ends that begins here, behind its line break. */
const endOfLine = (text: string, start: number): number => {
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === LINE_FEED) return at + 1
    if (unit === RETURN) return text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1
  }
  return text.length
}

/** Never between the two halves of a character. */
const wholeBefore = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
