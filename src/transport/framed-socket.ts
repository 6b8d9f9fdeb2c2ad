import { type NetConnectOpts, Socket, type SocketConstructorOpts } from 'node:net'
import { anObject } from '../arguments.ts'
import { receiveText, sendText } from './text.ts'

/**
 * Node tries one address of a name after the other, and gives each up after this, the last one never. Its own 250 ms are
 * too short for a far host. RFC 8305, section 5, names 2 s as the most.
 */
const ATTEMPT_WITHIN_MS = 2_000

/**
 * A socket that sends and receives texts: `net.Socket` with two methods more. Half-close is explicit: when
 * `receiveText` gives null, the other side has said its last, and ours goes on until `end`.
 */
export class FramedSocket extends Socket {
  constructor(options: SocketConstructorOpts = {}) {
    anObject('options', options)
    super({ allowHalfOpen: true, ...options })
  }

  /** Begins to connect, as `net.connect` does. Texts may be sent and awaited at once. */
  static connect(options: NetConnectOpts): FramedSocket
  static connect(port: number, host?: string): FramedSocket
  static connect(target: NetConnectOpts | number, host = 'localhost'): FramedSocket {
    const options = typeof target === 'number' ? { port: target, host } : target
    return new FramedSocket().connect({ autoSelectFamilyAttemptTimeout: ATTEMPT_WITHIN_MS, ...options })
  }

  /**
   * Makes an accepted socket a FramedSocket: the same object, since a server gives out sockets of its own making.
   * Throws for a socket that is already something else, a TLSSocket for one.
   */
  static override from(socket: Socket): FramedSocket {
    if (socket instanceof FramedSocket) return socket
    if (Object.getPrototypeOf(socket) !== Socket.prototype) throw new TypeError('not a plain net.Socket')
    socket.allowHalfOpen = true
    // The prototype holds methods only: a plain socket lacks no field that a FramedSocket has.
    return Object.setPrototypeOf(socket, FramedSocket.prototype) as FramedSocket
  }

  /** See `sendText`. */
  sendText(text: string, maxBytes?: number): Promise<void> {
    return sendText(this, text, maxBytes)
  }

  /** See `receiveText`. */
  receiveText(maxBytes?: number): Promise<string | null> {
    return receiveText(this, maxBytes)
  }
}
