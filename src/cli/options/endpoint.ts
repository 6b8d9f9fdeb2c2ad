import * as E from 'fp-ts/lib/Either.js'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { Prompts, Unanswered } from '../terminal/prompts.ts'
import { connectAddress, connectPort, listenAddress, listenPort } from './answers.ts'
import { type ServerAddress, socketPath } from './server-address.ts'
import { quotable, readValue, type ValueType } from './value-types.ts'

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 7707

/** Where a server listens. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** The parts of it that the command line gives. */
export type GivenEndpoint = { readonly [Part in keyof Endpoint]: Endpoint[Part] | null }

/** The whole of it, with a name where an address held one. */
export type CompletedEndpoint = Endpoint & Prefixed

/** The parts of an address beside host and port. */
export interface Prefixed {
  readonly name: string | null
  /** Whether it says that TLS is spoken there. */
  readonly overTls: boolean
}

/**
 * Completes host and port: asks for what was not given, or takes what is usual where nobody can be asked. null: it was
 * interrupted. Throws a CliError if the input ended.
 */
export const completed = async (
  given: GivenEndpoint,
  purpose: 'listen' | 'connect',
  prompts: Prompts | null,
): Promise<CompletedEndpoint | null> => {
  const { host, port } = given
  if (host !== null && socketPath(host) !== null) return { host, port: 0, name: null, overTls: false }
  if (prompts === null)
    return { host: host ?? DEFAULT_HOST, port: port ?? DEFAULT_PORT, name: null, overTls: false }
  const { texts } = prompts
  const [asksHost, address, asksPort, portRule] =
    purpose === 'listen'
      ? [texts.listenHost, listenAddress, texts.listenPort, listenPort]
      : [texts.connectHost, connectAddress, texts.connectPort, connectPort]
  const typed =
    host === null
      ? await prompts.ask({ asks: asksHost, rule: address, fallback: DEFAULT_HOST })
      : E.right({ host, port: null, name: null, overTls: false })
  if (E.isLeft(typed)) return unanswered(typed.left, prompts)
  if (socketPath(typed.right.host) !== null) return { ...typed.right, port: 0 }
  const known = port ?? typed.right.port
  const answer =
    known === null
      ? await prompts.ask({ asks: asksPort, rule: portRule, fallback: String(DEFAULT_PORT) })
      : E.right(known)
  if (E.isLeft(answer)) return unanswered(answer.left, prompts)
  const { name, overTls } = typed.right
  return { host: typed.right.host, port: answer.right, name, overTls }
}

const unanswered = (why: Unanswered, { texts }: Prompts): null => {
  if (why === 'ended') throw new CliError(Exit.failed, () => texts.ended)
  return null
}

/** A value of the command line, and what it is called there. */
interface Named<A> {
  readonly flag: string
  readonly value: A | undefined
}

/**
 * Gives host and port as the command line has them; the word for the host may hold the port, too. Throws a CliError if that
 * is no port, or the port is given twice.
 */
export const givenEndpoint = (
  host: Named<ServerAddress>,
  port: Named<number>,
  portType: ValueType<number>,
): GivenEndpoint & Prefixed => {
  const inHost = host.value?.port ?? null
  if (port.value !== undefined && socketPath(host.value?.host ?? '') !== null)
    throw new CliError(Exit.wrongUsage, (say) => say.flagConflict(port.flag, 'unix:'))
  const { flag, value: alone } = port
  if (inHost !== null && alone !== undefined)
    throw new CliError(Exit.wrongUsage, (say) => say.givenTwice(flag, quotable(inHost), String(alone)))
  return {
    host: host.value?.host ?? null,
    port: inHost === null ? (alone ?? null) : readValue(flag, inHost, portType),
    name: host.value?.name ?? null,
    overTls: host.value?.tls ?? false,
  }
}
