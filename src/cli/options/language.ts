import { type Language, languageFrom, languages } from '../i18n/language.ts'
import { type Declared, valued } from './option.ts'
import { choice } from './value-types.ts'

const given = valued('--lang <language>', 'what it speaks (default: as the locale)', choice(languages))

/** The flag of every command that speaks: what it says, else as the locale. */
export const lang: Declared<Language> = {
  ...given,
  read: (flag, value) => languageFrom(given.read(flag, value), process.env),
}
