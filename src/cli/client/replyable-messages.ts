import type { HeardMessage } from '../../index.ts'

/** Limit on the messages that can still be answered. */
const MAX_MESSAGES = 1_000

/** Answers a message, as `reply` of the peer that a handler is given. */
export interface Replyable {
  reply(message: { readonly type: 'Say'; readonly text: string }): Promise<void>
}

/** The last messages of one conversation, by their ids. */
export class ReplyableMessages<A extends Replyable> {
  /** The id of the last one; 0 before the first. */
  last: HeardMessage['id'] = 0
  private readonly heard = new Map<number, A>()

  /** Keeps a message, and forgets the oldest when there are too many. */
  keep(id: number, message: A): void {
    this.last = id
    this.heard.set(id, message)
    if (this.heard.size > MAX_MESSAGES) this.heard.delete(id - MAX_MESSAGES)
  }

  /** The message of an id, if there was one and it is not forgotten. */
  find(id: number): A | undefined {
    return this.heard.get(id)
  }
}
