import { type StoreFault, type StoreFaultCode, storeFault } from '../fault.ts'

/** What an error of libsql or of the file system says about the disk; undefined when the mistake is ours. */
export const faultFrom = (error: unknown, file: string): StoreFault | undefined => {
  const cause = causeOf(error)
  const code = cause === undefined ? undefined : codes.find(([pattern]) => pattern.test(cause))?.[1]
  return cause === undefined || code === undefined ? undefined : storeFault(code, file, cause)
}

/** The code only, never the message: a message may quote what it failed at. */
const causeOf = (error: unknown): string | undefined => {
  const code = codeOf(error)
  if (code !== undefined && code !== '') return code
  // libsql gives no code when it cannot open a file at all.
  return String(error).includes('ConnectionFailed') ? 'SQLITE_CANTOPEN' : undefined
}

/** The code of an error of Node or libsql, whichever realm its class is of. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

const codes: readonly (readonly [RegExp, StoreFaultCode])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'BUSY'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'FULL'],
  [/^(SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH|EROFS|EACCES|EPERM)/, 'READ_ONLY'],
  // No statement of ours breaks a rule of the tables, unless what is in them does.
  [/^(SQLITE_(CORRUPT|CONSTRAINT|MISMATCH|TOOBIG)|DAMAGED_ROW)/, 'CORRUPT'],
  [/^SQLITE_NOTADB/, 'FOREIGN'],
  [/^SQLITE_(IOERR|CANTOPEN|NOMEM|NOLFS|PROTOCOL)/, 'IO'],
  [/^(ENOENT|ENOTDIR|EISDIR|ELOOP|ENAMETOOLONG|EIO|EMFILE|ENFILE|EBUSY|EEXIST)/, 'IO'],
]
