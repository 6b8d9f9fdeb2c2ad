/** Words as a sentence lists them; `or` stands before the last. */
export const alternatives = (words: readonly string[], or: string): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${or} ${words.at(-1)}`
