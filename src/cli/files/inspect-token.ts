import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { privateText, writePrivate } from './server-key.ts'

/** The file of the secret in the live page's address, in the data folder. */
const INSPECT_TOKEN = 'inspect-token'

/**
 * The secret in the address of a server's live page, made at its first start, so that a page which is open finds the server
 * again after a restart. Throws a CliError for a file that others may read.
 */
export const inspectToken = (folder: string): string => {
  const file = join(folder, INSPECT_TOKEN)
  const kept = privateText(file)?.trim()
  if (kept !== undefined && /^[\w-]{43}$/.test(kept)) return kept
  const token = randomBytes(32).toString('base64url')
  writePrivate(file, `${token}\n`)
  return token
}
