// Writes the pages of the API, docs/api, from the doc comments of what the package exports, or checks them: `api [--check]`.
// Exit codes: 0 up to date, 1 --check found differences, or something that is exported is not documented.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Application, Converter, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { entries } from './entries.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pages = join(root, 'docs', 'api')

/** Generated modules are all alike: docs/own-protocol.md tells of them. */
const isDocumented = (entry: string): boolean =>
  !/^protocol\/\w+\/(?!index$)/.test(entry) && entry !== 'codec/types'

const documented = Object.entries(entries).filter(([entry]) => isDocumented(entry))

/** Parts of types that stand in others, and say nothing by themselves. */
const INTERNAL = [
  // That of the library speaks talk unless told otherwise, and is documented.
  'src/server/context.ts:ServerPeer',
  'src/codegen/languages.ts:endings',
  'src/engine/peer.ts:StreamTo',
  'src/machines/client.ts:ClientEvent',
  'src/machines/server.ts:ServerEvent',
  'src/machines/shared.ts:Say',
  'src/machines/types.ts:Outcomes',
  'protocol/base/contract.ts:__object.states',
]

/** The name that a program imports it by. */
const specifierOf = (entry: string): string => `colloquy/${entry}`.replace(/\/index$/, '')

const made = mkdtempSync(join(tmpdir(), 'colloquy-api-'))

const options: Partial<TypeDocOptions & PluginOptions> = {
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: documented.map(([, source]) => join(root, source)),
  tsconfig: join(root, 'tsconfig.api.json'),
  // The compiler looks at the sources elsewhere.
  skipErrorChecking: true,
  name: 'colloquy',
  readme: 'none',
  router: 'module',
  flattenOutputFiles: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  hideBreadcrumbs: true,
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  hideGenerator: true,
  requiredToBeDocumented: ['Enum', 'Variable', 'Function', 'Class', 'Interface', 'TypeAlias'],
  intentionallyNotExported: INTERNAL,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  treatValidationWarningsAsErrors: true,
  logLevel: 'Warn',
  out: made,
}

const application = await Application.bootstrapWithPlugins(options)

/** Pages are named by what is imported, whatever the source is called. */
application.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
  const named = new Map(
    documented.map(([entry, source]) => [source.replace(/(\/index)?\.ts$/, ''), specifierOf(entry)]),
  )
  for (const module of project.children ?? []) module.name = named.get(module.name) ?? module.name
})

const pagesIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  )

/** Names of pages that differ. */
const differences = (): readonly string[] => {
  const now = pagesIn(made)
  const before = pagesIn(pages)
  return [...new Set([...now.keys(), ...before.keys()])].filter((page) => now.get(page) !== before.get(page))
}

const bringUpToDate = (check: boolean): number => {
  mkdirSync(pages, { recursive: true })
  const found = differences()
  if (check) {
    for (const page of found) console.error(`docs/api/${page} is not up to date; run: npm run api`)
    return found.length === 0 ? 0 : 1
  }
  rmSync(pages, { recursive: true })
  cpSync(made, pages, { recursive: true })
  return 0
}

try {
  const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
  const project = await application.convert()
  if (project !== undefined) {
    application.validate(project)
    await application.generateOutputs(project)
  }
  const isGood = project !== undefined && !application.logger.hasErrors() && !application.logger.hasWarnings()
  process.exitCode = isGood ? bringUpToDate(check) : 1
} finally {
  rmSync(made, { recursive: true })
}
