import { anArray, aText } from '../arguments.ts'
import { aContract, type Contract } from '../contract/index.ts'
import { type CaptureEntry, FORMAT } from './capture.ts'
import { capturing } from './captured-message.ts'

/** The first line of a capture, with its newline. */
export const headerLine = (
  { protocol, version }: Pick<Contract, 'protocol' | 'version'>,
  hash: string,
): string => `${JSON.stringify({ capture: FORMAT, protocol, version, contract: hash })}\n`

/** An entry as a line, with its newline. Secrets are not looked for. */
export const entryLine = (entry: CaptureEntry): string => `${JSON.stringify(entry)}\n`

/** Writes a capture as JSON Lines. Of a message that the contract does not know, only the type is written. */
export const captureText = (
  contract: Pick<Contract, 'protocol' | 'version' | 'messages'>,
  hash: string,
  incidents: readonly CaptureEntry[],
): string => {
  aContract('contract', contract)
  aText('hash', hash)
  anArray('incidents', incidents)
  const captured = capturing(contract)
  const lines = incidents.map((one) =>
    entryLine('message' in one ? { ...one, message: captured(one.message) } : one),
  )
  return headerLine(contract, hash) + lines.join('')
}
