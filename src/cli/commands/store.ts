import { Command } from 'commander'
import type { Store } from '../../store/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { define, required } from '../options/option.ts'
import { text } from '../options/value-types.ts'
import { printable } from '../terminal/printable.ts'
import { checkReadable, PrivateLines, readLines } from './accounts/export-file.ts'
import {
  resultOf,
  type StoreFlags,
  storeOptions,
  withStore,
  withStoreForItself,
} from './accounts/with-store.ts'

const examples = `
Examples:
  colloquy store migrate --store postgres://colloquy@db.example.org/colloquy  brings the tables up before servers of a new version start
  colloquy store export store.jsonl                  writes users, sessions and addresses of ./colloquy-data into a file
  colloquy store import store.jsonl --store postgres://colloquy@db.example.org/colloquy  fills an empty database with them`

const about = `
A file has one JSON object a line, with password hashes and hashes of tokens: keep it for yourself. Conversations that wait to
go on are not in it. A store that is exported may be in use; one that is filled must be empty, and a folder without a server.`

/** `colloquy store`. */
export const storeCommand = (): Command =>
  new Command('store')
    .description('Bring up the tables of a store, and copy a store from one place to another.')
    .addHelpText('after', examples)
    .addCommand(migrateCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())

const migrateCommand = (): Command =>
  define(
    new Command('migrate').description(
      'Bring the tables of a store up to this version, as a server does when it starts.',
    ),
    {},
    storeOptions,
    (_words, flags) => migrate(flags),
  )

const exportCommand = (): Command =>
  define(
    new Command('export').description('Write all of a store into a new file, for you only.'),
    { file: required('<path>', 'the file, which must not be there', text) },
    storeOptions,
    ({ file }, flags) => exportTo(file, flags),
  ).addHelpText('after', about)

const importCommand = (): Command =>
  define(
    new Command('import').description('Fill an empty store with an export, with all of it or nothing.'),
    { file: required('<path>', 'the file of an export', text) },
    storeOptions,
    ({ file }, flags) => importFrom(file, flags),
  ).addHelpText('after', about)

const migrate = (flags: StoreFlags): Promise<void> =>
  withStore(flags, { command: 'store migrate', target: null }, async () =>
    print(catalogues[flags.lang].accounts.migrated),
  )

const exportTo = (file: string, flags: StoreFlags): Promise<void> =>
  withStore(flags, { command: 'store export', target: file }, async (store) => {
    const lines = new PrivateLines(file)
    try {
      const records = await resultOf(transferOf(store).export((line) => lines.add(line)))
      lines.end()
      print(catalogues[flags.lang].accounts.exported(records, file))
    } catch (error) {
      lines.remove()
      throw error
    }
  })

const importFrom = (file: string, flags: StoreFlags): Promise<void> => {
  // Before a folder is made for it.
  checkReadable(file)
  return withStoreForItself(flags, { command: 'store import', target: file }, async (store) => {
    const imported = await resultOf(transferOf(store).import(readLines(file)))
    switch (imported.outcome) {
      case 'imported':
        return print(catalogues[flags.lang].accounts.imported(imported.records))
      case 'not empty':
        throw new CliError(Exit.failed, (say) => say.storeNotEmpty)
      case 'refused':
        throw new CliError(Exit.failed, (say) => say.importRefused(file, imported.line, imported.why))
      default:
        return imported satisfies never
    }
  })
}

const transferOf = ({ transfer }: Store): NonNullable<Store['transfer']> => {
  // Only a store in a thread, or in memory, has none, and commands open neither.
  if (transfer === undefined) throw new Error('The store cannot be copied.')
  return transfer
}

const print = (sentence: string): void => {
  process.stdout.write(`${printable(sentence)}\n`)
}
