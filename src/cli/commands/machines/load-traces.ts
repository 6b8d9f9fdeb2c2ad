import { basename } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract } from '../../../contract/index.ts'
import type { Trace } from '../../../verify/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { beginningOf } from '../../files/beginning-of.ts'
import type { Phrase } from '../../i18n/errors.ts'

/**
 * Captured conversations, and what `verify --json` found, as stories to step through. Throws a CliError if a file holds
 * none of this contract; `warn` is told what may not fit.
 */
export const loadTraces = async (
  files: readonly string[],
  contract: Contract,
  warn: (phrase: Phrase) => void,
): Promise<readonly Trace[]> => {
  // Loaded here, since other commands start without it.
  const [{ captureBounds, readCapture }, { readReport }, { storyOf }, { contractHash }] = await Promise.all([
    import('../../../capture/index.ts'),
    import('../../../verify/index.ts'),
    import('../../../visualize/index.ts'),
    import('../../../contract/hash.ts'),
  ])
  const hash = Buffer.from(contractHash(contract)).toString('hex')
  const checkProtocol = (file: string, protocol: string): void => {
    if (protocol !== contract.protocol)
      throw wrong((say) => say.traceOfOther(file, protocol, contract.protocol))
  }
  return files.flatMap((file): readonly Trace[] => {
    const text = textOf(file, captureBounds.characters)
    const report = readReport(text)
    if (E.isRight(report)) {
      const { protocol, stories } = report.right
      checkProtocol(file, protocol)
      if (stories.length === 0) warn((say) => say.traceless(file))
      return stories
    }
    if (report.left === 'BAD_REPORT') throw wrong((say) => say.badReport(file))
    const capture = readCapture(text)
    if (E.isLeft(capture)) throw wrong(() => `${file}:${capture.left.line} ${capture.left.remedy}`)
    checkProtocol(file, capture.right.protocol)
    if (capture.right.contract !== hash) warn((say) => say.traceOfOtherEdition(file))
    return [storyOf(capture.right, contract, `Captured: ${basename(file)}`)]
  })
}

const textOf = (file: string, maxBytes: number): string => {
  try {
    const text = beginningOf(file, maxBytes)
    if (Buffer.byteLength(text) > maxBytes) throw wrong((say) => say.traceTooLarge(file, maxBytes))
    return text
  } catch (error) {
    if (error instanceof CliError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw wrong((say) => say.traceUnread(file, code))
  }
}

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
