import type { Command } from 'commander'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { completed, type Endpoint, type GivenEndpoint, givenEndpoint } from '../../options/endpoint.ts'
import { isGiven } from '../../options/option.ts'
import { socketPath } from '../../options/server-address.ts'
import { listenPort } from '../../options/value-types.ts'
import { openPrompts } from '../../terminal/open-prompts.ts'
import { type ServeFlags, serveOptions } from './options.ts'
import { activatedSocket } from './systemd.ts'

/** Settings of a server: its flags, and where it listens. */
export type Settings = Omit<ServeFlags, keyof Endpoint> &
  Endpoint & {
    /** A socket that was opened before; null: it opens one. */
    readonly fd: number | null
  }

/** Gives where a server is to listen, as far as flags say so. Nobody listens as somebody: an address with a name is none. */
export const givenPlace = ({ host, port }: ServeFlags): GivenEndpoint => {
  const given = givenEndpoint({ flag: '--host', value: host }, { flag: '--port', value: port }, listenPort)
  const { name, overTls } = given
  if (name !== null || overTls || socketPath(given.host ?? '') !== null)
    throw new CliError(Exit.wrongUsage, (say) =>
      say.badValue('--host', name === null ? (host?.host ?? '') : `${name}@…`, say.must.host),
    )
  return given
}

/** Completes the settings: asks a person for what is missing of the place. null: that was interrupted. */
export const completeSettings = async (
  flags: ServeFlags,
  place: GivenEndpoint,
  command: Command,
): Promise<Settings | null> => {
  const mayAsk = !flags.noInput && !flags.json && !hasFlags(command)
  const prompts = mayAsk ? await openPrompts(flags.lang) : null
  const endpoint = await completed(place, 'listen', prompts).finally(() => prompts?.release())
  return endpoint && { ...flags, ...endpoint, fd: activatedSocket(process.env, process.pid) }
}

/** A person who knows a flag knows how to say where to listen, too. */
const hasFlags = (command: Command): boolean =>
  Object.values(serveOptions).some((declared) => isGiven(command, declared))
