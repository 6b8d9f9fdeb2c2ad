import { fileURLToPath } from 'node:url'

/** More of an error is not quoted. */
const MAX_WHY_CHARACTERS = 512

/** More of a stack is not looked at. */
const MAX_STACK_CHARACTERS = 65_536

/** Where our own code lies: the caller of a user's module is in each stack, and never at fault. */
const OURS = new URL('.', import.meta.url).href

/** The first line of what was thrown, in its own words. Anything can be thrown, also what has no text. */
export const firstLineOf = (thrown: unknown): string => {
  try {
    const [line = '', next = ''] = String(thrown).split('\n')
    // Some say in the first line only what the second is about.
    const said = line.endsWith(':') && next.trim() !== '' ? `${line} ${next.trim()}` : line
    return said.slice(0, MAX_WHY_CHARACTERS)
  } catch {
    return 'something was thrown that has no text'
  }
}

/** The stack of what was thrown; empty where it has none. */
export const stackOf = (thrown: unknown): string => {
  try {
    const { stack } = thrown as { readonly stack: unknown }
    return typeof stack === 'string' ? stack.slice(0, MAX_STACK_CHARACTERS) : ''
  } catch {
    return ''
  }
}

/** Whether our own code is in a stack. */
export const isOfOurs = (stack: string): boolean => stack.includes(OURS)

/**
 * The file and line at the head of a stack, as of what does not parse, or of its first frame that is not ours: one of a
 * package only where no file of the user's is among them; null: none.
 */
export const placeIn = (stack: string): string | null => {
  const head = /^(file:\/\/\S+|\/.+|[A-Za-z]:\\.+):(\d+)\n/.exec(stack)
  if (head !== null) return placed(head)
  const frames = stack.split('\n').flatMap((line) => {
    const frame = /^\s+at (?:.*\()?(file:\/\/\S+|\/.+|[A-Za-z]:\\.+):(\d+):\d+\)?$/.exec(line)
    return frame !== null && frame[1]?.startsWith(OURS) === false ? [frame] : []
  })
  const frame = frames.find(([, file = '']) => !isInPackage(file)) ?? frames[0]
  return frame === undefined ? null : placed(frame)
}

/** Whether a file is one of an installed package. */
export const isInPackage = (file: string): boolean => /[/\\]node_modules[/\\]/.test(file)

const placed = ([, file = '', line = '']: RegExpExecArray): string =>
  `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}`
