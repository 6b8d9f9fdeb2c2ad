export const languages = ['en', 'ru'] as const

export type Language = (typeof languages)[number]

/** The language of the program: of the flag, else of the locale as POSIX finds it, else English. */
export const languageFrom = (
  flag: Language | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language => {
  if (flag !== undefined) return flag
  // One that is set but empty counts as not set.
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^ru(?![a-z])/i.test(locale) ? 'ru' : 'en'
}

/** The language of a command line that may be wrong: its flag may stand anywhere. */
export const languageInArgv = (argv: readonly string[]): Language => {
  const [given] = argv
    .flatMap((word, at) =>
      word === '--lang' ? [argv[at + 1]] : (/^--lang=(.*)$/s.exec(word)?.slice(1) ?? []),
    )
    .slice(-1)
  return languageFrom(given === 'en' || given === 'ru' ? given : undefined, process.env)
}
