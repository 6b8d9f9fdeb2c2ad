import type { Language } from '../../log/catalogue/language.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import type { AdminTexts } from './texts.ts'

/** What is said of accounts, by language. */
export const texts: Readonly<Record<Language, AdminTexts>> = { en, ru }
