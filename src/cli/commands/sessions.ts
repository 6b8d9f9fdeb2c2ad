import { Command } from 'commander'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { define, texted, type Values } from '../options/option.ts'
import { formats, json, moment, printList } from './accounts/table.ts'
import { accountOf, resultOf, storeOptions, withStore } from './accounts/with-store.ts'

const listExamples = `
Examples:
  colloquy sessions list                             who is logged in
  colloquy sessions list --json | jq -r .id          only the ids
  colloquy sessions list --data /srv/colloquy        of the server that keeps its data there`

const revokeExamples = `
Examples:
  colloquy sessions revoke V1StGXR8_Z5jdHi6B-myT     the session of that id, as sessions list gives it
  colloquy sessions revoke --user anna               every session of anna`

const listOptions = { ...storeOptions, json }
const revokeOptions = { ...storeOptions, user: texted('--user <name>', 'every session of this user') }

/** `colloquy sessions`. */
export const sessionsCommand = (): Command =>
  new Command('sessions')
    .description('List and revoke the sessions of users who are logged in to a server, which may be running.')
    .addHelpText('after', `${listExamples}${revokeExamples.replace('\nExamples:', '')}`)
    .addCommand(listCommand())
    .addCommand(revokeCommand())

const listCommand = (): Command =>
  define(
    new Command('list').description(
      'List who is logged in, the first to have logged in first, with the address of the last login or resume. A session outlives connections.',
    ),
    {},
    listOptions,
    (_words, flags) => list(flags),
  ).addHelpText('after', `${formats}\n${listExamples}`)

const revokeCommand = (): Command =>
  define(
    new Command('revoke').description(
      'Revoke sessions: their tokens are good for nothing, and who is connected gets Bye(LOGGED_OUT).',
    ),
    { id: texted('[id]', 'the id of a session') },
    revokeOptions,
    ({ id }, flags) => revoke(id, flags),
  )
    .addHelpText('after', revokeExamples)
    // An id may begin with a dash.
    .allowUnknownOption()

const list = async ({ json, ...flags }: Values<typeof listOptions>): Promise<void> => {
  const say = catalogues[flags.lang].accounts
  return withStore(flags, { command: 'sessions list', target: null }, async ({ accounts, sessions }) => {
    const live = (await resultOf(sessions.list())).filter(({ expiresAtMs }) => expiresAtMs > Date.now())
    // Later than the sessions: an account that is missing is gone, and its sessions with it.
    const names = new Map((await resultOf(accounts.list())).map(({ id, name }) => [id, name]))
    const rows = live.flatMap(({ id, accountId, createdAtMs, usedAtMs, expiresAtMs, address }) => {
      const user = names.get(accountId)
      const times = {
        createdAt: moment(createdAtMs),
        usedAt: moment(usedAtMs),
        expiresAt: moment(expiresAtMs),
      }
      return user === undefined ? [] : [{ id, user, ...times, address }]
    })
    printList(say.sessions, rows, json)
  })
}

const revoke = async (
  id: string | undefined,
  { user, ...flags }: Values<typeof revokeOptions>,
): Promise<void> => {
  if ((id === undefined) === (user === undefined)) throw new CliError(Exit.wrongUsage, (say) => say.idOrUser)
  const command = id === undefined ? 'sessions revoke --user' : 'sessions revoke'
  const revoked = await withStore(flags, { command, target: id ?? user ?? null }, async (store) => {
    if (id !== undefined) {
      if (await resultOf(store.sessions.revoke(id, Date.now()))) return 1
      throw new CliError(Exit.failed, (say) => say.noSession(id))
    }
    const account = await accountOf(store, user ?? '')
    return (await resultOf(store.sessions.revokeAll(account.id, Date.now()))).length
  })
  process.stdout.write(`${catalogues[flags.lang].accounts.revoked(revoked)}\n`)
}
