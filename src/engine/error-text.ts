/** Longest name and message of one error that is told, in characters. */
const MAX_DETAIL_CHARACTERS = 512

/** Longest stack that is told, causes included, in characters. */
const MAX_STACK_CHARACTERS = 4_096

/** Frames of one error that are told, and the longest of them, in characters. */
const MAX_FRAMES = 10
const MAX_FRAME_CHARACTERS = 300

/** Errors of one stack that are told: the one that was thrown, its causes, and those that it gathers. */
const MAX_ERRORS = 5

/** More of a stack is not looked at. */
const MAX_LOOKED_AT_CHARACTERS = 16_384

/** An error as a log is told of it: the `failed` event, without its name. */
export interface Failing {
  readonly what: string
  readonly detail: string
  /** Absent where nothing says where it happened. */
  readonly stack?: string
}

/** Tells of something that was thrown in `what`: its text, and where it happened. Both are bounded. */
export const failing = (what: string, error: unknown): Failing => {
  const stack = stackOf(error)
  return { what, detail: detailOf(error), ...(stack === null ? {} : { stack }) }
}

/** Name and message of an error, cut off where they are long. Anything can be thrown, also what has no text. */
export const detailOf = (error: unknown): string => cut(textOf(error), MAX_DETAIL_CHARACTERS)

/**
 * The frames of an error below its name and message, then its causes and the errors that it gathers. Nothing else that
 * an error holds is told, nor a cause that is no error: it may be a secret. Null where there are no frames.
 */
const stackOf = (error: unknown): string | null => {
  const told: string[] = []
  const seen = new Set<unknown>()
  let isPlaced = false
  const tell = (one: unknown, how: string): void => {
    if (seen.has(one) || seen.size === MAX_ERRORS) return
    seen.add(one)
    const frames = framesOf(one)
    isPlaced ||= frames.length > 0
    told.push(how + detailOf(one), ...frames)
    const cause = property(one, 'cause')
    if (isError(cause)) tell(cause, 'Caused by: ')
    for (const gathered of listOf(property(one, 'errors'))) if (isError(gathered)) tell(gathered, 'Gathers: ')
  }
  tell(error, '')
  return isPlaced ? cut(told.join('\n'), MAX_STACK_CHARACTERS) : null
}

/** The lines of a stack that name a place. A message may hold lines that look like them: it is skipped. */
const framesOf = (error: unknown): readonly string[] => {
  const stack = property(error, 'stack')
  if (typeof stack !== 'string') return []
  const message = property(error, 'message')
  const at = typeof message === 'string' ? stack.indexOf(message) : -1
  const below = typeof message === 'string' && at >= 0 ? at + message.length : 0
  return stack
    .slice(below, below + MAX_LOOKED_AT_CHARACTERS)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => cut(line, MAX_FRAME_CHARACTERS))
}

const isError = (value: unknown): boolean => typeof property(value, 'stack') === 'string'

/** At most as many as are told. */
const listOf = (value: unknown): readonly unknown[] => {
  try {
    return Array.isArray(value) ? value.slice(0, MAX_ERRORS) : []
  } catch {
    return []
  }
}

/** A property of whatever it is; undefined also where reading it throws. */
const property = (of: unknown, name: 'message' | 'stack' | 'cause' | 'errors'): unknown => {
  try {
    // A value without such a property gives undefined; null and undefined throw.
    return (of as Readonly<Record<string, unknown>>)[name]
  } catch {
    return undefined
  }
}

const textOf = (error: unknown): string => {
  try {
    return String(error)
  } catch {
    return 'Something was thrown that has no text.'
  }
}

const cut = (text: string, maxCharacters: number): string =>
  text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}…`
