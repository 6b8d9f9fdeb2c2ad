import { Command } from 'commander'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { define, texted, type Values } from '../options/option.ts'
import { parseServerAddress } from '../options/server-address.ts'
import { formats, json, moment, printList } from './accounts/table.ts'
import { resultOf, storeOptions, withStore } from './accounts/with-store.ts'

const listExamples = `
Examples:
  colloquy addresses list                            who is greeted by which name, the last seen first
  colloquy addresses list --json | jq -r .address    only the addresses`

const removeExamples = `
Examples:
  colloquy addresses remove 192.0.2.7                forgets who was last seen there
  colloquy addresses remove --user anna              forgets every address at which anna was seen`

const listOptions = { ...storeOptions, json }
const removeOptions = {
  ...storeOptions,
  user: texted('--user <name>', 'every address at which this name was seen'),
}

/** `colloquy addresses`. */
export const addressesCommand = (): Command =>
  new Command('addresses')
    .description('List and remove the addresses that a server greets by name; it may be running.')
    .addHelpText('after', `${listExamples}${removeExamples.replace('\nExamples:', '')}`)
    .addCommand(listCommand())
    .addCommand(removeCommand())

const listCommand = (): Command =>
  define(
    new Command('list').description('List the known addresses with the name that was last seen at each.'),
    {},
    listOptions,
    (_words, flags) => list(flags),
  ).addHelpText('after', `${formats}\n${listExamples}`)

const removeCommand = (): Command =>
  define(
    new Command('remove').description(
      'Remove addresses: whoever comes from there next is asked for a name. Accounts stay.',
    ),
    { address: texted('[address]', 'an IP address, in any of its forms') },
    removeOptions,
    ({ address }, flags) => remove(address, flags),
  ).addHelpText('after', removeExamples)

const list = async ({ json, ...flags }: Values<typeof listOptions>): Promise<void> => {
  const say = catalogues[flags.lang].accounts
  return withStore(flags, { command: 'addresses list', target: null }, async ({ addresses }) => {
    const rows = (await resultOf(addresses.list())).map(({ address, name, lastSeenMs }) => ({
      address,
      name,
      lastSeenAt: moment(lastSeenMs),
    }))
    printList(say.addresses, rows, json)
  })
}

const remove = async (
  address: string | undefined,
  { user, ...flags }: Values<typeof removeOptions>,
): Promise<void> => {
  const say = catalogues[flags.lang].accounts
  const target = address ?? user
  if (target === undefined || (address !== undefined && user !== undefined))
    throw new CliError(Exit.wrongUsage, (errors) => errors.addressOrUser)
  const command = address === undefined ? 'addresses remove --user' : 'addresses remove'
  // As a log or a server prints it, in brackets or with a port, too.
  const known = address === undefined ? '' : (parseServerAddress(address)?.host ?? address)
  const forgotten = await withStore(flags, { command, target }, async ({ addresses }) => {
    if (address === undefined) return resultOf(addresses.forgetName(target))
    if (await resultOf(addresses.forget(known))) return 1
    throw new CliError(Exit.failed, (errors) => errors.noAddress(address))
  })
  process.stdout.write(`${say.forgotten(forgotten)}\n`)
}
