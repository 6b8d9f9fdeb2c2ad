/** Colours a text, or does not. */
export type Ink = (text: string) => string

const sgr =
  (on: number, off: number): Ink =>
  (text) =>
    `\u001b[${on}m${text}\u001b[${off}m`

/** Whose words are shown: the other side's, ours, or the program's own. */
export type Voice = 'theirs' | 'ours' | 'service'

/**
 * Of the 16 colours that every terminal has, magenta is the one that is well seen on light and on dark, and means neither
 * good nor bad. Everything else is told apart by weight.
 */
export const inks: Readonly<Record<Voice, Ink>> = {
  theirs: sgr(35, 39),
  ours: sgr(1, 22),
  service: sgr(2, 22),
}

const bare: Ink = (text) => text

/** Where nothing is coloured. */
export const noInks: typeof inks = { theirs: bare, ours: bare, service: bare }
