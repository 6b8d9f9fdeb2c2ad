import { en } from './en/errors.ts'
import type { TroubleTexts } from './errors.ts'
import type { Language } from './language.ts'
import { ru } from './ru/errors.ts'

/** What can be wrong, by language. */
export const troubles: Readonly<Record<Language, TroubleTexts>> = { en, ru }
