import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compare, type Difference } from './compare.ts'

/** The files of a folder by name; none where there is no folder. */
const readFolder = (folder: string): ReadonlyMap<string, string> => {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(files.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/**
 * Compares a folder with what is generated and, unless it is only checked, makes it so. Returns the differences that
 * were found. Nothing is written when a file that is not ours is in the way. Errors of the file system are thrown.
 */
export const bringUpToDate = (
  folder: string,
  generated: ReadonlyMap<string, string>,
  mode: 'check' | 'write',
): readonly Difference[] => {
  const differences = compare(generated, readFolder(folder))
  if (mode === 'check' || differences.some(({ kind }) => kind === 'foreign')) return differences
  mkdirSync(folder, { recursive: true })
  for (const difference of differences) {
    const file = join(folder, difference.file)
    if (difference.kind === 'stale') rmSync(file)
    else if (difference.kind !== 'foreign') writeFileSync(file, difference.text)
  }
  return differences
}
