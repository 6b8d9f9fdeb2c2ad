import { createHash } from 'node:crypto'
import { contractHash } from '../../../contract/hash.ts'
import {
  certificateOf,
  checkCertificate,
  type Hashing,
  MAX_CERTIFICATE_CHARACTERS,
  type Pair,
  type Report,
  readCertificate,
} from '../../../verify/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { beginningOf } from '../../files/beginning-of.ts'
import { writeWhole } from '../../files/write-whole.ts'

const hashing: Hashing = {
  ofContract: (contract) => Buffer.from(contractHash(contract)).toString('hex'),
  ofText: (text) => createHash('sha256').update(text).digest('hex'),
}

/** Checks the certificate in a file: everything that does not fit. Throws a CliError where there is none. */
export const certificateProblems = (file: string, pair: Pair, limit: number): readonly string[] => {
  const certificate = readCertificate(textOf(file))
  if (certificate === null) throw new CliError(Exit.wrongUsage, (say) => say.noCertificate(file))
  return checkCertificate(pair, certificate, hashing, limit)
}

/** Writes the certificate of a pair in which nothing was found into a file. */
export const saveCertificate = (file: string, pair: Pair, report: Report): void => {
  const certificate = certificateOf(pair, report, hashing)
  try {
    writeWhole(file, `${JSON.stringify(certificate, null, 2)}\n`, 0o666)
  } catch (error) {
    throw new CliError(Exit.failed, (say) => say.fileUnwritten(file, codeOf(error)))
  }
}

const textOf = (file: string): string => {
  try {
    // A longer file is no certificate.
    return beginningOf(file, MAX_CERTIFICATE_CHARACTERS * 4)
  } catch (error) {
    throw new CliError(Exit.wrongUsage, (say) => say.certificateUnread(file, codeOf(error)))
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
