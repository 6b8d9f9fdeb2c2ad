/** A character as it is shown where it must not act: `\u001b`, and `\u{e0001}` where that has more than four digits. */
export const escaped = (character: string): string => {
  const digits = (character.codePointAt(0) ?? 0).toString(16)
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
