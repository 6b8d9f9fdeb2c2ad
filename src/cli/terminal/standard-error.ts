import { writeSync } from 'node:fs'
import { catalogues } from '../i18n/catalogues.ts'
import type { Phrase } from '../i18n/errors.ts'
import { languageInArgv } from '../i18n/language.ts'
import { printable } from './printable.ts'

/** Says something on standard error, if that can be said. */
export const writeStderr = (sentence: string): void => {
  try {
    writeSync(process.stderr.fd, `${sentence}\n`)
  } catch {
    // Nobody listens.
  }
}

/** Says something on standard error at once, in the language of the command line. */
export const printNotice = (phrase: Phrase): void =>
  writeStderr(printable(phrase(catalogues[languageInArgv(process.argv)].errors)))
