import type { Option } from 'commander'
import { type Language, languageFrom } from '../i18n/language.ts'
import { choiceOption } from './choices.ts'
import { lang, read } from './settings.ts'

/** The flag of every command that speaks. */
export const langOption = (): Option =>
  choiceOption('--lang <language>', 'what it speaks (default: as the locale)', 'lang')

/** The language of a command: what its flag says, else as the locale. Throws a CliError if the flag says something else. */
export const languageOf = (flag: string | undefined): Language =>
  languageFrom(flag === undefined ? undefined : read('--lang', flag, lang), process.env)
