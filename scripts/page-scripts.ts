import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bringUpToDate } from '../src/codegen/index.ts'

/** Folders of the pages whose scripts are in `script/`, as files of JavaScript. */
const PAGES = ['src/visualize/page', 'src/inspect/page']

/**
 * The script of a page: the files that its tsconfig.json names, in that order. They share one scope: for the compiler, as
 * global scripts; in the page, as one module.
 */
const scriptOf = (folder: string): string => {
  const { files } = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')) as {
    readonly files: readonly string[]
  }
  const forgotten = readdirSync(folder).filter((file) => file.endsWith('.js') && !files.includes(file))
  if (forgotten.length > 0) throw new Error(`${folder}/tsconfig.json does not name ${forgotten.join(', ')}.`)
  return files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')).join('\n')
}

/** A text as a template literal that can be read as the text can: line by line. */
const template = (text: string): string => `\`${text.replace(/[\\`]|\$(?=\{)/g, '\\$&')}\``

const moduleOf = (page: string, script: string): string =>
  `// Generated from ${page}/script by npm run codegen. Do not edit.

/** The script of the page as text, so that it is the same bytes from the sources and from the built program. */
export const script = ${template(script)}
`

/** Writes the script of each page into a module of `generated/`, or checks it. Returns an exit code. */
export const pageScripts = (root: string, mode: 'check' | 'write'): number => {
  let code = 0
  for (const page of PAGES) {
    const generated = new Map([['script.ts', moduleOf(page, scriptOf(join(root, page, 'script')))]])
    for (const { kind, file } of bringUpToDate(join(root, page, 'generated'), generated, mode)) {
      const path = `${page}/generated/${file}`
      if (mode === 'write' && kind !== 'foreign') {
        console.log(`${kind === 'stale' ? 'removed' : 'wrote'} ${path}`)
        continue
      }
      console.error(
        kind === 'foreign'
          ? `${path} was not generated and is in the way: move it.`
          : `${path} is not what its sources give. Run npm run codegen.`,
      )
      code = 1
    }
  }
  return code
}
