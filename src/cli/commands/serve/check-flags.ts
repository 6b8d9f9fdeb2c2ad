import type { Command } from 'commander'
import { databaseOptions, nodeOption } from '../../options/database.ts'
import { refuseConflicts } from '../../options/flag-conflicts.ts'
import { channelOptions, checkChannel } from './channel.ts'
import { checkInspect, inspectOptions } from './inspect.ts'
import { type ServeFlags, serveOptions } from './options.ts'
import { sourceOptions } from './source-options.ts'
import { activatedSocket } from './systemd.ts'
import { checkWorkers } from './workers-option.ts'

/** Flags that mean something in a conversation only. */
const FRAMED = [
  serveOptions.workers,
  serveOptions.socket,
  serveOptions.contract,
  serveOptions.record,
  serveOptions.reply,
  serveOptions.registration,
  serveOptions.maxSessions,
  serveOptions.metrics,
  ...Object.values(inspectOptions),
  ...Object.values(sourceOptions),
  serveOptions.greetKnown,
  serveOptions.insecurePassword,
  ...Object.values(channelOptions),
]

/** Flags that say where to listen. */
const PLACES = [serveOptions.host, serveOptions.port, serveOptions.strictPort]

/** Flags that mean something on a network only. */
const NETWORKED = [...PLACES, ...Object.values(channelOptions)]

/** Checks the flags by themselves, and beside each other. Throws a CliError for those that mean nothing together. */
export const checkFlags = (flags: ServeFlags, command: Command): void => {
  checkChannel(flags)
  checkInspect(flags)
  checkWorkers(flags)
  if (flags.socket !== undefined) refuseConflicts(command, NETWORKED, '--socket')
  if (activatedSocket(process.env, process.pid) !== null)
    refuseConflicts(command, [...PLACES, serveOptions.socket], 'LISTEN_FDS')
  if (flags.mode === 'raw') refuseConflicts(command, FRAMED, '--mode raw')
  if (flags.mode === 'echo' || flags.mode === 'raw')
    refuseConflicts(command, [...Object.values(databaseOptions), nodeOption], `--mode ${flags.mode}`)
}
