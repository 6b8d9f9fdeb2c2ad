import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreFault } from './fault.ts'

/**
 * Copies a whole store into lines of JSON, and back: accounts, sessions and addresses. Their secrets are hashes; conversations
 * that wait to go on are not among them.
 */
export interface Transfer {
  /** Gives each line, without its end, of a moment of the store, which may be in use. Gives how many records there were. */
  readonly export: (take: (line: string) => Promise<void>) => TaskEither<StoreFault, number>
  /** Fills a store that is empty with the lines of an export, all of them or none. */
  readonly import: (lines: AsyncIterable<string>) => TaskEither<StoreFault, Imported>
}

/** The result of an import. */
export type Imported =
  | { readonly outcome: 'imported'; readonly records: number }
  | { readonly outcome: 'not empty' }
  | { readonly outcome: 'refused'; readonly line: number; readonly why: ImportRefusal }

/**
 * - NO_EXPORT: the first line is not that of an export.
 * - NEWER: a newer version of this program wrote it.
 * - BAD_RECORD: the line is no record, or one with a value that cannot be.
 * - TWICE: an id, a name or a token is there already.
 * - NO_ACCOUNT: a session belongs to nobody.
 * - INCOMPLETE: the end is missing, or there are fewer records than it says.
 */
export type ImportRefusal = 'NO_EXPORT' | 'NEWER' | 'BAD_RECORD' | 'TWICE' | 'NO_ACCOUNT' | 'INCOMPLETE'
