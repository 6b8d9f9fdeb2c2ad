import type { AdminTexts } from './accounts.ts'
import { en } from './en/accounts.ts'
import type { Language } from './language.ts'
import { ru } from './ru/accounts.ts'

/** What is said of accounts, by language. */
export const texts: Readonly<Record<Language, AdminTexts>> = { en, ru }
