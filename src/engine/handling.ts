import type { AnyMessage } from '../codec/index.ts'
import { Deadline } from '../transport/deadline.ts'
import { Answering, type AnsweringEnd, type AnsweringOwner } from './answering.ts'
import { type HandlersOwner, RunningHandlers } from './handlers.ts'
import { type Conversation, type ConversationEnd, HandlerContext, isThenable } from './message-context.ts'
import type { KeptFrame } from './outbox.ts'
import type { Handlers } from './peer.ts'
import { ReceiveQueue } from './receive-queue.ts'
import { SAID, type Sending } from './sending.ts'
import { HandlerSignals } from './signals.ts'

/** The end of a connection whose messages are handled. */
export interface HandlingEnd extends AnsweringEnd, ConversationEnd {
  /** The handlers of the program. */
  readonly handlers: Handlers
  /** Takes a message that has no handler. */
  keep(message: AnyMessage, id: number, re: number, bytes: number): void
  /** A handler threw. */
  failed(error: unknown): void
}

/** The owner of what is handled. */
export interface HandlingOwner extends Conversation, AnsweringOwner {
  /** A handler has come to its end. */
  handlerEnded(): void
}

/** Runs the handlers of a program, one for each message. Originals wait where there is no room for their replies. */
export class Handling implements HandlersOwner {
  readonly queue = new ReceiveQueue()
  readonly signals = new HandlerSignals()
  private end: HandlingEnd
  private readonly sending: Sending
  private readonly owner: HandlingOwner
  /** Made with the first handler that does not end at once, as the next one. */
  private running: RunningHandlers | null = null
  private runningOfReplies: RunningHandlers | null = null
  /** Made with the first message that the contract wants answered. */
  private answering: Answering | null = null
  private settling: Set<() => void> | null = null
  private taking = false
  private over = false

  constructor(end: HandlingEnd, sending: Sending, owner: HandlingOwner) {
    this.end = end
    this.sending = sending
    this.owner = owner
  }

  /** Goes on over another end. */
  moveTo(end: HandlingEnd): void {
    this.end = end
    this.answering?.moveTo(end)
  }

  /** The conversation goes on over another connection, where these are said again: the room of streams is told anew. */
  awaitRoom(repeated: readonly KeptFrame[]): void {
    const { queue, end, sending, signals, owner } = this
    if (this.answering === null && queue.length === 0) return
    this.answering ??= new Answering(end, sending, owner, signals)
    const answers = new Map<number, number>()
    for (const { re } of repeated) if (re !== 0) answers.set(re, (answers.get(re) ?? 0) + 1)
    this.answering.awaitRoom(queue.ids, answers)
  }

  /** The messages whose handlers have not come to their end. */
  get unanswered(): readonly number[] {
    const { running, runningOfReplies, answering } = this
    return [
      ...new Set([
        ...(running?.ids ?? []),
        ...(runningOfReplies?.ids ?? []),
        ...(answering?.unanswered ?? []),
      ]),
    ]
  }

  /** Whether reading must wait. */
  get backpressured(): boolean {
    const { queue, end, runningOfReplies } = this
    return (
      queue.length >= end.limits.maxKeptMessages ||
      queue.bytes >= end.limits.maxKeptBytes ||
      runningOfReplies?.full === true
    )
  }

  /** Whether all handlers run, and originals wait for one. */
  get isBusy(): boolean {
    return this.running?.full === true && this.queue.length > 0
  }

  /** Handles an original, or keeps it until there is room. Whether it was kept. */
  takeOriginal(message: AnyMessage, index: number, id: number, bytes: number): boolean {
    const waits = this.queue.length > 0 || !this.hasRoom
    if (waits && this.end.handlers[message.type] !== undefined) {
      this.queue.push({ message, index, id, bytes })
      this.end.writeBuffer.isAwaited = true
      return true
    }
    this.hand(message, index, id, 0, bytes)
    return false
  }

  /** Calls the handler of a message. */
  hand(message: AnyMessage, index: number, id: number, re: number, bytes: number): void {
    const { end } = this
    const handler = end.handlers[message.type]
    if (handler === undefined) return end.keep(message, id, re, bytes)
    const row = end.runtime.answers[index] ?? null
    const isStream = row !== null && row.each.length > 0
    if (row !== null) this.answering ??= new Answering(end, this.sending, this.owner, this.signals)
    const { answering } = this
    if (isStream && answering?.isFull === true) return answering.abort(id, 'OVERLOADED')
    const asked = row === null ? null : { type: message.type, id, row }
    try {
      const given = handler(message, new HandlerContext(this.owner, id, re))
      const running = asked === null ? given : answering?.answer(asked, given)
      // A reply that need not wait is the usual end of a handler.
      if (running === undefined || running === SAID || !isThenable(running)) {
        if (!isStream) this.signals.forget(id)
        return
      }
      this.handlersOf(re).add(running, id, bytes)
    } catch (error) {
      if (asked === null) end.failed(error)
      else answering?.failed(asked, error)
    }
  }

  /** The handler of the message with this id has come to its end. */
  ended(id: number): void {
    this.signals.forget(id)
    if (!this.over) this.owner.handlerEnded()
  }

  /** A handler threw. */
  failed(error: unknown): void {
    this.end.failed(error)
  }

  /** Hands on what waited, as long as there is room; `taken` hears of the bytes of each. */
  takeQueued(taken: (bytes: number) => void): void {
    if (this.taking) return
    this.taking = true
    while (this.queue.length > 0 && !this.over && this.hasRoom) {
      const next = this.queue.shift()
      if (next === undefined) break
      this.hand(next.message, next.index, next.id, 0, next.bytes)
      if (!this.over) taken(next.bytes)
    }
    this.taking = false
    if (this.settling !== null && this.isSettled) for (const settled of this.settling) settled()
  }

  /** The other side wants no more answers to its message. One that waits is not handled at all. */
  cancel(id: number): void {
    this.queue.drop(id)
    this.signals.abort(id)
    this.answering?.cancel(id)
  }

  /** The other side has room for so many more answers to its message. */
  more(id: number, messages: number): void {
    this.answering?.more(id, messages)
  }

  /** Whether streams wait for room in the write buffer. */
  get streamsWait(): boolean {
    return this.answering?.isWaiting === true
  }

  /** There is room in the write buffer. */
  resumeStreams(): void {
    this.answering?.resume()
  }

  /** No stream comes to its end by itself now. */
  cancelStreams(): void {
    this.answering?.cancelStreams()
  }

  /** Resolves when everything that was heard was handled, or after `withinMs`. */
  settle(withinMs: number): Promise<void> {
    if (this.isSettled) return Promise.resolve()
    return new Promise((resolve) => {
      const settled = (): void => {
        deadline.stop()
        this.settling?.delete(settled)
        resolve()
      }
      const deadline = new Deadline(this.end.clock, { expire: settled })
      deadline.set(withinMs)
      this.settling ??= new Set()
      this.settling.add(settled)
    })
  }

  /** Nothing more is handled. */
  close(): void {
    this.over = true
    this.cancelStreams()
    this.signals.close()
    for (const settled of this.settling ?? []) settled()
  }

  /** Whether the handler of another original may begin: it has room for its reply. */
  private get hasRoom(): boolean {
    const { writeBuffer, limits } = this.end
    return (
      this.running?.full !== true &&
      !this.sending.repliesWait &&
      writeBuffer.replyBytes < limits.repliesPendingBytes
    )
  }

  private get isSettled(): boolean {
    const { queue, running, runningOfReplies } = this
    return queue.length === 0 && running?.idle !== false && runningOfReplies?.idle !== false
  }

  /** The running handlers of originals, or of replies. */
  private handlersOf(re: number): RunningHandlers {
    if (re === 0) {
      this.running ??= new RunningHandlers(this.end.limits, this)
      return this.running
    }
    this.runningOfReplies ??= new RunningHandlers(this.end.limits, this)
    return this.runningOfReplies
  }
}
