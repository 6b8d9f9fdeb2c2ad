import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Difference } from '../../codegen/index.ts'
import { endings, isFileOf, type Language, languages } from '../../codegen/languages.ts'
import type { Contract } from '../../contract/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { loadContractFile } from '../files/load-contract.ts'
import { textAt, writeText } from '../files/text-file.ts'
import type { Phrase } from '../i18n/errors.ts'
import { lang } from '../options/language.ts'
import { define, required, texted, toggle, type Values, valued } from '../options/option.ts'
import { choice, text } from '../options/value-types.ts'

const words = { contract: required('<contract>', 'the contract: a YAML file', text) }

const options = {
  out: texted('--out <file>', 'write its types, tables and codec as one file, such as src/protocol.ts'),
  language: valued(
    '--language <language>',
    'what the file is written in (default: as its name ends; JavaScript has its types in a file beside it)',
    choice(languages),
  ),
  proto: texted('--proto <path>', 'write its messages as proto3, too: to a .proto file, or below a folder'),
  check: toggle('--check', 'write nothing, and say what differs from what would be written'),
  lang,
}

const examples = `
Examples:
  colloquy generate kv.yaml --out src/protocol.ts            what a server and a client import
  colloquy generate kv.yaml --out src/protocol.js            the same in JavaScript, with src/protocol.d.ts
  colloquy generate kv.yaml --out src/protocol.ts --check    whether it is up to date, for CI
  colloquy generate kv.yaml --proto proto                    proto/kv/v1/kv.proto, for other languages

Exit code 1 when --check finds a difference, or when a file that was not generated is in the way.`

/** `colloquy generate`. */
export const generateCommand = (): Command =>
  define(
    new Command('generate').description('Write what a contract says as code: one file with typed messages.'),
    words,
    options,
    ({ contract }, flags) => start(contract, flags),
  ).addHelpText('after', examples)

const start = async (path: string, flags: Values<typeof options>): Promise<void> => {
  const { out, proto, check } = flags
  if (out === undefined && proto === undefined) throw wrong((say) => say.nothingToGenerate)
  const language = out === undefined ? null : languageOf(out, flags.language)
  if (out?.endsWith('.js') === true) refuseCommonJs(out)
  const contract = await loadContractFile(path)
  const generated = await generate(contract, { ...flags, language, source: basename(path) })
  const { compare } = await import('../../codegen/index.ts')
  const found = new Map(
    [...generated.keys()].flatMap((file) => {
      const text = textAt(file)
      return text === null ? [] : [[file, text] as const]
    }),
  )
  const compared = compare(generated, found)
  const differences = [...generated.keys()].flatMap((path) => compared.filter(({ file }) => file === path))
  const foreign = differences.find(({ kind }) => kind === 'foreign')
  if (foreign !== undefined) throw new CliError(Exit.failed, (say) => say.fileForeign(foreign.file))
  if (check) return refuseDifferences(differences)
  for (const [file, text] of generated) {
    if (!differences.some((each) => each.file === file)) continue
    makeFolderOf(file)
    writeText(file, text)
    process.stdout.write(`${file}\n`)
  }
}

const languageOf = (file: string, given: Language | undefined): Language => {
  const language = given ?? languages.find((one) => isFileOf(one, file)) ?? 'typescript'
  if (!isFileOf(language, file)) throw wrong((say) => say.otherEnding(file, language, endings[language]))
  return language
}

/** Throws a CliError for a file of JavaScript that Node would not take as a module. */
const refuseCommonJs = (file: string): void => {
  const place = nearestPackage(resolve(dirname(file)))
  if (place === null || !isOfCommonJs(textAt(place) ?? '')) return
  throw new CliError(Exit.failed, (say) => say.fileOfCommonJs(file, place))
}

/** The package.json that says what the files of a folder are. */
const nearestPackage = (folder: string): string | null => {
  const file = join(folder, 'package.json')
  if (existsSync(file)) return file
  const above = dirname(folder)
  return above === folder ? null : nearestPackage(above)
}

const Manifest = t.type({ type: t.literal('commonjs') })

/** Without a type, Node looks at the file itself. */
const isOfCommonJs = (text: string): boolean => {
  const parsed = E.tryCatch((): unknown => JSON.parse(text.replace(/^\ufeff/, '')), E.toError)
  return E.isRight(parsed) && Manifest.is(parsed.right)
}

interface Wanted {
  readonly out: string | undefined
  readonly proto: string | undefined
  readonly language: Language | null
  /** Their origin, as the files name it: without its folder, so that they are the same from everywhere. */
  readonly source: string
}

/** The texts to be written, by path. */
const generate = async (
  contract: Contract,
  { out, proto, language, source }: Wanted,
): Promise<ReadonlyMap<string, string>> => {
  // Loaded here, since other commands start without it.
  const { generateProto, generateProtoFiles, generateSingleFile } = await import('../../codegen/index.ts')
  const origin = { source, command: 'colloquy generate' }
  const code =
    out === undefined || language === null ? [] : generateSingleFile(contract, out, language, origin)
  const protos =
    proto === undefined
      ? []
      : proto.endsWith('.proto')
        ? [[proto, generateProto(contract, origin)] as const]
        : [...generateProtoFiles(contract, origin)].map(([file, text]) => [join(proto, file), text] as const)
  return new Map([...code, ...protos])
}

/** Throws a CliError that shows what differs, if anything does. */
const refuseDifferences = async (differences: readonly Difference[]): Promise<void> => {
  const [first] = differences
  if (first === undefined) return
  const { diffLines } = await import('../../codegen/index.ts')
  const shown = differences.flatMap((difference) => {
    if (difference.kind !== 'changed') return []
    const found = withLineFeeds(difference.found)
    return found === difference.text ? [] : [difference.file, ...diffLines(found, difference.text)]
  })
  const isOfLineEnds = first.kind === 'changed' && withLineFeeds(first.found) === first.text
  throw new CliError(
    Exit.failed,
    (say) =>
      first.kind === 'missing'
        ? say.fileMissing(first.file)
        : isOfLineEnds
          ? say.lineEndsDiffer(first.file)
          : say.notUpToDate(first.file),
    shown,
  )
}

const withLineFeeds = (text: string): string => text.replaceAll('\r\n', '\n')

const makeFolderOf = (file: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CliError(Exit.failed, (say) => say.fileUnwritten(file, code))
  }
}

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
