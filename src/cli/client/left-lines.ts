import type { ConsoleTexts } from '../i18n/console.ts'
import type { Transcript } from '../terminal/transcript.ts'
import type { LeftLines } from './delivery.ts'
import { firstOf } from './named-lines.ts'

/** Names the lines of a conversation that is over, which can be said again in the next one. */
export const tellLeft = (
  transcript: Transcript,
  say: ConsoleTexts,
  { doubtful, unsent }: LeftLines,
): void => {
  if (doubtful.length > 0) transcript.tell(say.doubtful(doubtful.length, firstOf(doubtful)))
  if (unsent.length > 0) transcript.tell(say.unsent(unsent.length, firstOf(unsent)))
}
