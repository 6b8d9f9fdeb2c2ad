/**
 * A duration in milliseconds as an option gives it: 0 or more, of any length, Infinity for no end. Throws a RangeError
 * that names the option for anything else.
 */
export const duration = (option: string, ms: unknown): number => {
  if (typeof ms === 'number' && ms >= 0) return ms
  throw new RangeError(`${option} is a number of milliseconds, 0 or more; Infinity has no end.`)
}
