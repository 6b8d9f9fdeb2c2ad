import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { build } from 'esbuild'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const silent = () => {}
const log = {
  isDebugEnabled: () => false,
  debug: silent,
  info: silent,
  warn: console.warn,
  error: console.error,
}

/** Sentences and names are read by tests that compare texts; of literals the codes alone are mutated. */
const isWorthwhile = ({ mutatorName, original }) =>
  mutatorName !== 'StringLiteral' || /^['"][A-Z][A-Z_]+['"]$/.test(original)

/** Puts all mutants into `files`, each behind a switch, and bundles `specs` with them. Gives the mutants. */
export const bundle = async (files, specs, outfile) => {
  const sources = files.map((name) => ({
    name,
    mutate: true,
    content: readFileSync(join(root, name), 'utf8'),
  }))
  const instrumented = await new Instrumenter(log).instrument(sources, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  })
  const contents = new Map(instrumented.files.map(({ name, content }) => [name, content]))
  await build({
    stdin: { contents: entry(specs), resolveDir: root },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    keepNames: true,
    logLevel: 'error',
    plugins: [
      {
        name: 'mutants',
        setup: ({ onLoad, onResolve }) => {
          onResolve({ filter: /^@jest\/globals$/ }, () => ({
            path: pathToFileURL(join(root, 'mutants/tests.js')).href,
            external: true,
          }))
          onLoad({ filter: /\.[tj]s$/ }, ({ path }) => {
            const source = contents.get(relative(root, path)) ?? readFileSync(path, 'utf8')
            return {
              loader: path.endsWith('.ts') ? 'ts' : 'js',
              contents: source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
            }
          })
        },
      },
    ],
  })
  const linesOf = new Map(sources.map(({ name, content }) => [name, content.split('\n')]))
  return instrumented.mutants
    .map((mutant) => ({ ...mutant, original: textAt(linesOf.get(mutant.fileName), mutant.location) }))
    .filter(isWorthwhile)
}

/** A module that loads each file of tests when its turn comes. */
const entry = (specs) =>
  `export const files = {\n${specs
    .map((spec) => `  ${JSON.stringify(spec)}: () => import(${JSON.stringify(`./${spec}`)}),\n`)
    .join('')}}\n`

const textAt = (lines, { start, end }) =>
  lines
    .slice(start.line, end.line + 1)
    .map((line, at) =>
      line.slice(at === 0 ? start.column : 0, at === end.line - start.line ? end.column : undefined),
    )
    .join('\n')
