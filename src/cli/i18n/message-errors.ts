/** Kinds of values that a field may want. */
export type WantedKind = 'text' | 'bytes' | 'integer' | 'number' | 'bool' | 'list' | 'fields'

/** Errors of messages that are written by hand: a sentence each, in one language. `path` names a field, such as Get.key. */
export interface MessageErrorTexts {
  /** `known` are the messages that may be said. */
  readonly noMessage: (name: string, known: readonly string[]) => string
  /** `known` are the fields that there are. */
  readonly noField: (path: string, name: string, known: readonly string[]) => string
  readonly fieldTwice: (path: string) => string
  readonly fieldLacking: (path: string) => string
  readonly fieldWrong: (path: string, wanted: WantedKind) => string
  readonly notOneOf: (path: string, names: readonly string[]) => string
  /** A word is no field with a value. */
  readonly noWord: (word: string) => string
  /** The quote or bracket of a value is not closed. */
  readonly wordUnended: (path: string) => string
  readonly noJsonMessage: string
}
