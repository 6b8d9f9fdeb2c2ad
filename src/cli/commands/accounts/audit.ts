import { closeSync, constants, fchownSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { catalogues } from '../../i18n/catalogues.ts'
import { sentenceOf } from '../../i18n/events.ts'
import type { Language } from '../../i18n/language.ts'
import type { AdminEvent } from '../../log/events.ts'
import { systemFiles } from '../../log/files.ts'
import { LOG_FILES } from '../../log/kinds.ts'
import { jsonLine } from '../../log/line.ts'
import { printNotice } from '../../terminal/standard-error.ts'

/** A command on a store, as the log is told of it. */
export interface AuditedCommand {
  /** Its words, as `users remove`. */
  readonly command: string
  /** The subject of the command: a name, an id, an address; null: all. */
  readonly target: string | null
}

/** More of a name is not told. */
const MAX_CHARACTERS = 128

const NEWLINE = 0x0a

/**
 * Appends a line to the audit log of the server whose folder it is, which may be running: one write, behind whatever it wrote
 * meanwhile. That it cannot be written is told, and undoes nothing.
 */
export const audit = (folder: string, lang: Language, what: AuditedCommand, done: boolean): void => {
  const path = join(folder, LOG_FILES.audit)
  const target = what.target === null ? {} : { target: bounded(what.target) }
  const event: AdminEvent = { event: 'administered', command: what.command, ...target, done, ...whoRuns() }
  const line = jsonLine(Date.now(), event, sentenceOf(catalogues[lang].events.admin, event))
  try {
    append(path, folder, line)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    printNotice((say) => say.log(path, code))
  }
}

const append = (path: string, folder: string, line: string): void => {
  const bytes = Buffer.from(endsInLine(path) ? `\n${line}` : line)
  const descriptor = systemFiles.open(path)
  try {
    giveToOwner(descriptor, folder)
    if (systemFiles.write(descriptor, bytes) < bytes.length)
      throw Object.assign(new Error('Not all was written.'), { code: 'ENOSPC' })
  } finally {
    systemFiles.close(descriptor)
  }
}

/** A log that root has made is no use to the server, unless that is root's, too. */
const giveToOwner = (descriptor: number, folder: string): void => {
  const { size, uid } = fstatSync(descriptor)
  const owner = statSync(folder)
  if (size === 0 && process.getuid?.() === 0 && uid !== owner.uid)
    fchownSync(descriptor, owner.uid, owner.gid)
}

/** Whether a file ends within a line, as a full disk leaves it. */
const endsInLine = (path: string): boolean => {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    // There is none, or whoever opens it for writing says what is wrong.
    return false
  }
  try {
    const stats = fstatSync(descriptor)
    const last = Buffer.alloc(1)
    return (
      stats.isFile() &&
      stats.size > 0 &&
      readSync(descriptor, last, 0, 1, stats.size - 1) === 1 &&
      last[0] !== NEWLINE
    )
  } finally {
    closeSync(descriptor)
  }
}

/** The user by the system's word; whom sudo ran it for, by that of the environment. */
const whoRuns = (): Pick<AdminEvent, 'uid' | 'user' | 'sudoUser' | 'pid'> => {
  const { SUDO_USER: sudoUser = '' } = process.env
  const uid = process.getuid?.()
  const user = userName()
  return {
    pid: process.pid,
    ...(uid === undefined ? {} : { uid }),
    ...(user === null ? {} : { user: bounded(user) }),
    ...(sudoUser === '' ? {} : { sudoUser: bounded(sudoUser) }),
  }
}

/** Null for a user that the system has no entry of. */
const userName = (): string | null => {
  try {
    return userInfo().username
  } catch {
    return null
  }
}

const bounded = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`
