import { isLoopback } from '../address.ts'
import { aNumber, aText, having, objectOf } from '../arguments.ts'

/** One end of a connection: an address as the network names it, and a port. Empty and 0 where it is not known. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/**
 * Why a connection is over.
 * - `closed`: both sides half-closed
 * - `destroyed`: this side called `destroy`
 * - `reset`: the other side, or something between, broke it off
 * - `timeout`: the network gave no sign for as long as the system waits
 * - `unreachable`: the network or the host cannot be reached any more
 * - `failed`: anything else that the system reports
 */
export type CloseReason = 'closed' | 'destroyed' | 'reset' | 'timeout' | 'unreachable' | 'failed'

/** The way that a connection takes, as far as it keeps others from reading it. */
export type Channel =
  /** Anybody on the way can read it. `isLocal`: there is no way, it never leaves this machine. */
  | { readonly kind: 'plain'; readonly isLocal: boolean }
  /** A socket in the file system. */
  | { readonly kind: 'unix' }
  /** TLS 1.3. `certified` is who the other side's certificate says it is; null where none was asked for. */
  | { readonly kind: 'tls'; readonly certified: string | null }

/** Hears what happens on a connection. Never called from within a call of the connection's own methods. */
export interface ConnectionListener {
  /** Bytes came. They are there until this returns: what is kept is copied. */
  chunk(bytes: Buffer): void
  /** Everything handed over was taken by the kernel; only after a `write` that answered false. */
  drained(): void
  /** The other side half-closed: no more bytes will come. */
  ended(): void
  /** The connection is over. Exactly once, and last. */
  closed(reason: CloseReason): void
}

/** A connection that carries bytes in order, both ways, each way closed by itself. */
export interface Connection {
  /** The other end. Stays readable after the close. */
  readonly remote: Endpoint
  /** This end. Known only while the connection is open. */
  readonly local: Endpoint
  /** Unless given, a plain one, local where the address of the other end is. */
  readonly channel?: Channel
  /** Bytes handed over, not yet taken by the kernel. */
  readonly queuedBytes: number
  /** Starts reading. Called again, the new listener hears what follows instead of the old one. */
  listen(listener: ConnectionListener): void
  /**
   * Hands bytes over, in one write. True: the kernel took everything at once, and the buffer may be used again.
   * False: the buffer belongs to the connection until `drained`. Bytes for a connection that is over are
   * dropped. Throws after `end`.
   */
  write(bytes: Buffer): boolean
  /** Half-closes after what is queued. Again: nothing. */
  end(): void
  /** Ends both ways at once; what is queued is lost. After it nothing is heard but `closed`. */
  destroy(): void
  /** Stops `chunk` and `ended` until `resume`. */
  pause(): void
  /** Goes on after `pause`. */
  resume(): void
}

/** Checks a connection that was given. */
export const aConnection = having('a connection', 'listen', 'write', 'end', 'destroy', 'pause', 'resume')

const anEnd = objectOf({ remote: objectOf({ address: aText }) })

/** Checks the address of an end. */
export const anEndpoint = objectOf({ address: aText, port: aNumber })

/** The channel of a connection. */
export const channelOf = (connection: Pick<Connection, 'channel' | 'remote'>): Channel => {
  anEnd('connection', connection)
  const { channel, remote } = connection
  return channel ?? { kind: 'plain', isLocal: isLoopback(remote.address) }
}

/** Whether nobody on the way can read what a connection carries. */
export const isPrivate = (connection: Pick<Connection, 'channel' | 'remote'>): boolean => {
  const channel = channelOf(connection)
  return channel.kind !== 'plain' || channel.isLocal
}
