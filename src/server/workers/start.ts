import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { AnyMessages } from '../../codec/index.ts'
import type { ServerOptions } from '../options.ts'
import type { WorkerPlace } from './remote.ts'

/** The options of a server that go to another process as they are. */
const SENT = [
  'mode',
  'registration',
  'identifyBy',
  'greetKnown',
  'insecurePassword',
  'sources',
  'heartbeatMs',
  'agent',
  'latencies',
  'tls',
  'proxyFrom',
] as const

/** The options of a server that a worker gets. */
export type SentOptions = Pick<ServerOptions<AnyMessages>, (typeof SENT)[number]> & {
  /** The key of the server in PEM; null: it has none. */
  readonly identityPem: string | null
}

/** The first message to a worker. */
export interface Start {
  readonly place: WorkerPlace
  /** Its name among the servers on the store. */
  readonly node: string
  readonly options: SentOptions
  /** Settings of the program that starts it. */
  readonly settings: unknown
}

/** The options as they go to another process. */
export const sentOptions = (
  options: Pick<ServerOptions<AnyMessages>, (typeof SENT)[number] | 'identity'>,
): SentOptions => ({
  // One value for each name, where there is one.
  ...(Object.fromEntries(SENT.flatMap((name) => (name in options ? [[name, options[name]]] : []))) as Pick<
    ServerOptions<AnyMessages>,
    (typeof SENT)[number]
  >),
  identityPem: options.identity === undefined ? null : pemOf(options.identity),
})

/** The options as a worker takes them. */
export const receivedOptions = ({
  identityPem,
  ...options
}: SentOptions): Pick<ServerOptions<AnyMessages>, (typeof SENT)[number] | 'identity'> => ({
  ...options,
  ...(identityPem === null ? {} : { identity: createPrivateKey(identityPem) }),
})

const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString()
