/** An escape sequence (ECMA-48), a key with Alt, a line's end, a run of text, or any other character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const whole = /^(?:\u001b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^[O\u001b])|\r\n|\P{Cc}+|[\s\S])/u

/** The beginning of an escape sequence, and nothing behind it yet. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const begun = /^\u001b(?:\[[0-?]*[ -/]*|O)?$/

const control = /^\p{Cc}/u

/** Takes the first key off what a terminal sent, or the text before it, and what is left then; null: it is not whole yet. */
export const takeKey = (sent: string): readonly [key: string, rest: string] | null => {
  const [key] = begun.test(sent) ? [] : (whole.exec(sent) ?? [])
  return key === undefined ? null : [key, sent.slice(key.length)]
}

/** Whether a key is no text. */
export const isControl = (key: string): boolean => control.test(key)
