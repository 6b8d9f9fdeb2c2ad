import { connect, createServer, type Server, type Socket } from 'node:net'
import { within } from './program.ts'
import { framesIn, type Heard, message, type Name, wordOf } from './wire.ts'

/** A peer without any rules, on a socket of its own: writes what it is told to, and remembers what it heard. */
export class TcpPeer {
  readonly socket: Socket
  readonly frames: Heard[] = []
  hasEnded = false
  private rest: Buffer = Buffer.alloc(0)
  private watchers: (() => void)[] = []

  constructor(socket: Socket) {
    this.socket = socket
    // The frames before a reset count; the reset is an end.
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => {
      const { frames, rest } = framesIn(Buffer.concat([this.rest, bytes]))
      this.rest = Buffer.from(rest)
      this.frames.push(...frames)
      this.look()
    })
    const over = (): void => {
      this.hasEnded = true
      this.look()
    }
    socket.on('end', over)
    socket.on('close', over)
  }

  /** A peer that has connected to a port of this machine, from that address of it. */
  static async to(port: number, localAddress?: string): Promise<TcpPeer> {
    const from = localAddress === undefined ? {} : { localAddress }
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true, ...from })
    const peer = new TcpPeer(socket)
    await within(
      'a connection',
      new Promise<void>((resolve, reject) => {
        socket.once('connect', () => resolve())
        socket.once('close', () => reject(new Error(`nobody listens on port ${port}`)))
      }),
    )
    return peer
  }

  /** The frames that were heard, a word each. */
  get words(): readonly string[] {
    return this.frames.map(wordOf)
  }

  say(...frames: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(frames))
  }

  /** Resolves with the first frame of this name. */
  hear(name: Name): Promise<Heard> {
    return this.until(name, () => this.frames.find((frame) => frame.name === name))
  }

  /** Resolves when the stream has ended, with what was heard in all. */
  end(): Promise<readonly string[]> {
    return this.until('the end', () => (this.hasEnded ? this.words : undefined))
  }

  /** Hello, and on to a conversation with a server that asks for nothing. */
  async converse(hello: Uint8Array = message('Hello')): Promise<this> {
    this.say(hello)
    await this.hear('Ready')
    return this
  }

  /** Resolves with what `find` finds in what was heard; rejects when the stream has ended without. */
  until<A>(what: string, find: () => A | undefined): Promise<A> {
    const found = new Promise<A>((resolve, reject) => {
      const watcher = (): void => {
        const result = find()
        if (result !== undefined) resolve(result)
        else if (this.hasEnded) reject(new Error(`ended before ${what}: ${this.words}`))
      }
      this.watchers.push(watcher)
      watcher()
    })
    return within(what, found)
  }

  private look(): void {
    for (const watcher of this.watchers) watcher()
  }
}

/** A server that does to each client what it is told to. */
export const fakeServer = async (
  treat: (peer: TcpPeer) => void,
): Promise<{ readonly port: number; readonly close: () => void }> => {
  const peers: TcpPeer[] = []
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const peer = new TcpPeer(socket)
    peers.push(peer)
    treat(peer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    close: () => {
      server.close()
      for (const { socket } of peers) socket.destroy()
    },
  }
}
