import { bounds } from '../../protocol/base/contract.ts'
import type { DenialReason as ContractReason } from '../../protocol/base/messages.ts'

/** Why a proof was not accepted; the reasons of the contract, except that of the channel and those of later versions. */
export type DenialReason = Exclude<ContractReason, 'INSECURE_CHANNEL' | `UNKNOWN_${number}`>

/** A proof that was not accepted. */
export interface Denial {
  readonly reason: DenialReason
  /** One sentence for a person. Holds nothing of what was offered. */
  readonly detail: string
  /** Milliseconds; 0 when there is nothing to wait for. */
  readonly retryAfterMs: number
  /** A token was used long after it died: this session was revoked, and its live connections are to be told. */
  readonly revokedSession?: string
}

/** A denial with the sentence that belongs to its reason. */
export const denial = (reason: DenialReason, retryAfterMs = 0): Denial => ({
  reason,
  detail: details[reason],
  retryAfterMs,
})

const details: Readonly<Record<DenialReason, string>> = {
  BAD_CREDENTIALS: 'The name and the password do not belong together.',
  NAME_TAKEN: 'Somebody has registered this name already.',
  WEAK_PASSWORD: `The password has fewer than ${bounds.NewPassword.minBytes} bytes.`,
  TOO_MANY_ATTEMPTS: 'This name failed too often from this address.',
  TOKEN_EXPIRED: 'The token is no longer good. Log in with the password.',
  REGISTRATION_CLOSED: 'This server takes no new names.',
  UNAVAILABLE: 'The server cannot check or store a proof at the moment.',
}
