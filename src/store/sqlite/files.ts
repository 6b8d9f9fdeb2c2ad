import { accessSync, chmodSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from './causes.ts'

/** Makes an empty file, 0600, unless there is one. SQLite gives its companions the mode of the file. */
export const makePrivate = (file: string): void => {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** Takes a file and what SQLite puts beside it from everybody but the owner. Does not give the owner more. */
export const restrict = (file: string): void => {
  for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) {
    const mode = statSync(each, { throwIfNoEntry: false })?.mode
    if (mode !== undefined && (mode & 0o077) !== 0) chmodSync(each, mode & 0o700)
  }
}

/** Throws unless the file and its folder, where SQLite keeps the journal, can be written. */
export const assertWritable = (file: string): void => {
  accessSync(file, constants.R_OK | constants.W_OK)
  accessSync(dirname(file), constants.W_OK | constants.X_OK)
}
