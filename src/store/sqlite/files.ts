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

/** The same for the same file only; undefined where there is none. A number of a file that is gone may be given again. */
export const identityOf = (file: string): string | undefined => look(file)?.identity

const look = (file: string): { readonly identity: string; readonly isEmpty: boolean } | undefined => {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true })
  if (stats === undefined) return undefined
  return { identity: `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`, isEmpty: stats.size === 0n }
}

/**
 * Gives a function that throws once the open file, or what SQLite keeps beside it, is not the one that it was, or the
 * file has been emptied: SQLite goes on with files that have no name any more, and nobody could read again what it says
 * is stored.
 */
export const guardOf = (file: string): (() => void) => {
  const known = new Map<string, string>()
  let hasContent = false
  return () => {
    for (const each of [file, `${file}-wal`, `${file}-shm`]) {
      const found = lookOrNothing(each)
      if (found === UNKNOWN) continue
      const before = known.get(each)
      if (before !== undefined && found?.identity !== before) throw new FileGone()
      if (found === undefined) continue
      known.set(each, found.identity)
      if (each !== file) continue
      if (hasContent && found.isEmpty) throw new FileGone()
      hasContent ||= !found.isEmpty
    }
  }
}

/** A folder that cannot be looked into says nothing about what is open. */
const UNKNOWN = Symbol('unknown')

const lookOrNothing = (file: string): ReturnType<typeof look> | typeof UNKNOWN => {
  try {
    return look(file)
  } catch {
    return UNKNOWN
  }
}

class FileGone extends Error {
  readonly code = 'FILE_GONE'
}

/** Throws unless the file and its folder, where SQLite keeps the journal, can be written. */
export const assertWritable = (file: string): void => {
  accessSync(file, constants.R_OK | constants.W_OK)
  accessSync(dirname(file), constants.W_OK | constants.X_OK)
}
