import type { ServerConversation } from '../../protocol/generated/messages.ts'
import type { HeardMessage } from './messaging.ts'

/** So many messages, or so many bytes of them, wait for whoever iterates before reading waits, too. */
const MAX_MESSAGES = 1024
const MAX_BYTES = 64 * 1024

/** After our last word reading goes on up to this: the other side's own lies behind all that it had in flight. */
const MAX_LAST_MESSAGES = 256 * 1024
const MAX_LAST_BYTES = 16 * 1024 * 1024

type Heard = HeardMessage<ServerConversation>

interface Waiting {
  readonly resolve: (result: IteratorResult<Heard, undefined>) => void
  readonly reject: (error: Error) => void
}

/** What was heard and not yet taken by an iterator. */
export class Inbox {
  private readonly messages: { readonly message: Heard; readonly bytes: number }[] = []
  private bytes = 0
  private readonly waiting: Waiting[] = []
  private end: { readonly error: Error | null } | null = null
  private readonly changed: () => void

  /** `changed` hears that there is room again. */
  constructor(changed: () => void) {
    this.changed = changed
  }

  /** Whether reading must wait. */
  get full(): boolean {
    return this.messages.length >= MAX_MESSAGES || this.bytes >= MAX_BYTES
  }

  /** The same when our last word is said. */
  get flooded(): boolean {
    return this.messages.length >= MAX_LAST_MESSAGES || this.bytes >= MAX_LAST_BYTES
  }

  put(message: Heard, bytes: number): void {
    const next = this.waiting.shift()
    if (next !== undefined) return next.resolve({ done: false, value: message })
    this.messages.push({ message, bytes })
    this.bytes += bytes
  }

  /** Nothing more comes. With an error, whoever iterates gets it once what was heard is taken. */
  close(error: Error | null): void {
    this.end = { error }
    for (const { resolve, reject } of this.waiting.splice(0))
      if (error === null) resolve({ done: true, value: undefined })
      else reject(error)
  }

  next(): Promise<IteratorResult<Heard, undefined>> {
    const wasFull = this.full
    const first = this.messages.shift()
    if (first !== undefined) {
      this.bytes -= first.bytes
      if (wasFull && !this.full) this.changed()
      return Promise.resolve({ done: false, value: first.message })
    }
    if (this.end === null) return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
    return this.end.error === null
      ? Promise.resolve({ done: true, value: undefined })
      : Promise.reject(this.end.error)
  }
}
