import { isControl } from './keys.ts'

/** The meaning of a key in an answer. */
export type AnswerKey =
  | { readonly does: 'type'; readonly text: string }
  /** Moves in the line or cuts something out of it. */
  | { readonly does: 'edit'; readonly text: string; readonly cuts: 'nothing' | 'one' | 'many' }
  | { readonly does: 'enter' }
  | { readonly does: 'end' }
  /** Does nothing in an answer: a function key, a control, the mark of a paste. */
  | { readonly does: 'nothing' }

const ENTER: AnswerKey = { does: 'enter' }
const END: AnswerKey = { does: 'end' }
const NOTHING: AnswerKey = { does: 'nothing' }

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

/** The meaning of a key, as `takeKey` gives it. Alt counts for nothing. */
export const answerKey = (key: string): AnswerKey => {
  if (/^.[^[O]/u.test(key) && key.startsWith('\u001b')) return answerKey(key.slice(1))
  if (key === '\r' || key === '\n' || key === '\r\n') return ENTER
  if (key === '\u0004') return END
  const cuts = edits[key]
  if (cuts !== undefined) return { does: 'edit', text: key, cuts }
  return isControl(key) ? NOTHING : { does: 'type', text: key }
}
