import { lstatSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { languages } from '../../codegen/languages.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { textAt, writeText } from '../files/text-file.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { Language } from '../i18n/language.ts'
import { lang } from '../options/language.ts'
import { define, required, valued } from '../options/option.ts'
import { choice, protocolName } from '../options/value-types.ts'
import { type Kit, kits } from './init/kits.ts'
import { completedPackage } from './init/package-json.ts'
import { startingFiles } from './init/starting-files.ts'

const words = {
  name: required('<name>', 'what the protocol is called, such as kv or key-value', protocolName),
}

const options = {
  language: valued('--language <language>', 'what it is written in', choice(languages), 'typescript'),
  lang,
}

const examples = `
Examples:
  colloquy init kv                          kv.yaml, server.ts, client.ts, src/handlers.ts and kv.test.ts, in this folder
  colloquy init kv --language javascript    the same in JavaScript, whose types an editor knows; it needs no other packages

It asks nothing, and overwrites nothing: package.json is completed, a tsconfig.json or jsconfig.json that is there is left
alone.`

/** `colloquy init`. */
export const initCommand = (): Command =>
  define(
    new Command('init').description(
      'Begin a protocol of your own: a contract, a server, a client and a test.',
    ),
    words,
    options,
    ({ name }, { language, lang }) => start(name, kits[language], lang),
  ).addHelpText('after', examples)

const PACKAGE = 'package.json'

const start = async (name: string, kit: Kit, lang: Language): Promise<void> => {
  const files = await startingFiles(name, kit)
  const written = [...files].filter(([file]) => file !== kit.settings || !isThere(file))
  const inTheWay = written.find(([file]) => isThere(file))?.[0]
  if (inTheWay !== undefined) throw new CliError(Exit.failed, (say) => say.fileInTheWay(inTheWay))
  const before = textAt(PACKAGE)
  const completed = completedPackage(before, name, PACKAGE, kit)
  writeAll(written)
  // The one file that may have been there comes last.
  if (completed.text !== before) writeText(PACKAGE, completed.text)
  const changed = [...written.map(([file]) => file), ...(completed.text === before ? [] : [PACKAGE])]
  process.stdout.write(changed.map((file) => `${file}\n`).join(''))
  const say = catalogues[lang].contracts
  const next = [
    ...(completed.hasNewPackages ? ['npm install'] : []),
    `npx colloquy generate ${name}.yaml --out ${kit.protocol}`,
    `npx colloquy verify ${name}.yaml`,
    `${kit.run.server}    ${say.besides} ${kit.run.client}`,
  ]
  process.stdout.write(`\n${say.next}\n${next.map((line) => `  ${line}\n`).join('')}`)
}

/** Writes files that are not there yet. Where one of them cannot be written none stays. */
const writeAll = (files: readonly (readonly [file: string, text: string])[]): void => {
  try {
    for (const [file, text] of files) {
      makeFolder(dirname(file))
      writeText(file, text)
    }
  } catch (error) {
    for (const [file] of files) rmSync(file, { force: true })
    throw error
  }
}

/** Whether something has this name, be it a link that leads nowhere. */
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CliError(Exit.failed, (say) => say.fileUnwritten(folder, code))
  }
}
