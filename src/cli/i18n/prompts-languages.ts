import { en } from './en/prompts.ts'
import type { Language } from './language.ts'
import type { Texts } from './prompts.ts'
import { ru } from './ru/prompts.ts'

/** What is asked, by language. */
export const texts: Readonly<Record<Language, Texts>> = { en, ru }
