import { readdir, readFile } from 'node:fs/promises'

/** Assumed where the system does not say. */
const DEFAULT_LIMIT = 1024
const DEFAULT_OPEN = 32

/** Descriptors that connections leave free, at least: what is open at the start included. */
const MIN_SPARE = 80

/** Of these, what stays free for files that are opened now and then: a log that is laid aside, a handler's own. */
const MIN_FREE = 12

/** How many descriptors a process may have, and how many of them it keeps for itself. */
export interface DescriptorRoom {
  readonly limit: number
  readonly spare: number
}

/** How many files and sockets this process may have open. Linux tells; elsewhere the usual limit is assumed. */
const descriptorLimit = async (): Promise<number> => {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  return soft === undefined ? DEFAULT_LIMIT : Number(soft)
}

/**
 * The room for connections, once everything is open that stays so. `refused`: connections beyond those that are wanted,
 * which linger until they are told so.
 */
export const descriptorRoom = async (refused: number): Promise<DescriptorRoom> => {
  const open = await readdir('/proc/self/fd').then(
    // The folder itself is open while it is read.
    (names) => names.length - 1,
    () => DEFAULT_OPEN,
  )
  return { limit: await descriptorLimit(), spare: Math.max(MIN_SPARE, open + refused + MIN_FREE) }
}
