import { en } from './en/events.ts'
import type { Catalogue } from './events.ts'
import { ru } from './ru/events.ts'

export type Language = 'en' | 'ru'

/** What events mean, by language. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ru }

/** The language of service messages: of the flag, else of the locale as POSIX finds it, else English. */
export const language = (
  flag: Language | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language => {
  if (flag !== undefined) return flag
  // One that is set but empty counts as not set.
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^ru(?![a-z])/i.test(locale) ? 'ru' : 'en'
}
