import type { Log, Observer, ServerEvent } from '../../../index.ts'
import type { SpokenContract } from '../../files/spoken-contract.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import type { Phrase } from '../../i18n/errors.ts'
import type { Language } from '../../i18n/language.ts'
import type { LogTarget } from '../../log/options.ts'
import { printNotice } from '../../terminal/standard-error.ts'

interface RecordingSettings {
  readonly record: string | undefined
  readonly log: LogTarget
  readonly lang: Language
}

/** Records what is said, if that is wanted. What cannot be recorded is told in the log, and on standard error. */
export const recording = async (
  { record, log: to, lang }: RecordingSettings,
  log: Log<ServerEvent>,
  spoken: SpokenContract | null,
): Promise<Observer | null> => {
  if (record === undefined) return null
  const { recordIntoFolder } = await import('../recording/record.ts')
  const complain = (phrase: Phrase): void => {
    log.write({ event: 'failed', what: 'recording', detail: phrase(catalogues[lang].errors) })
    if (to === 'file') printNotice(phrase)
  }
  return recordIntoFolder(record, complain, spoken?.contract)
}
