import type { Command } from 'commander'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import type { GivenEndpoint, Prefixed } from '../../options/endpoint.ts'
import { refuseConflicts } from '../../options/flag-conflicts.ts'
import { socketPath } from '../../options/server-address.ts'
import { channelOptions } from '../connect-channel.ts'
import { hasSessionWork } from '../own-sessions.ts'
import { type ConnectFlags, connectOptions } from './options.ts'
import { sessionWorkOf } from './purpose.ts'

/** Flags that mean something in a conversation only. */
const FRAMED = [
  connectOptions.contract,
  connectOptions.name,
  connectOptions.passwordFile,
  connectOptions.register,
  connectOptions.message,
  connectOptions.tokens,
  connectOptions.noTokens,
  connectOptions.logout,
  connectOptions.logoutEverywhere,
  connectOptions.sessions,
  connectOptions.revokeSession,
  connectOptions.record,
  connectOptions.insecurePassword,
  connectOptions.json,
  ...Object.values(channelOptions),
]

/** Checks the flags beside each other, and beside the address. Throws a CliError for those that mean nothing together. */
export const checkFlags = (
  flags: ConnectFlags,
  { name, host, overTls }: GivenEndpoint & Prefixed,
  command: Command,
): void => {
  const wrong = (flag: string): never => {
    throw new CliError(Exit.wrongUsage, (say) => say.flagConflict(flag, '--raw'))
  }
  if (flags.raw) {
    refuseConflicts(command, FRAMED, '--raw')
    if (name !== null) wrong('name@')
    if (socketPath(host ?? '') !== null) wrong('unix:')
    if (overTls) wrong('colloquy+tls://')
  }
  if (hasSessionWork(sessionWorkOf(flags)))
    refuseConflicts(command, [connectOptions.message], flags.sessions ? '--sessions' : '--revoke-session')
}
