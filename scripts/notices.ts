import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The package of a file: the folder below the last node_modules in its path; null: it is of this project. */
const packageOf = (file: string): string | null =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0] ?? null

const isNotice = (file: string): boolean => /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i.test(file)

/**
 * What is to be said of the packages that these files come from, which stand in a bundle: name, version and the licence
 * with its copyright, as the package brings them. Throws where a package brings none.
 */
export const noticesOf = (files: readonly string[], root: string): string => {
  const packages = [...new Set(files.flatMap((file) => packageOf(file) ?? []))].toSorted()
  return [
    'The files of this folder hold code of these packages, under their licences.',
    ...packages.map((folder) => noticeOf(join(root, folder))),
  ].join(`\n\n${'-'.repeat(80)}\n\n`)
}

const noticeOf = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const texts = readdirSync(folder)
    .filter(isNotice)
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  if (texts.length === 0) throw new Error(`${name} is bundled, and brings no licence.`)
  return [`${name} ${version} (${license})`, ...texts].join('\n\n')
}
