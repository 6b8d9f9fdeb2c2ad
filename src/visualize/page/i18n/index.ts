import { en } from './en.ts'
import type { PageLanguage, PageWords } from './page-words.ts'
import { ru } from './ru.ts'

export type { PageLanguage, PageWords } from './page-words.ts'

/** The words of a page by its language. */
export const pageWords: Readonly<Record<PageLanguage, PageWords>> = { en, ru }

export const pageLanguages: readonly string[] = Object.keys(pageWords)
