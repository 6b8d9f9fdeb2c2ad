import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A package as a registry has it. */
export interface RegistryPackage {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly tarball: () => Buffer
}

/** The versions of a package that are installed here. */
export const installedPackages = (name: string): readonly RegistryPackage[] => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const folders = Object.keys(packages)
    .filter((path) => path.endsWith(`node_modules/${name}`))
    .map((path) => join(root, path))
    .filter((folder) => existsSync(join(folder, 'package.json')))
  return folders.map((folder) => ({
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    tarball: () => gzipSync(archiveOf(folder), { level: 1 }),
  }))
}

/** The files of a folder in the format of tar, below `package`; those of packages within it are not its own. */
const archiveOf = (folder: string): Buffer => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.slice(folder.length).includes('/node_modules/'))
  const entries = files.flatMap((file) => {
    const bytes = readFileSync(file)
    const { mode } = statSync(file)
    return [header(`package${file.slice(folder.length)}`, bytes.length, mode & 0o777), padded(bytes)]
  })
  return Buffer.concat([...entries, Buffer.alloc(1024)])
}

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])

/** A header of ustar (POSIX.1-1988): a name of more than 100 bytes is divided at a slash. */
const header = (path: string, size: number, mode: number): Buffer => {
  const block = Buffer.alloc(512)
  const at = path.length <= 100 ? -1 : path.indexOf('/', path.length - 101)
  block.write(path.slice(at + 1), 0, 100, 'utf8')
  block.write(octal(mode, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(0, 11), 136)
  block.write('        0', 148)
  block.write('ustar\u000000', 257)
  if (at >= 0) block.write(path.slice(0, at), 345, 155, 'utf8')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\u0000 `, 148)
  return block
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')
