/** The largest number that an enum's value can have. */
const MAX_NUMBER = 2_147_483_647

/** The number in the name of a value of an open enum that has no other name: 7 of `UNKNOWN_7`; 0 in any other case. */
export const unknownNumber = (name: unknown): number => {
  if (typeof name !== 'string' || !/^UNKNOWN_[1-9][0-9]{0,9}$/.test(name)) return 0
  const number = Number(name.slice('UNKNOWN_'.length))
  return number <= MAX_NUMBER ? number : 0
}
