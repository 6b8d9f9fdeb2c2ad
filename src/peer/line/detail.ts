/** More of an error is not told. */
const MOST_CHARACTERS = 512

/**
 * What a log is told of an error that a program threw: its name and message, without the stack, cut off where it is
 * long. Anything can be thrown, also what has no text.
 */
export const detailOf = (error: unknown): string => {
  const text = textOf(error)
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`
}

const textOf = (error: unknown): string => {
  try {
    return String(error)
  } catch {
    return 'Something was thrown that has no text.'
  }
}
