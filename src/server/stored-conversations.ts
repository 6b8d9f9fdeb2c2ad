import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { createKeyedMutex } from '../auth/index.ts'
import type { SavedConversation } from '../engine/messaging.ts'
import type { Runtime } from '../engine/runtime.ts'
import type { HeldConversations as HeldStore, StoreFault } from '../store/index.ts'
import { HELD_FOR_MS, type HeldConversation } from './held.ts'
import { decodeSaved, encodeSaved } from './saved-conversation.ts'

/** A store of conversations, and the server that uses it. */
export interface StoredConversationsOptions {
  readonly held: HeldStore
  /** The name of this server among those on the store. */
  readonly owner: string
  readonly runtime: Runtime
  /** Milliseconds since 1970. */
  readonly today: () => number
  readonly onFault: (fault: StoreFault) => void
}

/** A conversation that was taken out of the store. */
export interface FoundConversation {
  readonly saved: SavedConversation
  /** Puts it back as it was, for whoever comes next. */
  readonly giveBack: () => Promise<void>
}

/** Limit on the searches that wait for one of the same conversation. */
const MAX_SEARCHES = 16

/** Conversations are put into the store so many at a time. */
const PUT_AT_ONCE = 64

/** The conversations that outlive this server: those that it leaves when it goes down in peace, and that it finds. */
export class StoredConversations {
  private readonly options: StoredConversationsOptions
  /** Of those that were found, by the session in which they began. */
  private readonly epochs = new Map<string, number>()
  private readonly searches = createKeyedMutex(MAX_SEARCHES)

  constructor(options: StoredConversationsOptions) {
    this.options = options
  }

  /** Leaves one whose handlers were waited for. */
  async leaveOne(conversation: HeldConversation): Promise<void> {
    if (conversation.messaging.mayContinue) await this.put(conversation)
  }

  /** Leaves conversations whose handlers were waited for. */
  async leave(conversations: readonly HeldConversation[]): Promise<void> {
    for (let at = 0; at < conversations.length; at += PUT_AT_ONCE)
      await Promise.all(conversations.slice(at, at + PUT_AT_ONCE).map((each) => this.leaveOne(each)))
  }

  /** Runs the searches of this server for one conversation one after the other; null for one too many. */
  async inTurn<A>(session: string, search: () => Promise<A>): Promise<A | null> {
    return E.getOrElseW(() => null)(await this.searches.run(session, search))
  }

  /** Finds a conversation of this session row, which nobody else finds then; null: there is none. */
  async find(session: string, sessionRow: string): Promise<FoundConversation | null> {
    const { held, owner, runtime, today } = this.options
    const known = this.told(await held.find(session)())
    if (known === null || O.isNone(known) || known.value.login !== sessionRow) return null
    const taken = this.told(await held.take(session, owner, today())())
    if (taken === null || O.isNone(taken)) return null
    const { epoch, state } = taken.value
    this.epochs.set(session, epoch)
    const giveBack = async (): Promise<void> => {
      this.epochs.delete(session)
      this.told(await held.put(taken.value)())
    }
    const saved = decodeSaved(state, runtime)
    if (saved !== null) return { saved, giveBack }
    // A server of another version of the contract may read it.
    await giveBack()
    return null
  }

  /** A conversation is over. */
  async forget(session: string): Promise<void> {
    const epoch = this.epochs.get(session)
    if (epoch === undefined) return
    this.epochs.delete(session)
    this.told(await this.options.held.drop(session, epoch)())
  }

  private async put({ messaging, sessionRow, accountId }: HeldConversation): Promise<void> {
    const { held, owner, runtime, today } = this.options
    const { session } = messaging
    const epoch = this.epochs.get(session) ?? 0
    // From now on it is the next one's.
    this.epochs.delete(session)
    this.told(
      await held.put({
        session,
        owner,
        epoch,
        account: accountId,
        login: sessionRow,
        expiresAtMs: today() + HELD_FOR_MS,
        state: encodeSaved(messaging.save(), runtime),
      })(),
    )
  }

  private told<A>(result: E.Either<StoreFault, A>): A | null {
    if (E.isRight(result)) return result.right
    this.options.onFault(result.left)
    return null
  }
}
