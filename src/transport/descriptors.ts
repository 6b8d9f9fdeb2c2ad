import { readFile } from 'node:fs/promises'

/** What is assumed where the system does not say. */
const USUAL_LIMIT = 1024

/** How many files and sockets this process may have open. Linux tells; elsewhere the usual limit is assumed. */
export const descriptorLimit = async (): Promise<number> => {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  return soft === undefined ? USUAL_LIMIT : Number(soft)
}
