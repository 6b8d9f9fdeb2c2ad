import type { Option } from 'commander'
import type { Phrase } from '../i18n/errors.ts'
import { troubles } from '../i18n/errors-languages.ts'
import { type Language, language } from '../i18n/language.ts'
import { printable } from '../terminal/printable.ts'
import { complain } from '../terminal/standard-error.ts'
import { choiceOption } from './choices.ts'
import { lang, read } from './settings.ts'

/** The flag of every command that speaks. */
export const langOption = (): Option =>
  choiceOption('--lang <language>', 'what it speaks (default: as the locale)', 'lang')

/** What a command speaks: what its flag says, else as the locale. Throws a Trouble if the flag says something else. */
export const languageOf = (flag: string | undefined): Language =>
  language(flag === undefined ? undefined : read('--lang', flag, lang), process.env)

/** What to speak of a command line that may be wrong, in which the flag may stand anywhere. */
export const spokenIn = (argv: readonly string[]): Language => {
  const [given] = argv
    .flatMap((word, at) =>
      word === '--lang' ? [argv[at + 1]] : (/^--lang=(.*)$/s.exec(word)?.slice(1) ?? []),
    )
    .slice(-1)
  return language(given === 'en' || given === 'ru' ? given : undefined, process.env)
}

/** Says something on standard error at once, in the language of the command line. */
export const tell = (phrase: Phrase): void => complain(printable(phrase(troubles[spokenIn(process.argv)])))
