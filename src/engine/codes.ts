// The codes of the base that the engine itself sends, hears or tells of. Its contract says what each means.

/** Why everything ends at once. */
export type FaultCode =
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
export type ByeReason = 'DONE' | 'LOGGED_OUT' | 'IDLE' | 'SHUTTING_DOWN' | 'REPLACED'

/** Why a proof was not accepted. */
export type DenialReason =
  | 'BAD_CREDENTIALS'
  | 'NAME_TAKEN'
  | 'WEAK_PASSWORD'
  | 'TOO_MANY_ATTEMPTS'
  | 'TOKEN_EXPIRED'
  | 'REGISTRATION_CLOSED'
  | 'INSECURE_CHANNEL'
  | 'UNAVAILABLE'
