import { resolve } from 'node:path'
import {
  ColloquyError,
  createEchoServer,
  type Log,
  type Observer,
  type Server,
  type ServerEvent,
} from '../../../index.ts'
import type { Store } from '../../../store/index.ts'
import { logInFrontOf } from '../../terminal/log-in-front.ts'
import { agent } from '../../version.ts'
import type { ServedChannel } from './channel.ts'
import type { Measured } from './metrics-endpoint.ts'
import type { Replier } from './replier.ts'
import type { Settings } from './settings.ts'
import { sourcesOf } from './source-options.ts'

/** Ports that are tried above one that is taken. */
const MAX_FURTHER_PORTS = 100
const MAX_PORT = 65_535

/** A server as the command needs it; in mode raw nothing is measured. */
export type Listening = Pick<Server, 'host' | 'port' | 'close' | 'renewCertificate'> &
  Partial<
    Omit<Awaited<ReturnType<Replier['listen']>>, keyof Server> &
      Measured &
      Pick<Server, 'setRegistration' | 'setSources'>
  >

/** The parts that a server of the command gets. */
export interface ListenParts {
  readonly reply: Replier
  readonly channel: ServedChannel
  readonly log: Log<ServerEvent>
  readonly observer: Observer | null
  /** Null: nobody is remembered. */
  readonly store: Store | null
}

/** Starts the server that the settings ask for. Rejects as `createServer` of the library does. */
export const listen = (settings: Settings, parts: ListenParts): Promise<Listening> => {
  const { mode, registration, insecurePassword, greetKnown, fd, socket, node, maxSessions } = settings
  const { reply, channel, observer, store } = parts
  return atFreePort(settings, parts.log, (place) => {
    if (mode === 'raw') return createEchoServer(place)
    return reply.listen({
      ...place,
      mode,
      registration,
      insecurePassword,
      sources: sourcesOf(settings),
      greetKnown,
      ...channel,
      ...(fd === null ? {} : { fd }),
      ...(socket === undefined ? {} : { path: resolve(socket) }),
      agent,
      ...(observer === null ? {} : { observer }),
      ...(store === null ? {} : { store }),
      ...(node === undefined ? {} : { node }),
      latencies: settings.metrics !== undefined,
      ...(maxSessions === undefined ? {} : { maxSessions }),
    })
  })
}

/** One try to listen. */
interface Place {
  readonly host: string
  readonly port: number
  readonly log: Log<ServerEvent>
}

/** Tries the port, and where it is taken and need not be that one, those above it. */
const atFreePort = async (
  { host, port, strictPort, fd }: Settings,
  log: Log<ServerEvent>,
  start: (place: Place) => Promise<Listening>,
): Promise<Listening> => {
  const last = strictPort || fd !== null ? port : Math.min(port + MAX_FURTHER_PORTS, MAX_PORT)
  for (let tried = port; ; tried++)
    try {
      return await start({ host, port: tried, log: tried === port ? log : unlessStarting(log) })
    } catch (error) {
      if (!isTaken(error) || tried === last) throw error
    }
}

/** A server starts once, on however many ports it tries to listen. */
const unlessStarting = (log: Log<ServerEvent>): Log<ServerEvent> =>
  logInFrontOf(log, (event) => {
    if (event.event !== 'starting') log.write(event)
  })

const isTaken = (error: unknown): boolean =>
  error instanceof ColloquyError &&
  error.failure.code === 'CANNOT_LISTEN' &&
  error.failure.fault.code === 'PORT_TAKEN'
