import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { framesIn, type Heard, len, message, numberOf, textOf, wordOf } from '../support/wire.ts'

/** The credentials of a peer. */
export type Proof =
  | { readonly type: 'Login' | 'Register'; readonly name: string; readonly password: string }
  | { readonly type: 'Resume'; readonly token: string }

/** How a proof, or the way to it, ended. */
export interface Outcome {
  /** `Granted`, `Ready`, `Denied BAD_CREDENTIALS`, `Fault OVERLOADED`, `Challenge` where no proof is given, or `closed`. */
  readonly word: string
  readonly retryAfterMs: number
  /** Empty unless granted. */
  readonly token: string
  /** The frame that said so; empty where none did. */
  readonly bytes: string
}

export const isIn = ({ word }: Outcome): boolean => word === 'Granted' || word === 'Ready'

/** A place to connect to, and the address to do it from. */
export interface Place {
  readonly port: number
  readonly from: string
  /** Over TLS, whoever the server is. */
  readonly tls?: boolean
}

/** A peer without any rules, that costs little. It says nothing by itself but Pong. */
export class Peer {
  readonly socket: Socket
  onFrame: (heard: Heard) => void = () => {}
  onClosed: () => void = () => {}
  isClosed = false
  private rest: Buffer = Buffer.alloc(0)

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => this.chunk(bytes))
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      this.isClosed = true
      this.onClosed()
    })
  }

  send(bytes: Uint8Array): void {
    if (!this.socket.destroyed) this.socket.write(bytes)
  }

  private chunk(bytes: Buffer): void {
    const { frames, rest } = framesIn(this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]))
    this.rest = Buffer.from(rest)
    for (const heard of frames) {
      if (heard.name === 'Ping') this.send(message('Pong', heard.body))
      else this.onFrame(heard)
    }
  }
}

/** Connects. Rejects with Node's error where nobody takes the connection. */
export const dial = async ({ port, from, tls = false }: Place): Promise<Peer> => {
  const where = { port, host: '127.0.0.1', localAddress: from, noDelay: true }
  const socket = tls
    ? connectTls({ ...where, rejectUnauthorized: false, ALPNProtocols: ['colloquy/1'] })
    : connect(where)
  const late = setTimeout(() => socket.destroy(new TookTooLong()), DIAL_WITHIN_MS)
  await new Promise<void>((resolve, reject) => {
    socket.once(tls ? 'secureConnect' : 'connect', resolve)
    socket.once('error', reject)
  }).finally(() => clearTimeout(late))
  return new Peer(socket)
}

const DIAL_WITHIN_MS = 10_000

/** Nobody took the connection. */
class TookTooLong extends Error {
  readonly code = 'TOOK_TOO_LONG'
}

/** Says Hello, and proves who it is where that is asked for; null: goes as far as the challenge. Never rejects. */
export const begin = (peer: Peer, proof: Proof | null): Promise<Outcome> =>
  settle(peer, message('Hello'), proof)

/** Proves who it is once more, on a connection where that was denied. */
export const proveAgain = (peer: Peer, proof: Proof): Promise<Outcome> =>
  settle(peer, proofFrame(proof), null)

export const proofFrame = (proof: Proof): Buffer =>
  message(
    proof.type,
    proof.type === 'Resume'
      ? len(1, proof.token)
      : Buffer.concat([len(1, proof.name), len(2, proof.password)]),
  )

/** Says Bye, and waits for the end of the connection, but not for ever. */
export const leave = async (peer: Peer): Promise<void> => {
  if (peer.isClosed) return
  const closed = new Promise<void>((resolve) => {
    peer.onClosed = resolve
  })
  peer.send(message('Bye'))
  const timer = setTimeout(() => peer.socket.destroy(), LEAVE_WITHIN_MS)
  await closed
  clearTimeout(timer)
}

const LEAVE_WITHIN_MS = 2_000

const settle = (peer: Peer, first: Buffer, proof: Proof | null): Promise<Outcome> =>
  new Promise((resolve) => {
    const ended = (word: string, retryAfterMs = 0, token = '', bytes = ''): void => {
      peer.onFrame = () => {}
      peer.onClosed = () => {}
      resolve({ word, retryAfterMs, token, bytes })
    }
    if (peer.isClosed) return ended('closed')
    peer.onClosed = () => ended('closed')
    peer.onFrame = (heard) => {
      const word = wordOf(heard)
      if (heard.name === 'AskName') peer.send(message('MyName'))
      else if (heard.name === 'Challenge' && proof !== null) peer.send(proofFrame(proof))
      else if (heard.name === 'Challenge') ended(word)
      else if (heard.name === 'Granted') ended(word, 0, textOf(heard, 2))
      else if (heard.name === 'Ready' || heard.name === 'Bye') ended(word)
      else if (heard.name === 'Denied') ended(word, numberOf(heard, 4), '', heard.body.toString('hex'))
      else if (heard.name === 'Fault') ended(word, numberOf(heard, 3))
    }
    peer.send(first)
  })
