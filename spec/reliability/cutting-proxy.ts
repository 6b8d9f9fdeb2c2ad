import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'

/** How a connection is cut: for both ends, by the end of one way, or so that one end alone hears of it. */
type Cut = 'reset' | 'half-close' | 'silent server' | 'silent client'

/** How a proxy treats connections. */
export interface CuttingOptions {
  /** The port of the server. */
  readonly port: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** A connection carries at most so many bytes, of both ways together. */
  readonly maxBytes: number
}

const CUTS: readonly Cut[] = ['reset', 'reset', 'reset', 'half-close', 'silent server']
/** Only its heartbeat tells a client then, which takes seconds. */
const SILENT_CLIENTS = 0.01

/** A way between clients and a server that breaks off after random bytes. */
export class CuttingProxy {
  /** Connections that were cut. */
  cuts = 0
  isCutting = true
  private readonly options: CuttingOptions
  private readonly server: Server
  private readonly sockets = new Set<Socket>()

  private constructor(options: CuttingOptions) {
    this.options = options
    this.server = createServer({ allowHalfOpen: true }, (client) => this.join(client))
  }

  static async start(options: CuttingOptions): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(options)
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    // It listens to a port, and not to a path.
    return (this.server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private join(client: Socket): void {
    const { options } = this
    const server = dial({ port: options.port(), host: '127.0.0.1', allowHalfOpen: true })
    // Most break off early: that is where the handshakes are.
    let left = 1 + Math.floor(options.random() ** 3 * options.maxBytes)
    let isCut = false
    const pass = (from: Socket, to: Socket): void => {
      this.sockets.add(from)
      from.on('data', (bytes: Buffer) => {
        if (isCut) return
        const isLast = this.isCutting && bytes.length >= left
        if (!to.write(isLast ? bytes.subarray(0, left) : bytes)) from.pause()
        left -= bytes.length
        if (!isLast) return
        isCut = true
        this.cuts += 1
        this.cut(client, server, to)
      })
      from.on('drain', () => to.resume())
      from.on('end', () => to.end())
      from.on('error', () => {
        if (!isCut) to.resetAndDestroy()
      })
      from.on('close', () => {
        this.sockets.delete(from)
        if (!isCut) to.end()
      })
    }
    pass(client, server)
    pass(server, client)
  }

  private cut(client: Socket, server: Socket, receiver: Socket): void {
    const { random } = this.options
    const kind = random() < SILENT_CLIENTS ? 'silent client' : CUTS[Math.floor(random() * CUTS.length)]
    // The last bytes written to it are to arrive before the reset.
    const reset = (socket: Socket): void => void setImmediate(() => socket.resetAndDestroy())
    // Incoming bytes are read and dropped.
    for (const socket of [client, server]) socket.resume()
    if (kind === 'half-close') receiver.end()
    if (kind !== 'silent client' && kind !== 'half-close') reset(client)
    if (kind !== 'silent server' && kind !== 'half-close') reset(server)
  }
}
