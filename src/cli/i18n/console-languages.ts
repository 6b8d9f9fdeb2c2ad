import type { ConsoleTexts } from './console.ts'
import { en } from './en/console.ts'
import type { Language } from './language.ts'
import { ru } from './ru/console.ts'

/** What the console says, by language. */
export const texts: Readonly<Record<Language, ConsoleTexts>> = { en, ru }
