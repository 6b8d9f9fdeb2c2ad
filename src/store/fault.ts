import { aText, oneOf } from '../arguments.ts'

/**
 * Why a store could not do what it was asked to. The codes are stable:
 *
 * - BUSY: another program held the file locked for longer than the store waits.
 * - FULL: the disk has no room.
 * - READ_ONLY: the file or its folder cannot be written.
 * - CORRUPT: the file is damaged, or a row in it is not what it should be.
 * - FOREIGN: the file belongs to another program, or is no database.
 * - NEWER: a newer version of this program wrote the file.
 * - LOCKED: another server uses the folder.
 * - GONE: the file was removed, emptied or replaced while it was open; what would be written now nobody could read again.
 * - IO: the disk failed, or the path cannot be used.
 * - CLOSED: the store was closed before.
 * - UNREACHABLE: the database server cannot be reached, restarts, or does not answer in time.
 * - REFUSED: the database server does not let this user in, or not do what it has to.
 * - UNTRUSTED: no TLS, or no certificate that is trusted, on the way to the database server.
 * - NO_DRIVER: the package that speaks to the database is not installed.
 */
export type StoreFaultCode =
  | 'BUSY'
  | 'FULL'
  | 'READ_ONLY'
  | 'CORRUPT'
  | 'FOREIGN'
  | 'NEWER'
  | 'LOCKED'
  | 'GONE'
  | 'IO'
  | 'CLOSED'
  | 'UNREACHABLE'
  | 'REFUSED'
  | 'UNTRUSTED'
  | 'NO_DRIVER'

/** A failure, its file, and its remedy for the operator of the server. Holds nothing of what was stored. */
export type StoreFault = {
  readonly [Code in StoreFaultCode]: {
    readonly code: Code
    /** The file or folder, or the URL of the database without its password; `memory` for the store without one. */
    readonly file: string
    /** One sentence that names the file and the step to take. */
    readonly remedy: string
    /** The code that the system or the database gave, such as SQLITE_IOERR_FSYNC or ENOSPC; may be empty. */
    readonly cause: string
  }
}[StoreFaultCode]

/** A fault with the remedy that belongs to its code. */
export const storeFault = (code: StoreFaultCode, file: string, cause = ''): StoreFault => {
  oneOf(Object.keys(remedies))('code', code)
  aText('file', file)
  aText('cause', cause)
  return {
    code,
    file,
    remedy: (isDatabase(file) ? { ...remedies, ...databaseRemedies } : remedies)[code](file),
    cause,
  }
}

const remedies: Readonly<Record<StoreFaultCode, (file: string) => string>> = {
  BUSY: (file) => `Another program holds ${file} locked; end it or wait, then try again.`,
  FULL: (file) => `There is no room to write ${file}; free some space on its disk.`,
  READ_ONLY: (file) => `${file} cannot be written; give this user the right to write it and its folder.`,
  CORRUPT: (file) => `${file} is damaged; put it aside and restore it from a backup.`,
  FOREIGN: (file) => `${file} was not made by this program; choose another file or folder.`,
  NEWER: (file) => `${file} was written by a newer version of this program; use that version.`,
  LOCKED: (file) => `Another server already uses ${file}; stop it or choose another folder.`,
  GONE: (file) =>
    `${file} was removed, emptied or replaced while it was in use; put it back, or start the server again.`,
  IO: (file) => `${file} could not be opened, read or written; check the path and its disk.`,
  CLOSED: (file) => `${file} was closed before; open it again.`,
  UNREACHABLE: (file) => `${file} cannot be reached, or does not answer; see that the database server runs.`,
  REFUSED: (file) =>
    `${file} does not let this user in, or not write; check that the database exists, the password, and the rights.`,
  UNTRUSTED: (file) =>
    `${file} has no TLS, or no certificate that is trusted; give sslrootcert=<file>, or another sslmode, in the URL.`,
  NO_DRIVER: (file) => `${file} needs the package pg; install it beside this one: npm install pg`,
}

/** The same for a database that is no file. */
const databaseRemedies: Partial<typeof remedies> = {
  FULL: (url) => `There is no room to write ${url}; free some space on the disk of the database server.`,
  FOREIGN: (url) =>
    `${url} has a schema colloquy that this program has not made, or is not in UTF8; choose another database.`,
  CORRUPT: (url) => `${url} is damaged; restore it from a backup.`,
  GONE: (url) => `The tables in ${url} were removed while they were in use; start the server again.`,
  IO: (url) => `${url} could not be read or written; see what the log of the database server says.`,
}

const isDatabase = (file: string): boolean => file.startsWith('postgres://')
