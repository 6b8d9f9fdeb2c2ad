import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { aMap, aText, oneOf } from '../arguments.ts'
import { compare, type Difference } from './compare.ts'

/** Generated files below their folder: a .proto stands in the folders of its package and version. */
const nested = /^[a-z][a-z0-9_]*\/v[1-9][0-9]*\/[a-z][a-z0-9_]*\.proto$/

const entriesOf = (folder: string): readonly Dirent[] =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []

const foldersIn = (folder: string): readonly string[] =>
  entriesOf(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

const filesIn = (folder: string): readonly string[] =>
  entriesOf(folder).flatMap((entry) => (entry.isFile() ? [entry.name] : []))

/** The files of a folder by name, and those below it that could be generated; none where there is no folder. */
const readFolder = (folder: string): ReadonlyMap<string, string> => {
  const below = foldersIn(folder).flatMap((outer) =>
    foldersIn(join(folder, outer)).flatMap((inner) =>
      filesIn(join(folder, outer, inner)).map((name) => `${outer}/${inner}/${name}`),
    ),
  )
  const files = [...filesIn(folder), ...below.filter((file) => nested.test(file))]
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
}

/** Removes a file, and the folders between that hold nothing more. */
const remove = (folder: string, file: string): void => {
  rmSync(join(folder, file))
  for (let at = dirname(file); at !== '.' && readdirSync(join(folder, at)).length === 0; at = dirname(at))
    rmdirSync(join(folder, at))
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
  aText('folder', folder)
  aMap('generated', generated)
  oneOf(['check', 'write'])('mode', mode)
  const differences = compare(generated, readFolder(folder))
  if (mode === 'check' || differences.some(({ kind }) => kind === 'foreign')) return differences
  mkdirSync(folder, { recursive: true })
  for (const difference of differences) {
    const file = join(folder, difference.file)
    if (difference.kind === 'stale') remove(folder, difference.file)
    else if (difference.kind !== 'foreign') {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, difference.text)
    }
  }
  return differences
}
