// The codes of the base that the engine itself sends, hears or tells of. Its contract says what each means.

/** A code of a later version of the base, by its number. */
export type UnknownCode = `UNKNOWN_${number}`

/** Why everything ends at once. */
export type FaultCode =
  | UnknownCode
  | 'UNEXPECTED_MESSAGE'
  | 'MALFORMED'
  | 'TOO_LARGE'
  | 'TIMEOUT'
  | 'VERSION'
  | 'OVERLOADED'
  | 'INTERNAL'
  | 'GAP'
  | 'UNAUTHORIZED'

/** Why a side ends the conversation. */
export type ByeReason = UnknownCode | 'DONE' | 'LOGGED_OUT' | 'IDLE' | 'SHUTTING_DOWN' | 'REPLACED'

/** Why a proof was not accepted. */
export type DenialReason =
  | UnknownCode
  | 'BAD_CREDENTIALS'
  | 'NAME_TAKEN'
  | 'WEAK_PASSWORD'
  | 'TOO_MANY_ATTEMPTS'
  | 'TOKEN_EXPIRED'
  | 'REGISTRATION_CLOSED'
  | 'INSECURE_CHANNEL'
  | 'UNAVAILABLE'

/** Why a message gets no answer, or no more of them. */
export type AbortReason = UnknownCode | 'OVERLOADED' | 'LOST' | 'UNANSWERED'

/** The codes of a Fault that this version knows, and says. */
export type KnownFaultCode = Exclude<FaultCode, UnknownCode>
/** The reasons of a Bye that this version knows, and says. */
export type KnownByeReason = Exclude<ByeReason, UnknownCode>
export type KnownAbortReason = Exclude<AbortReason, UnknownCode>
