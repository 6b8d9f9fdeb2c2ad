import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { guardedText, OTHERS_READ_OR_WRITE } from './guarded-text.ts'
import { writeWhole } from './write-whole.ts'

/** The file of the key that clients know a server by, in its data folder. */
const SERVER_KEY = 'identity.pem'

/** The server's own key, made at its first start. Throws a CliError for a file that holds none, or that others may read. */
export const serverKey = (folder: string): KeyObject => {
  const file = join(folder, SERVER_KEY)
  const kept = privateText(file)
  if (kept !== null) return keyIn(kept, file)
  const { privateKey } = generateKeyPairSync('ed25519')
  writePrivate(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  return privateKey
}

const keyIn = (pem: string, file: string): KeyObject => {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below.
  }
  throw new CliError(Exit.failed, (say) => say.keyDamaged(file))
}

/** The text of a file of secrets; null: there is none. Throws a CliError where it cannot be read, or others can. */
export const privateText = (file: string): string | null =>
  guardedText(file, OTHERS_READ_OR_WRITE, (say) => say.keyOpen(file))

/** Writes a file of secrets. Throws a CliError if it cannot be written. */
export const writePrivate = (file: string, text: string): void => {
  try {
    writeWhole(file, text, 0o600)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.failed, (say) => say.fileUnwritten(file, code))
  }
}
