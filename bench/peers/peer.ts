import { type Child, startChild } from '../child.ts'
import type { Reading } from '../parts/answer.ts'
import type { ClientReading, Command } from '../parts/drive.ts'
import { type BenchProcess, startProcess } from '../process.ts'

/** The programs that are compared: the files of that name in `servers/` and `clients/`, and how the table calls them. */
export const PEERS = {
  colloquy: 'Colloquy, talk',
  answers: 'Colloquy, a contract with answers',
  bare: 'bare net, bytes',
  framer: 'hand-written framer, bytes',
  'text-framer': 'hand-written framer, text',
  ws: 'ws',
  'socket-io': 'socket.io',
  'json-rpc': 'vscode-jsonrpc',
  grpc: '@grpc/grpc-js, a stream',
} as const

export type PeerName = keyof typeof PEERS

// Object.keys gives strings; these are the keys of the constant above.
export const PEER_NAMES = Object.keys(PEERS) as readonly PeerName[]

/** Server and client of one library, each in a process of its own. */
export interface Peer {
  readonly name: PeerName
  server(question: 'cpu' | 'memory'): Promise<Reading>
  client(command: Command): Promise<ClientReading>
  /** Opens so many more sessions, and has a message echoed over each. */
  open(sessions: number): Promise<void>
  stop(): Promise<void>
}

export const startPeer = async (name: PeerName): Promise<Peer> => {
  const server: Child = await startChild(name)
  const client: BenchProcess<Command, ClientReading> = await startProcess<'ready', Command, ClientReading>(
    `clients/${name}`,
  )
  return {
    name,
    server: server.ask,
    client: client.ask,
    open: async (sessions) => void (await client.ask({ do: 'open', port: server.port, sessions })),
    stop: async () => {
      await client.stop()
      await server.stop()
    },
  }
}

/** Starts all of them, one after the other, and stops them in the end. */
export const withPeers = async <A>(use: (peers: readonly Peer[]) => Promise<A>): Promise<A> => {
  const peers: Peer[] = []
  try {
    for (const name of PEER_NAMES) peers.push(await startPeer(name))
    return await use(peers)
  } finally {
    for (const peer of peers) await peer.stop()
  }
}

/** Processor time a message, in microseconds. */
export interface Cost {
  readonly server: number
  readonly client: number
}

/** The cost of messages while something is done: processor time of each process, its threads included. */
export const costOf = async (peer: Peer, work: () => Promise<unknown>): Promise<Cost> => {
  const [server, client] = await Promise.all([peer.server('cpu'), peer.client({ do: 'read' })])
  await work()
  const [serverAfter, clientAfter] = await Promise.all([peer.server('cpu'), peer.client({ do: 'read' })])
  const messages = clientAfter.answers - client.answers
  if (messages === 0) throw new Error(`${peer.name} answered nothing.`)
  return {
    server: (serverAfter.cpuMicros - server.cpuMicros) / messages,
    client: (clientAfter.cpuMicros - client.cpuMicros) / messages,
  }
}
