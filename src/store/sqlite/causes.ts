import { type StoreFault, type StoreFaultCode, storeFault } from '../fault.ts'

/** Reads what an error of libsql or of the file system says about the disk; undefined when the mistake is ours. */
export const faultFrom = (error: unknown, file: string): StoreFault | undefined => {
  const cause = causeOf(error)
  const code = cause === undefined ? undefined : codes.find(([pattern]) => pattern.test(cause))?.[1]
  return cause === undefined || code === undefined ? undefined : storeFault(code, file, cause)
}

/** The code only, never the message: a message may quote what it failed at. */
const causeOf = (error: unknown): string | undefined => {
  const code = codeOf(error)
  if (code?.startsWith('UNKNOWN_SQLITE_ERROR') === true) return primaryCode(error)
  if (code !== undefined && code !== '') return code
  // libsql gives no code when it cannot open a file at all.
  return String(error).includes('ConnectionFailed') ? 'SQLITE_CANTOPEN' : undefined
}

/** The code of an error of Node or libsql, whichever realm its class is of. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** libsql has no name for some of SQLite's extended codes; the low byte is the primary one (sqlite.org/rescode.html). */
const primaryCode = (error: unknown): string => {
  const raw = typeof error === 'object' && error !== null && 'rawCode' in error ? Number(error.rawCode) : 0
  return `SQLITE_${primary[raw & 0xff] ?? 'ERROR'}`
}

const primary = [
  ...[
    'OK',
    'ERROR',
    'INTERNAL',
    'PERM',
    'ABORT',
    'BUSY',
    'LOCKED',
    'NOMEM',
    'READONLY',
    'INTERRUPT',
    'IOERR',
  ],
  ...['CORRUPT', 'NOTFOUND', 'FULL', 'CANTOPEN', 'PROTOCOL', 'EMPTY', 'SCHEMA', 'TOOBIG', 'CONSTRAINT'],
  ...['MISMATCH', 'MISUSE', 'NOLFS', 'AUTH', 'FORMAT', 'RANGE', 'NOTADB'],
]

const codes: readonly (readonly [RegExp, StoreFaultCode])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'BUSY'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'FULL'],
  [/^(SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH|EROFS|EACCES|EPERM)/, 'READ_ONLY'],
  // No statement of ours breaks a rule of the tables, unless what is in them does.
  [/^(SQLITE_(CORRUPT|CONSTRAINT|MISMATCH|TOOBIG)|DAMAGED_ROW)/, 'CORRUPT'],
  [/^SQLITE_NOTADB/, 'FOREIGN'],
  [/^FILE_GONE/, 'GONE'],
  [/^SQLITE_(IOERR|CANTOPEN|NOMEM|NOLFS|PROTOCOL)/, 'IO'],
  // Any other code that a system has for a file.
  [/^E[A-Z0-9]+$/, 'IO'],
]
