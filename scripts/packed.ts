import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'

/** The files of a package and where they lie; their paths are relative to it, with slashes. */
export interface Packed {
  readonly root: string
  readonly files: readonly string[]
}

/** The faults of a packed package that its users would meet, a line each. */
export const faultsOf = (packed: Packed): readonly string[] => [
  ...deadEnds(packed),
  ...undeclared(packed),
  ...withoutNotice(packed),
]

const textsOf = ({ root, files }: Packed, ending: RegExp): readonly (readonly [string, string])[] =>
  files.filter((file) => ending.test(file)).map((file) => [file, readFileSync(join(root, file), 'utf8')])

const links = {
  '.md': /\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"\s]+)"/g,
  '.yaml': /^# yaml-language-server: \$schema=(\S+)/gm,
} as const

/** Links of documents and contracts to files and folders that are not packed. */
const deadEnds = (packed: Packed): readonly string[] =>
  Object.entries(links).flatMap(([ending, pattern]) =>
    textsOf(packed, new RegExp(`\\${ending}$`)).flatMap(([file, text]) =>
      [...text.matchAll(pattern)].flatMap(([, first, second]) => {
        const [target = ''] = (first ?? second ?? '').split('#')
        if (target === '' || /^[a-z]+:/.test(target)) return []
        const path = pathOf(packed, dirname(file), target)
        const isThere = packed.files.some((one) => one === path || one.startsWith(`${path}/`))
        return isThere ? [] : [`${file} leads to ${target}, which is not packed.`]
      }),
    ),
  )

/** A target from a folder of the package; what is copied out of it names the package where it is installed. */
const pathOf = ({ root }: Packed, folder: string, target: string): string => {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [, within] = new RegExp(`^node_modules/${name}/(.*)$`).exec(target) ?? []
  return within ?? posix.join(folder, target).replace(/\/$/, '')
}

/** Imports of built code and its types of what no dependency brings, and of Node's modules by names of packages. */
const undeclared = (packed: Packed): readonly string[] => {
  const { name, dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(packed.root, 'package.json'), 'utf8'),
  )
  const declared = Object.keys({ [name]: '', ...dependencies, ...peerDependencies })
  return textsOf(packed, /^dist\/.*\.(?:js|d\.ts)$/).flatMap(([file, text]) => {
    const imported = new Set(ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName))
    return [...imported].flatMap((from) => {
      if (from.startsWith('.') || from.startsWith('node:')) return []
      if (builtinModules.includes(from)) return [`${file} imports ${from} without node: before it.`]
      const isDeclared = declared.some((one) => from === one || from.startsWith(`${one}/`))
      return isDeclared ? [] : [`${file} imports ${from}, which is no dependency.`]
    })
  })
}

const NOTICES = 'dist/THIRD-PARTY-NOTICES.txt'

/** Packages whose code the source maps show in the bundle, and whose licence is not told. */
const withoutNotice = (packed: Packed): readonly string[] => {
  const bundled = new Set(
    textsOf(packed, /\.map$/).flatMap(([, text]): readonly string[] =>
      JSON.parse(text).sources.flatMap(
        (source: string) => /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [],
      ),
    ),
  )
  const told = packed.files.includes(NOTICES) ? readFileSync(join(packed.root, NOTICES), 'utf8') : ''
  return [...bundled]
    .filter((name) => !new RegExp(`^${name} \\d[^]*?Copyright`, 'm').test(told))
    .map((name) => `${NOTICES} does not tell the licence of ${name}.`)
}
