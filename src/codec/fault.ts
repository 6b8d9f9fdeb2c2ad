import { aText, optionsOf } from '../arguments.ts'

/** Why a body was refused. */
export type Reason =
  /** The body ends within a value, or a length points past its end. */
  | 'TRUNCATED'
  /** A varint of more than 64 bits, or one that is longer than its value needs. */
  | 'OVERLONG_VARINT'
  /** A tag of field 0, of a field above 2^29 - 1, or of wire type 6 or 7. */
  | 'INVALID_TAG'
  /** A group; there are none. */
  | 'GROUP'
  /** A field that is known, under a wire type that is not its own. */
  | 'WRONG_WIRE_TYPE'
  /** A field that comes twice, or a second arm of a union. */
  | 'REPEATED_FIELD'
  /** More unknown fields than are skipped in one body. */
  | 'TOO_MANY_UNKNOWN'
  /** A field that must be there is not. */
  | 'MISSING_FIELD'
  /** A number outside its range, a length or count outside its bounds, a bool beyond 1, an enum's unknown number. */
  | 'OUT_OF_RANGE'
  /** Text that is not UTF-8, or cannot become it because of a lone surrogate. */
  | 'INVALID_UTF8'
  /** Text that is not in Normalization Form C. */
  | 'NOT_NFC'
  /** Text with control, format, separator or private-use characters. */
  | 'NOT_PRINTABLE'
  /** Text with white space before or after it. */
  | 'NOT_TRIMMED'
  /** Text that does not match the pattern of its type. */
  | 'NO_MATCH'
  /** Only when encoding: a value of another JavaScript type than the message's. */
  | 'WRONG_TYPE'
  /** A number or name that no message has. */
  | 'UNKNOWN_MESSAGE'

/** A body that is not what the contract says. It names where and why, and never shows a value. */
export interface CodecFault {
  readonly code: 'MALFORMED'
  readonly reason: Reason
  /** The message, or the message and its field: `Say.text`. Empty where the message is unknown. */
  readonly path: string
}

/** A fault as one line for a log. */
export const formatFault = (fault: CodecFault): string => {
  aFault('fault', fault)
  const { code, reason, path } = fault
  return path === '' ? `${code}: ${reason}` : `${code}: ${reason} at ${path}`
}

const aFault = optionsOf({ code: aText, reason: aText, path: aText })
