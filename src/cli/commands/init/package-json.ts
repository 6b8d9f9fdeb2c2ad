import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { packageFile } from '../../files/package-file.ts'
import type { Phrase } from '../../i18n/errors.ts'

const texts = t.record(t.string, t.string)
const Manifest = t.intersection([
  t.UnknownRecord,
  t.partial({ type: t.string, scripts: texts, dependencies: texts, devDependencies: texts }),
])
type Manifest = t.TypeOf<typeof Manifest>

/** Packages that what is written is run and checked with. */
const TOOLS = ['tsx', 'typescript', '@types/node'] as const

/** The script that npm init writes where there is no test. */
const NO_TEST = 'echo "Error: no test specified" && exit 1'

/**
 * The text of a package.json with all that a protocol needs; what is there stays. `text` is the one that is there, null:
 * none. Throws a CliError for one that cannot be completed.
 */
export const completedPackage = (text: string | null, name: string, file: string): string => {
  const manifest = text === null ? { name, private: true } : read(text, file)
  if (manifest.type === 'commonjs') throw failed((say) => say.packageOfCommonJs(file))
  const { scripts = {}, dependencies = {}, devDependencies = {} } = manifest
  const own = ownManifest()
  const has = (one: string): boolean =>
    Object.hasOwn(dependencies, one) || Object.hasOwn(devDependencies, one)
  const tools = TOOLS.filter((one) => !has(one)).map((one) => [one, own.devDependencies?.[one] ?? '*'])
  const { test, ...others } = scripts
  const completed = {
    ...manifest,
    type: 'module',
    scripts: {
      generate: `colloquy generate ${name}.yaml --out src/protocol.ts`,
      verify: `colloquy verify ${name}.yaml`,
      start: 'tsx server.ts',
      check: 'tsc',
      test: test === undefined || test === NO_TEST ? `node --import tsx --test ${name}.test.ts` : test,
      ...others,
    },
    dependencies: { ...(has('colloquy') ? {} : { colloquy: `^${own.version}` }), ...dependencies },
    devDependencies: { ...devDependencies, ...Object.fromEntries(tools) },
  }
  return `${JSON.stringify(completed, null, 2)}\n`
}

const read = (text: string, file: string): Manifest => {
  const parsed = E.tryCatch((): unknown => JSON.parse(text), E.toError)
  const manifest = E.isLeft(parsed) ? null : Manifest.decode(parsed.right)
  if (manifest === null || E.isLeft(manifest)) throw failed((say) => say.badPackage(file))
  return manifest.right
}

/** The manifest of this package, which has been built with the same tools. */
const ownManifest = (): Manifest => JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))

const failed = (phrase: Phrase): CliError => new CliError(Exit.failed, phrase)
