import type { PageLanguage } from '../../../visualize/page/i18n/index.ts'
import { en } from './en.ts'
import type { LiveWords } from './live-words.ts'
import { ru } from './ru.ts'

export type { LiveWords } from './live-words.ts'

/** The words of the live page by its language. */
export const liveWords: Readonly<Record<PageLanguage, LiveWords>> = { en, ru }
