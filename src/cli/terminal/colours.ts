/** Colours a text, or does not. */
export type Style = (text: string) => string

const sgr =
  (on: number, off: number): Style =>
  (text) =>
    `\u001b[${on}m${text}\u001b[${off}m`

/** The source of the words that are shown: the other side's, ours, or the program's own. */
export type Voice = 'theirs' | 'ours' | 'service'

/**
 * Of the 16 colours that every terminal has, magenta is the one that is well seen on light and on dark, and means neither
 * good nor bad. Everything else is told apart by weight.
 */
export const styles: Readonly<Record<Voice, Style>> = {
  theirs: sgr(35, 39),
  ours: sgr(1, 22),
  service: sgr(2, 22),
}

const bare: Style = (text) => text

/** Styles that colour nothing. */
export const noStyles: typeof styles = { theirs: bare, ours: bare, service: bare }

/** The part of a stream that is looked at. */
interface Stream {
  readonly isTTY?: boolean
}

/** Whether a stream is coloured: as FORCE_COLOR says, else not where NO_COLOR is set, else on terminals. */
export const isColoured = (
  { isTTY = false }: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): boolean => {
  const { FORCE_COLOR: forced, NO_COLOR: refused = '', TERM: terminal } = environment
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return refused === '' && isTTY && terminal !== 'dumb'
}
