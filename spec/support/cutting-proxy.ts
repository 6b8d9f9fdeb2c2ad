import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A way between a client and a server that can be cut, and lead elsewhere afterwards. */
export class CuttingProxy {
  private readonly listener: Server
  private readonly pairs = new Set<readonly [Socket, Socket]>()
  /** Ends of servers that nobody told. */
  private readonly lonely = new Set<Socket>()
  private target: number

  private constructor(listener: Server, target: number) {
    this.listener = listener
    this.target = target
    listener.on('connection', (client) => this.pass(client))
  }

  static open(target: number): Promise<CuttingProxy> {
    return new Promise((resolve) => {
      const listener = createServer()
      const proxy = new CuttingProxy(listener, target)
      listener.listen(0, '127.0.0.1', () => resolve(proxy))
    })
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port
  }

  /** Connections lead there from now on. */
  leadTo(port: number): void {
    this.target = port
  }

  /** Resets both ends. */
  cut(): void {
    for (const [client, server] of this.take()) {
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
  }

  /** Resets the client's end, and leaves the server's as it is. */
  cutSilently(): void {
    for (const [client, server] of this.take()) {
      client.resetAndDestroy()
      this.lonely.add(server)
    }
  }

  close(): Promise<void> {
    this.cut()
    for (const socket of this.lonely) socket.destroy()
    return new Promise((resolve) => this.listener.close(() => resolve()))
  }

  private take(): readonly (readonly [Socket, Socket])[] {
    const pairs = [...this.pairs]
    this.pairs.clear()
    for (const [client, server] of pairs) {
      client.unpipe()
      server.unpipe()
    }
    return pairs
  }

  private pass(client: Socket): void {
    const server = connect(this.target, '127.0.0.1')
    this.pairs.add([client, server])
    for (const socket of [client, server]) socket.on('error', () => {})
    client.pipe(server)
    server.pipe(client)
    server.on('error', () => client.resetAndDestroy())
  }
}
