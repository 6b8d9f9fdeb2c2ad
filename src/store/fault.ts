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

/** A failure, its file, and its remedy for the operator of the server. Holds nothing of what was stored. */
export type StoreFault = {
  readonly [Code in StoreFaultCode]: {
    readonly code: Code
    /** The file or folder; `memory` for the store without one. */
    readonly file: string
    /** One sentence that names the file and the step to take. */
    readonly remedy: string
    /** The code that the system or the database gave, such as SQLITE_IOERR_FSYNC or ENOSPC; may be empty. */
    readonly cause: string
  }
}[StoreFaultCode]

/** A fault with the remedy that belongs to its code. */
export const storeFault = (code: StoreFaultCode, file: string, cause = ''): StoreFault => ({
  code,
  file,
  remedy: remedies[code](file),
  cause,
})

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
}
