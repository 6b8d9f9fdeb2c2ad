import type { Language } from '../../log/catalogue/language.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import type { Texts } from './texts.ts'

/** What is asked, by language. */
export const texts: Readonly<Record<Language, Texts>> = { en, ru }
