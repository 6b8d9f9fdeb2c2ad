import type { Language } from '../log/catalogue/language.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import type { TroubleTexts } from './texts.ts'

/** What can be wrong, by language. */
export const troubles: Readonly<Record<Language, TroubleTexts>> = { en, ru }
