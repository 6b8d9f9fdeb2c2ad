import type { ClientEvent } from '../../index.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { sentenceOf } from '../i18n/events.ts'
import type { Language } from '../i18n/language.ts'

/** A person who waits longer for the next try is told how not to. */
const WORTH_TELLING_MS = 1_000

/** An event as a person at a terminal is told of it, with what can be done then. */
export const terminalSentence = (lang: Language, event: ClientEvent): string => {
  const { events, console } = catalogues[lang]
  const hasTime = event.event === 'reconnecting' && event.withinMs >= WORTH_TELLING_MS
  return `${sentenceOf(events.client, event)}${hasTime ? ` ${console.enterTries}` : ''}`
}
