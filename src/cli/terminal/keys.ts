/** What a person did with one key, as the bytes of a terminal mean it. */
export type Key =
  | { readonly does: 'type'; readonly text: string }
  /** Moves in the line or cuts something out of it. */
  | { readonly does: 'edit'; readonly text: string; readonly cuts: 'nothing' | 'one' | 'many' }
  | { readonly does: 'enter' }
  | { readonly does: 'end' }
  /** Does nothing in an answer: a function key, a control, the mark of a paste. */
  | { readonly does: 'nothing' }

const ENTER: Key = { does: 'enter' }
const END: Key = { does: 'end' }
const NOTHING: Key = { does: 'nothing' }

const edits: Readonly<Record<string, 'nothing' | 'one' | 'many'>> = {
  '\u0001': 'nothing', // Ctrl-A: to the start
  '\u0002': 'nothing', // Ctrl-B: left
  '\u0005': 'nothing', // Ctrl-E: to the end
  '\u0006': 'nothing', // Ctrl-F: right
  '\u0008': 'one',
  '\u000b': 'many', // Ctrl-K: all that follows
  '\u0015': 'many', // Ctrl-U: all that stands before
  '\u0017': 'many', // Ctrl-W: a word
  '\u007f': 'one',
  '\u001b[A': 'nothing',
  '\u001b[B': 'nothing',
  '\u001b[C': 'nothing',
  '\u001b[D': 'nothing',
  '\u001bOA': 'nothing',
  '\u001bOB': 'nothing',
  '\u001bOC': 'nothing',
  '\u001bOD': 'nothing',
  '\u001b[H': 'nothing',
  '\u001b[F': 'nothing',
  '\u001b[1~': 'nothing',
  '\u001b[4~': 'nothing',
  '\u001b[3~': 'one',
}

/** The bytes of a key that sends several (ECMA-48), a line's end, or one character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const whole = /^(?:\u001b\[[0-?]*[ -/]*[@-~]|\u001bO[@-~]|\r\n|[\s\S])/u

/** The beginning of such a key, and nothing behind it yet. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const begun = /^\u001b(?:\[[0-?]*[ -/]*|O)?$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const control = /^[\u0000-\u001f\u007f-\u009f]/

/** Takes the first key off what a terminal sent, and what is left then; null: it is not whole yet. */
export const takeKey = (sent: string): readonly [Key, string] | null => {
  const [text] = begun.test(sent) ? [] : (whole.exec(sent) ?? [])
  return text === undefined ? null : [meaning(text), sent.slice(text.length)]
}

const meaning = (text: string): Key => {
  if (text === '\r' || text === '\n' || text === '\r\n') return ENTER
  if (text === '\u0004') return END
  const cuts = edits[text]
  if (cuts !== undefined) return { does: 'edit', text, cuts }
  return control.test(text) ? NOTHING : { does: 'type', text }
}
