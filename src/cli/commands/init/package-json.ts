import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { packageFile } from '../../files/package-file.ts'
import type { Phrase } from '../../i18n/errors.ts'
import type { Kit } from './kits.ts'

const texts = t.record(t.string, t.string)
const Manifest = t.intersection([
  t.UnknownRecord,
  t.partial({ type: t.string, scripts: texts, dependencies: texts, devDependencies: texts }),
])
type Manifest = t.TypeOf<typeof Manifest>

/** Some editors put it before the text; npm passes over it. */
const BYTE_ORDER_MARK = /^\ufeff/

/** The script that npm init writes where there is no test. */
const NO_TEST = 'echo "Error: no test specified" && exit 1'

/** A package.json with all that a protocol needs. */
interface CompletedPackage {
  readonly text: string
  /** Whether it names packages that it did not name before. */
  readonly hasNewPackages: boolean
}

/**
 * Completes a package.json; what is there stays. `text` is the one that is there, null: none. Throws a CliError for one
 * that cannot be completed.
 */
export const completedPackage = (
  text: string | null,
  name: string,
  file: string,
  kit: Kit,
): CompletedPackage => {
  const manifest = text === null ? { name, private: true } : read(text.replace(BYTE_ORDER_MARK, ''), file)
  if (manifest.type === 'commonjs') throw failed((say) => say.packageOfCommonJs(file))
  const { scripts = {}, dependencies = {}, devDependencies = {} } = manifest
  const own = ownManifest()
  const has = (one: string): boolean =>
    Object.hasOwn(dependencies, one) || Object.hasOwn(devDependencies, one)
  const tools = kit.tools
    .filter((one) => !has(one))
    .map((one) => [one, own.devDependencies?.[one] ?? '*'] as const)
  const { test, ...others } = scripts
  const completed = {
    ...manifest,
    type: 'module',
    scripts: {
      generate: `colloquy generate ${name}.yaml --out ${kit.protocol}`,
      verify: `colloquy verify ${name}.yaml`,
      ...kit.scripts(name),
      ...(test === undefined || test === NO_TEST ? {} : { test }),
      ...others,
    },
    dependencies: { ...(has('colloquy') ? {} : { colloquy: `^${own.version}` }), ...dependencies },
    ...(tools.length === 0 ? {} : { devDependencies: { ...devDependencies, ...Object.fromEntries(tools) } }),
  }
  return {
    text: written(completed, text ?? ''),
    hasNewPackages: tools.length > 0 || !has('colloquy'),
  }
}

/** A manifest, indented as the text that was there, and with its line ends. */
const written = (manifest: object, before: string): string => {
  const [, indent = '  '] = /^\s*\{\r?\n([ \t]+)/.exec(before) ?? []
  const lines = `${JSON.stringify(manifest, null, indent)}\n`
  return before.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines
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
