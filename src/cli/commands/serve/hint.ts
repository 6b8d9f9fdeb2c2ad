import { join } from 'node:path'
import type { Mode, Server } from '../../../index.ts'
import { isLoopback } from '../../../transport/index.ts'
import type { ConsoleTexts } from '../../i18n/console.ts'
import type { LogTarget } from '../../log/options.ts'
import { inShell } from './own-command.ts'

/** Facts for a hint. */
export interface Served {
  readonly server: Pick<Server, 'host' | 'port'>
  readonly mode: Mode | 'raw'
  readonly data: string
  readonly log: LogTarget
  readonly insecurePassword: boolean
  /** Whether TLS is spoken, too. */
  readonly tls?: boolean
  /** The file of the contract that is spoken; talk unless given. */
  readonly contract?: string | undefined
  /** How this program is called. */
  readonly call: string
}

/** Tells somebody who has just started a server how to go on: a line, and one more where passwords are refused. */
export const servingHint = (served: Served, say: ConsoleTexts): readonly string[] => {
  const { server, mode, data, log, insecurePassword, tls = false } = served
  const isPrivate = isLoopback(server.host) || isSocket(served)
  const where = log === 'console' ? null : join(data, 'server.log')
  const refuses = mode === 'auth' && !isPrivate && !insecurePassword && !tls
  return [say.serving(where, connecting(served)), ...(refuses ? [say.refusesPasswords] : [])]
}

/** Host and port as two words: a shell may take brackets for a pattern. */
const connecting = (served: Served): string => {
  const { call, server, mode, insecurePassword, contract, tls = false } = served
  const host = reachable(server.host)
  const flags = [
    ...(contract === undefined ? [] : ['--contract', inShell(contract)]),
    ...(mode === 'raw' ? ['--raw'] : []),
    ...(tls && !isLoopback(host) ? ['--tls'] : []),
    ...(mode === 'auth' && insecurePassword && !tls && !isLoopback(host) && !isSocket(served)
      ? ['--insecure-password']
      : []),
  ]
  const place = isSocket(served) ? [inShell(`unix:${server.host}`)] : [host, server.port]
  return [call, 'connect', ...place, ...flags].join(' ')
}

/** Whether it listens on a socket in the file system. */
const isSocket = ({ server }: Served): boolean => server.port === 0

/** Nobody connects to the address that stands for all of them. */
const reachable = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)
