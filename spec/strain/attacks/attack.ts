import type { Account } from '../accounts.ts'
import { later } from '../inside.ts'
import { dial, type Peer } from '../peer.ts'
import type { AttackName } from './index.ts'

/** The settings that an attack is started with. */
export interface AttackSettings {
  readonly attack: AttackName
  readonly port: number
  /** The addresses that its sockets are spread over. */
  readonly from: readonly string[]
  readonly sockets: number
  /** It is over after so many connections; only when it is stopped unless given. */
  readonly connections?: number
  /** Those of the attacker: whoever has proven one is no stranger. */
  readonly accounts?: readonly Account[]
  /** Whether it goes against a bare echo, which asks for nothing. */
  readonly isBare?: boolean
}

/** How often what came of a connection. */
export type Counts = Record<string, number>

/** A way to cost a server something. Runs until it is over. */
export type Attack = (attacker: Attacker) => Promise<void>

/** One who attacks, and what came of it so far. */
export class Attacker {
  readonly settings: AttackSettings
  readonly counts: Counts = {}
  connections = 0
  private isStopped = false
  private readonly peers = new Set<Peer>()

  constructor(settings: AttackSettings) {
    this.settings = settings
  }

  get isOver(): boolean {
    return this.isStopped || this.connections >= (this.settings.connections ?? Number.POSITIVE_INFINITY)
  }

  /** Hangs up everywhere. */
  stop(): void {
    this.isStopped = true
    for (const { socket } of this.peers) socket.destroy()
  }

  count(word: string, times = 1): void {
    this.counts[word] = (this.counts[word] ?? 0) + times
  }

  accountOf(lane: number): Account {
    const { accounts = [] } = this.settings
    const account = accounts[lane % accounts.length]
    if (account === undefined) throw new Error('This attack needs accounts.')
    return account
  }

  /** Does the same again and again on each socket, until it is over. Where nobody takes a connection it waits a little. */
  async lanes(work: (peer: Peer, lane: number) => Promise<void>): Promise<void> {
    const { sockets, port, from } = this.settings
    const lane = async (index: number): Promise<void> => {
      while (!this.isOver) {
        this.connections += 1
        const address = from[index % from.length] ?? ''
        const peer = await dial({ port, from: address }).catch((error) => String(Reflect.get(error, 'code')))
        if (typeof peer === 'string') {
          this.count(peer)
          await later(RETRY_MS)
          continue
        }
        this.peers.add(peer)
        if (!this.isStopped) await work(peer, index)
        this.peers.delete(peer)
        peer.socket.destroy()
      }
    }
    await Promise.all(Array.from({ length: sockets }, (_, index) => lane(index)))
  }
}

const RETRY_MS = 20
