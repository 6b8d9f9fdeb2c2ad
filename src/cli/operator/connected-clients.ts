import { formatHostPort } from '../../address.ts'
import type { ServerPeer } from '../../index.ts'
import { canonicalAddress } from '../../store/index.ts'
import { type Replyable, ReplyableMessages } from '../client/replyable-messages.ts'
import type { ClientDescription } from '../i18n/console.ts'

/** One who is connected. */
export interface ConnectedClient {
  /** Counted from 1 as they come; never given twice. */
  readonly number: number
  readonly peer: ServerPeer
  /** Milliseconds since 1970. */
  readonly sinceMs: number
  /** Their messages, to be answered. */
  readonly messages: ReplyableMessages<Replyable>
}

/** The clients that are connected, in the order in which they came. */
export class ConnectedClients {
  private readonly clients = new Map<string, ConnectedClient>()
  private last = 0

  /** Somebody comes; null when they were here already. */
  add(peer: ServerPeer, nowMs: number): ConnectedClient | null {
    if (this.clients.has(peer.session)) return null
    this.last += 1
    const client: ConnectedClient = {
      number: this.last,
      peer,
      sinceMs: nowMs,
      messages: new ReplyableMessages(),
    }
    this.clients.set(peer.session, client)
    return client
  }

  /** Somebody leaves; undefined when they were not here. */
  remove(session: string): ConnectedClient | undefined {
    const client = this.clients.get(session)
    this.clients.delete(session)
    return client
  }

  /** The client of a session. */
  find(session: string): ConnectedClient | undefined {
    return this.clients.get(session)
  }

  /** All who are connected. */
  all(): readonly ConnectedClient[] {
    return [...this.clients.values()]
  }
}

/** The name of a client, or the address where nobody is asked for one. It may be anybody's text. */
export const nameOf = ({ peer }: ConnectedClient): string => peer.name ?? addressOf(peer)

/** Describes a client for a sentence. */
export const describe = ({ number, peer }: ConnectedClient): ClientDescription => ({
  number,
  name: peer.name,
  address: addressOf(peer),
  session: peer.session,
})

const addressOf = ({ remote }: ServerPeer): string =>
  formatHostPort(canonicalAddress(remote.address), remote.port)
