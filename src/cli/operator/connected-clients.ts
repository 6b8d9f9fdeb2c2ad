import type { ServerPeer } from '../../index.ts'
import { canonicalAddress } from '../../store/index.ts'
import { type Answerable, Memory } from '../client/replyable-messages.ts'
import type { GuestWords } from '../i18n/console.ts'
import { formatServerAddress } from '../options/server-address.ts'

/** One who is connected. */
export interface Guest {
  /** Counted from 1 as they come; never given twice. */
  readonly number: number
  readonly peer: ServerPeer
  /** Milliseconds since 1970. */
  readonly sinceMs: number
  /** What they said. */
  readonly memory: Memory<Answerable>
}

/** Who is connected, in the order in which they came. */
export class Roster {
  private readonly guests = new Map<string, Guest>()
  private last = 0

  /** Somebody comes; null when they were here already. */
  come(peer: ServerPeer, nowMs: number): Guest | null {
    if (this.guests.has(peer.session)) return null
    this.last += 1
    const guest: Guest = { number: this.last, peer, sinceMs: nowMs, memory: new Memory() }
    this.guests.set(peer.session, guest)
    return guest
  }

  /** Somebody leaves; undefined when they were not here. */
  leave(session: string): Guest | undefined {
    const guest = this.guests.get(session)
    this.guests.delete(session)
    return guest
  }

  /** Whoever a session belongs to. */
  of(session: string): Guest | undefined {
    return this.guests.get(session)
  }

  /** All who are connected. */
  all(): readonly Guest[] {
    return [...this.guests.values()]
  }
}

/** What a guest is called: the name, or the address where nobody is asked for one. It may be anybody's text. */
export const nameOf = ({ peer }: Guest): string => peer.name ?? addressOf(peer)

/** Who a guest is, for a sentence. */
export const wordsOf = ({ number, peer }: Guest): GuestWords => ({
  number,
  name: peer.name,
  address: addressOf(peer),
  session: peer.session,
})

const addressOf = ({ remote }: ServerPeer): string =>
  formatServerAddress(canonicalAddress(remote.address), remote.port)
