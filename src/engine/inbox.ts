import type { Limits } from './limits.ts'
import type { HeardMessage } from './peer.ts'

/** After our last word reading goes on up to this: the other side's own lies behind all that it had in flight. */
const MAX_LAST_MESSAGES = 256 * 1024
const MAX_LAST_BYTES = 16 * 1024 * 1024

interface Waiting {
  readonly resolve: (result: IteratorResult<HeardMessage, undefined>) => void
  readonly reject: (error: Error) => void
}

/** Messages that were heard and not yet taken by an iterator. */
export class Inbox {
  private readonly limits: Limits
  private readonly messages: { readonly message: HeardMessage; readonly bytes: number }[] = []
  private bytes = 0
  private readonly waiting: Waiting[] = []
  private end: { readonly error: Error | null } | null = null
  private readonly taken: () => void
  private readonly changed: () => void
  /** Messages ahead that an earlier conversation left. */
  private earlier = 0

  /** `taken` hears of each message that was taken, `changed` that there is room again. */
  constructor(limits: Limits, taken: () => void, changed: () => void) {
    this.limits = limits
    this.taken = taken
    this.changed = changed
  }

  /** A conversation begins: its ids are others than those of the one before. */
  begin(): void {
    this.earlier = this.messages.length
  }

  /** The id of the oldest message of this conversation that waits; 0: none does. */
  get oldestId(): number {
    return this.messages[this.earlier]?.message.id ?? 0
  }

  /** Whether reading must wait. */
  get full(): boolean {
    return this.messages.length >= this.limits.maxKeptMessages || this.bytes >= this.limits.maxKeptBytes
  }

  /** The same when our last word is said. */
  get flooded(): boolean {
    return this.messages.length >= MAX_LAST_MESSAGES || this.bytes >= MAX_LAST_BYTES
  }

  put(message: HeardMessage, bytes: number): void {
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

  next(): Promise<IteratorResult<HeardMessage, undefined>> {
    const wasFull = this.full
    const first = this.messages.shift()
    if (first !== undefined) {
      this.bytes -= first.bytes
      this.earlier = Math.max(0, this.earlier - 1)
      this.taken()
      if (wasFull && !this.full) this.changed()
      return Promise.resolve({ done: false, value: first.message })
    }
    if (this.end === null) return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
    return this.end.error === null
      ? Promise.resolve({ done: true, value: undefined })
      : Promise.reject(this.end.error)
  }
}
