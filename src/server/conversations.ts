import type { AnyPeer } from '../engine/peer.ts'
import { shieldedPart } from '../store/index.ts'
import { Handover } from './handover.ts'
import { HeldConversations } from './held.ts'
import type { Counters } from './metrics/counters.ts'
import type { ServerParts } from './parts.ts'
import { ELSEWHERE, SessionRegistry } from './registry.ts'
import { ServerHooks } from './server-hooks.ts'
import type { ServerSettings } from './settings.ts'
import type { StoreFaults } from './store-faults.ts'
import { StoredConversations } from './stored-conversations.ts'

/** The parts of a server that its conversations stand on. */
export interface ConversationsOptions {
  readonly settings: ServerSettings
  readonly parts: Pick<ServerParts, 'accounts' | 'processes'>
  readonly counters: Counters
  readonly faults: StoreFaults
}

/** The conversations of a server: begun, held while they have no connection, handed over, left for the next process, over. */
export class Conversations {
  /** Those that have begun and are not over. */
  readonly peers = new Set<AnyPeer>()
  readonly held: HeldConversations
  /** Those that stand on a proof. */
  readonly live: SessionRegistry
  /** Those of the store; null: none outlive this server. */
  readonly stored: StoredConversations | null
  /** Other servers on the store; null: there are none. */
  readonly handover: Handover | null
  private readonly counters: Counters
  private readonly hooks: ServerHooks

  constructor({ settings, parts, counters, faults }: ConversationsOptions) {
    const { mode, store, clock, node, runtime, hooks, log, today } = settings
    const onFault = faults.of('conversations')
    this.counters = counters
    this.hooks = new ServerHooks(hooks, log)
    this.held = new HeldConversations(
      clock,
      ({ messaging }) => {
        counters.givenUp += 1
        this.ended(messaging.peer)
      },
      parts.processes,
    )
    this.live = new SessionRegistry(this.held, parts.accounts)
    const stored =
      mode === 'auth' && store.held !== undefined
        ? new StoredConversations({ held: shieldedPart(store, 'held'), owner: node, runtime, today, onFault })
        : null
    this.stored = stored
    this.handover =
      stored === null || store.nodes === undefined
        ? null
        : new Handover({
            nodes: store.nodes,
            node,
            clock,
            release: (session, sessionRow) => this.live.release(session, sessionRow),
            leave: (conversation) => stored.leaveOne(conversation),
            left: (messaging) => {
              messaging.finish(ELSEWHERE)
              this.ended(messaging.peer)
            },
            onFault,
          })
  }

  /** A conversation begins, or goes on over another connection. */
  began(peer: AnyPeer): void {
    if (this.peers.has(peer)) return
    this.peers.add(peer)
    this.hooks.tell('began', peer)
  }

  /** It is over: no other connection goes on with it. */
  ended(peer: AnyPeer): void {
    void this.stored?.forget(peer.session)
    if (!this.peers.delete(peer)) return
    this.counters.addCounts(peer.counts)
    this.hooks.tell('gone', peer)
  }

  /** Leaves those that may go on for the next process. */
  async leave(withinMs: number): Promise<void> {
    const all = this.held.takeAll()
    for (const each of all) this.handover?.begin(each)
    await Promise.all(all.map(({ messaging }) => messaging.settle(withinMs)))
    await this.stored?.leave(all)
    for (const each of all) {
      this.handover?.done(each)
      each.messaging.finish(each.ending)
      this.ended(each.messaging.peer)
    }
    this.handover?.stop()
  }
}
