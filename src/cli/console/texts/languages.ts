import type { Language } from '../../log/catalogue/language.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import type { ConsoleTexts } from './texts.ts'

/** What the console says, by language. */
export const texts: Readonly<Record<Language, ConsoleTexts>> = { en, ru }
