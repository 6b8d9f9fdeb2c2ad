import * as E from 'fp-ts/lib/Either.js'
import { nanoid } from 'nanoid'
import { aNumber, aText, optional, optionsOf } from './arguments.ts'
import type { Messages } from './codec/index.ts'
import { duration } from './duration.ts'
import { aLog, type Ending, firstFailureOnly, type Log, type ServerEvent, shielded } from './engine/index.ts'
import { closingOnce, notListening, type Server } from './server/index.ts'
import {
  aClock,
  beginning,
  type Clock,
  type CloseReason,
  type Connection,
  Echo,
  type ListenFault,
  listenSentence,
  listenTcp,
  RECOGNISED_BY_BYTES,
  strangerToRaw,
  systemClock,
} from './transport/index.ts'

/** How a raw echo server listens. */
export interface EchoServerOptions {
  /** 127.0.0.1 unless given. */
  readonly host?: string
  /** 7707 unless given; 0: any that is free. */
  readonly port?: number
  /** Milliseconds without a byte after which a connection is ended; 60,000 unless given, Infinity: never. */
  readonly idleMs?: number
  /** Events are written to it. An error that it throws is printed on standard error, once, and does no other harm. */
  readonly log?: Log<ServerEvent>
  readonly clock?: Clock
}

const echoServerOptions = optionsOf({
  host: optional(aText),
  port: optional(aNumber),
  idleMs: optional(duration),
  log: optional(aLog),
  clock: optional(aClock),
})

/** A raw echo server that listens. */
export interface EchoServer
  extends Omit<Server<Messages>, 'peers' | 'metrics' | 'readiness' | 'setRegistration' | 'setSources'> {
  /** Nobody: without frames there is no conversation. */
  readonly peers: Iterable<never>
}

const IDLE_MS = 60_000

/**
 * Starts a server that gives bytes back as they are, in portions of at most 1,024: no frames, no machine; for telnet
 * and nc. Rejects with a ColloquyError, code CANNOT_LISTEN; with a RangeError for an option beyond its bounds.
 */
export const createEchoServer = async (options: EchoServerOptions = {}): Promise<EchoServer> => {
  echoServerOptions('options', options)
  const { host = '127.0.0.1', port = 7707, idleMs = IDLE_MS, clock = systemClock } = options
  const log: Log<ServerEvent> = shielded(options.log ?? firstFailureOnly('createServer'))
  const connections = new Set<Connection>()
  let emptied = (): void => {}

  const take = (connection: Connection): void => {
    const { remote } = connection
    const session = nanoid()
    let receivedBytes = 0
    let sentBytes = 0
    // Null once nothing more can be told from it.
    let first: Buffer | null = Buffer.alloc(0)
    let ending: Ending | null = null
    connections.add(connection)
    log.write({ event: 'connected', session, remote })
    new Echo(connection, clock, idleMs, {
      received: (portion) => {
        receivedBytes += portion.length
        if (log.data) log.write({ event: 'received', session, remote, bytes: portion.length, id: 0 })
        if (first === null) return
        first = beginning(first, portion)
        const looksLike = strangerToRaw(first)
        if (looksLike !== null) log.write({ event: 'recognised', session, remote, looksLike })
        if (looksLike !== null || first.length === RECOGNISED_BY_BYTES) first = null
      },
      sent: (bytes) => {
        sentBytes += bytes
        if (log.data) log.write({ event: 'sent', session, remote, bytes, id: 0, re: 0 })
      },
      idle: () => {
        ending = { how: 'bye', code: 'IDLE', by: 'us', detail: `Nothing came for ${idleMs} ms.` }
      },
      closed: (reason) => {
        connections.delete(connection)
        const { how, code, detail, ...rest } = ending ?? endingOf(reason)
        const by = 'by' in rest ? rest.by : 'nobody'
        const totals = { receivedBytes, sentBytes, heard: 0, said: 0, acknowledged: 0 }
        log.write({ event: 'disconnected', session, remote, how, by, code, detail, ...totals })
        if (connections.size === 0) emptied()
      },
    })
  }

  log.write({ event: 'starting', mode: 'raw' })
  const onFault = (fault: ListenFault): void =>
    log.write({ event: 'failed', what: 'accepting', detail: listenSentence(fault) })
  const listening = await listenTcp({ host, port, onConnection: take, onFault })
  if (E.isLeft(listening)) throw notListening(listening.left, log)
  const listener = listening.right
  const { address } = listener
  log.write({ event: 'listening', host: address.address, port: address.port, mode: 'raw' })

  const drain = async (): Promise<void> => {
    log.write({ event: 'stopping', sessions: connections.size })
    listener.close()
    if (connections.size > 0)
      await new Promise<void>((resolve) => {
        emptied = resolve
        // Without frames there is no word to say.
        for (const connection of connections) connection.destroy()
      })
    log.write({ event: 'stopped' })
  }
  return {
    host: address.address,
    port: address.port,
    peers: [],
    renewCertificate: () => {
      throw new TypeError('A server in mode raw speaks no TLS.')
    },
    // There is nobody to wait for, however long one may.
    close: closingOnce(drain, 0),
  }
}

const closed: Ending = {
  how: 'bye',
  code: 'DONE',
  by: 'them',
  detail: '',
}

const endingOf = (reason: CloseReason): Ending =>
  reason === 'closed'
    ? closed
    : {
        how: 'lost',
        code: reason === 'reset' ? 'RESET' : 'BROKEN',
        detail: '',
      }
