import { bounds } from '../../protocol/base/contract.ts'
import { aText } from '../arguments.ts'

/**
 * The form in which passwords are hashed and compared, the OpaqueString of RFC 8265, 4.2: every space is U+0020, then
 * NFC. So a password is the same, however a keyboard composes its letters. Nothing is refused or cut off here.
 */
export const preparePassword = (password: string): string => {
  aText('password', password)
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC')
}

/** Whether a new password is too short by the contract, in the form in which it is hashed. */
export const isWeak = (password: string): boolean =>
  Buffer.byteLength(preparePassword(password)) < bounds.NewPassword.minBytes
