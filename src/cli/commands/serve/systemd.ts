import { execFile } from 'node:child_process'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The first socket that is passed, after standard input, output and error. */
const FIRST_SOCKET = 3

/** The socket that systemd has opened for this process (sd_listen_fds(3)); null: there is none. Throws a CliError for several. */
export const activatedSocket = ({ LISTEN_PID, LISTEN_FDS }: Environment, pid: number): number | null => {
  if (LISTEN_PID !== String(pid) || LISTEN_FDS === undefined) return null
  if (LISTEN_FDS !== '1') throw new CliError(Exit.wrongUsage, (say) => say.severalSockets(LISTEN_FDS))
  return FIRST_SOCKET
}

/**
 * Tells systemd how far this process is (sd_notify(3)), where it waits to be told. Node has no datagram sockets of the file system: the
 * program that comes with systemd has, and its unit needs NotifyAccess=all.
 */
export const notifySystemd = (state: 'ready' | 'stopping', { NOTIFY_SOCKET }: Environment): void => {
  if (NOTIFY_SOCKET === undefined || NOTIFY_SOCKET === '') return
  // A systemd that is not told in time says so itself.
  execFile('systemd-notify', [`--${state}`], () => {})
}
