import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { nanoid } from 'nanoid'
import { bounds } from '../../../protocol/base/contract.ts'
import { createHasher, preparePassword } from '../../auth/index.ts'
import { personName } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { define, required, type Values } from '../options/option.ts'
import { text } from '../options/value-types.ts'
import { printable } from '../terminal/printable.ts'
import { newPasswordFile, newPasswordFrom, passwordHelp } from './accounts/new-password.ts'
import { formats, json, moment, printList } from './accounts/table.ts'
import {
  accountOf,
  noUser,
  resultOf,
  type StoreFlags,
  storeOptions,
  withStore,
  withStoreMade,
} from './accounts/with-store.ts'

const listOptions = { ...storeOptions, json }
const passwordOptions = { ...storeOptions, passwordFile: newPasswordFile }
type PasswordFlags = Values<typeof passwordOptions>

const examples = `
Examples:
  colloquy users list                                      who is registered, and since when
  colloquy users add anna                                  asks for the password, and registers anna
  colloquy users add anna --password-file secret           takes the password from a file
  colloquy users password anna                             asks for a new one, and logs anna out everywhere
  colloquy users remove anna --data /srv/colloquy          removes anna from the store in that folder
  colloquy users remove -- -anna                           a name that begins with - comes after --`

/** `colloquy users`. */
export const usersCommand = (done: (code: ExitCode) => void): Command =>
  new Command('users')
    .description('List, add and remove the users of a server, which may be running, and set their passwords.')
    .addHelpText('after', examples)
    .addCommand(listCommand())
    .addCommand(addCommand(done))
    .addCommand(removeCommand())
    .addCommand(passwordCommand(done))

const listCommand = (): Command =>
  define(
    new Command('list').description('List who is registered, and with how many sessions they are logged in.'),
    {},
    listOptions,
    (_words, flags) => list(flags),
  ).addHelpText('after', `${formats}\n\n${only('users list')}`)

const addCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('add').description('Register a user. A store that is missing is made.'),
    {
      name: required(
        '<name>',
        `who: ${bounds.PersonName.minBytes} to ${bounds.PersonName.maxBytes} bytes`,
        text,
      ),
    },
    passwordOptions,
    async ({ name }, flags) => done(await add(name, flags)),
  ).addHelpText('after', `${passwordHelp}\n\n${only('users add')}`)

const removeCommand = (): Command =>
  define(
    new Command('remove').description(
      'Remove a user, revoke the sessions, and forget the addresses. Who is connected gets Bye(LOGGED_OUT).',
    ),
    { name: required('<name>', 'who', text) },
    storeOptions,
    ({ name }, flags) => remove(name, flags),
  ).addHelpText('after', `\n${only('users remove')}`)

const passwordCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('password').description(
      'Set the password of a user, and revoke the sessions. Who is connected gets Bye(LOGGED_OUT).',
    ),
    { name: required('<name>', 'who', text) },
    passwordOptions,
    async ({ name }, flags) => done(await setPassword(name, flags)),
  ).addHelpText('after', `${passwordHelp}\n\n${only('users password')}`)

/** Of the examples those of one command. */
const only = (command: string): string =>
  ['Examples:', ...examples.split('\n').filter((line) => line.includes(` ${command}`))].join('\n')

const list = async ({ json, ...flags }: Values<typeof listOptions>): Promise<void> => {
  const say = catalogues[flags.lang].accounts
  return withStore(flags, { command: 'users list', target: null }, async ({ accounts, sessions }) => {
    const registered = await resultOf(accounts.list())
    const live = (await resultOf(sessions.list())).filter(({ expiresAtMs }) => expiresAtMs > Date.now())
    const counts = new Map<string, number>()
    for (const { accountId } of live) counts.set(accountId, (counts.get(accountId) ?? 0) + 1)
    const rows = registered.map(({ id, name, createdAtMs }) => ({
      name,
      registeredAt: moment(createdAtMs),
      sessions: counts.get(id) ?? 0,
    }))
    printList(say.users, rows, json)
  })
}

const add = async (given: string, { passwordFile, ...flags }: PasswordFlags): Promise<ExitCode> => {
  const name = personName(given.normalize('NFC'))
  const { lang } = flags
  const newPassword = await newPasswordFrom(passwordFile, lang)
  return withStoreMade(flags, { command: 'users add', target: name }, async ({ accounts }) => {
    const found = await resultOf(accounts.find(name))
    if (found._tag === 'Some') throw taken(found.value.name)
    const password = await newPassword(name)
    if (password === null) return Exit.interrupted
    const passwordHash = await hashOf(password)
    const added = await resultOf(accounts.add({ id: nanoid(), name, passwordHash, createdAtMs: Date.now() }))
    if (added === 'taken') throw taken(name)
    print(catalogues[lang].accounts.added(name))
    return Exit.done
  })
}

const remove = async (name: string, flags: StoreFlags): Promise<void> => {
  const say = catalogues[flags.lang].accounts
  return withStore(flags, { command: 'users remove', target: name }, async (store) => {
    const account = await accountOf(store, name)
    const revoked = await resultOf(store.sessions.revokeAll(account.id, Date.now()))
    if (!(await resultOf(store.accounts.remove(account.id, Date.now())))) throw noUser(name)
    print(say.removed(account.name, revoked.length))
  })
}

const setPassword = async (name: string, { passwordFile, ...flags }: PasswordFlags): Promise<ExitCode> => {
  const { lang } = flags
  const newPassword = await newPasswordFrom(passwordFile, lang)
  return withStore(flags, { command: 'users password', target: name }, async (store) => {
    const account = await accountOf(store, name)
    const password = await newPassword(account.name)
    if (password === null) return Exit.interrupted
    const passwordHash = await hashOf(password)
    // The hash first: who logs in with the old password now is either refused, or revoked in a moment.
    if (!(await resultOf(store.accounts.setPasswordHash(account.id, passwordHash)))) throw noUser(name)
    const revoked = await resultOf(store.sessions.revokeAll(account.id, Date.now()))
    print(catalogues[lang].accounts.passwordSet(account.name, revoked.length))
    return Exit.done
  })
}

const hashOf = async (password: string): Promise<string> => {
  const hash = await createHasher().hash(preparePassword(password))()
  if (E.isRight(hash)) return hash.right
  const { left } = hash
  throw new CliError(Exit.failed, (say) => say.hash(left))
}

const taken = (name: string): CliError => new CliError(Exit.failed, (say) => say.nameTaken(name))

const print = (sentence: string): void => {
  process.stdout.write(`${printable(sentence)}\n`)
}
