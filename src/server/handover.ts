import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Messaging } from '../engine/messaging.ts'
import type { Nodes, StoreFault } from '../store/index.ts'
import type { Clock } from '../transport/clock.ts'
import { Deadline } from '../transport/deadline.ts'
import type { HeldConversation } from './held.ts'

/** All servers on the store hear what is told to this one. */
const EVERY_NODE = '*'

/** A server that has the conversation says so within this. */
const HAS_WITHIN_MS = 1_000

/** And has left it in the store within this. */
const LEFT_WITHIN_MS = 5_000

/** Handlers are waited for before a conversation is left. */
const SETTLE_WITHIN_MS = 1_000

/** Told between servers, in JSON. */
const Word = t.union([
  /** The server `by` wants a conversation of the session row `login`. */
  t.type({ do: t.literal('want'), session: t.string, login: t.string, by: t.string }),
  /** It is here, and will be in the store. */
  t.type({ do: t.literal('has'), session: t.string }),
  /** It is in the store. */
  t.type({ do: t.literal('left'), session: t.string }),
])
type Word = t.TypeOf<typeof Word>

/** The parts of a server that hands conversations over. */
export interface HandoverOptions {
  readonly nodes: Nodes
  /** The name of this server. */
  readonly node: string
  readonly clock: Clock
  /** Gives up a conversation of this session row that is here, whether it has a connection or not. */
  readonly release: (session: string, sessionRow: string) => HeldConversation | null
  readonly leave: (conversation: HeldConversation) => Promise<void>
  /** The conversation is no longer this server's. */
  readonly left: (messaging: Messaging) => void
  readonly onFault: (fault: StoreFault) => void
}

interface Asking {
  readonly deadline: Deadline
  readonly resolve: () => void
}

/** Hands conversations over between servers on one store: whoever a client comes to asks the others for its conversation. */
export class Handover {
  private readonly options: HandoverOptions
  private readonly asking = new Map<string, Asking>()
  /** Conversations that are on their way into the store, and the servers that want to know when they are there. */
  private readonly leaving = new Map<string, Set<string>>()
  private readonly ends: readonly (() => void)[]

  constructor(options: HandoverOptions) {
    this.options = options
    const hear = (payload: string): void => this.hear(payload)
    this.ends = [options.nodes.onNotify(options.node, hear), options.nodes.onNotify(EVERY_NODE, hear)]
  }

  /** Asks the other servers for a conversation. Resolves when it is in the store, or nobody has it. */
  ask(session: string, login: string): Promise<void> {
    const { clock, node } = this.options
    return new Promise((resolve) => {
      this.asking.get(session)?.resolve()
      const asking: Asking = {
        deadline: new Deadline(clock, { expire: () => asking.resolve() }),
        resolve: () => {
          asking.deadline.stop()
          if (this.asking.get(session) === asking) this.asking.delete(session)
          resolve()
        },
      }
      this.asking.set(session, asking)
      asking.deadline.set(HAS_WITHIN_MS)
      this.tell(EVERY_NODE, { do: 'want', session, login, by: node })
    })
  }

  /** A conversation of this server is on its way into the store. */
  begin({ messaging }: HeldConversation): void {
    if (!this.leaving.has(messaging.session)) this.leaving.set(messaging.session, new Set())
  }

  /** It is there. */
  done({ messaging }: HeldConversation): void {
    const { session } = messaging
    for (const node of this.leaving.get(session) ?? []) this.tell(node, { do: 'left', session })
    this.leaving.delete(session)
  }

  stop(): void {
    for (const end of this.ends) end()
    for (const { resolve } of [...this.asking.values()]) resolve()
  }

  private hear(payload: string): void {
    const word = E.flatMap(Word.decode)(parsed(payload))
    if (E.isLeft(word)) return
    const { session } = word.right
    switch (word.right.do) {
      case 'want':
        if (word.right.by !== this.options.node) this.give(session, word.right.login, word.right.by)
        return
      case 'has':
        this.asking.get(session)?.deadline.set(LEFT_WITHIN_MS)
        return
      case 'left':
        this.asking.get(session)?.resolve()
        return
      default:
        word.right satisfies never
    }
  }

  private give(session: string, login: string, to: string): void {
    const { release, leave, left } = this.options
    const conversation = release(session, login)
    if (conversation !== null) this.begin(conversation)
    const waiting = this.leaving.get(session)
    if (waiting === undefined) return
    waiting.add(to)
    this.tell(to, { do: 'has', session })
    if (conversation === null) return
    const { messaging } = conversation
    void messaging
      .settle(SETTLE_WITHIN_MS)
      .then(() => leave(conversation))
      .then(() => {
        this.done(conversation)
        left(messaging)
      })
  }

  private tell(node: string, word: Word): void {
    void this.options.nodes
      .notify(node, JSON.stringify(word))()
      .then((told) => {
        if (E.isLeft(told)) this.options.onFault(told.left)
      })
  }
}

const parsed = (json: string): E.Either<t.Errors, unknown> =>
  E.tryCatch(
    () => JSON.parse(json) as unknown,
    () => [],
  )
