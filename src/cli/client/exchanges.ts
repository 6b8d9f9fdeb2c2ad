import * as E from 'fp-ts/lib/Either.js'
import { type AnyMessage, ColloquyError } from '../../index.ts'
import { failurePhrase } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import type { AnyClient } from './any-client.ts'
import type { Delivery } from './delivery.ts'
import type { Unsaid } from './line-sender.ts'
import { shortLine } from './named-lines.ts'
import type { Questions } from './questions.ts'
import { sayWhenReady, whyNotReady } from './say.ts'

/** Hears what comes of messages that are said. */
export interface ExchangeListener {
  /** An answer came; `isLast`: no more will. */
  readonly answered: (asked: AnyMessage, answer: AnyMessage, isLast: boolean) => void
  readonly cancelled: (asked: AnyMessage) => void
  /** Resolves when more can be shown; null: it can be now. */
  readonly room: () => Promise<void> | null
}

/** Hears that a message is on its way; `isAnswered`: answers to it are waited for. */
export type Sent = (isAnswered: boolean) => void

/** Parts of what says messages. */
export interface ExchangeParts {
  readonly client: AnyClient
  readonly forms: MessageForms
  readonly questions: Questions
  readonly delivery: Delivery
  /** How long a single answer is waited for. */
  readonly withinMs: number
}

/** Says messages of any contract, each in the way that its contract answers it. */
export class Exchanges {
  private readonly parts: ExchangeParts
  private readonly listener: ExchangeListener
  /** Of the messages whose answers are waited for, in the order in which they were said. */
  private readonly waiting: AbortController[] = []

  constructor(parts: ExchangeParts, listener: ExchangeListener) {
    this.parts = parts
    this.listener = listener
  }

  /**
   * Says the message of a line, in this conversation or the next one, and resolves when all answers to it are there, or
   * with why they are not. What answers no question of the server waits for `before`.
   */
  async say(
    message: AnyMessage,
    line: string,
    sent: Sent,
    before?: Promise<void>,
  ): Promise<E.Either<Unsaid, void>> {
    const { client, forms, questions } = this.parts
    if (questions.take(message)) {
      sent(false)
      return E.right(undefined)
    }
    await before
    const why = await whyNotReady(client)
    if (why !== null) return E.left({ why, isOver: true })
    const way = forms.answered(message)
    if (way === 'freely') return this.sayFreely(message, line, sent)
    try {
      await this.wait((signal) =>
        way === 'stream' ? this.stream(message, signal, line, sent) : this.ask(message, signal, line, sent),
      )
      return E.right(undefined)
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error
      if (error.code !== 'ABORTED') return E.left({ why: ofLine(error, line), isOver: false })
      this.listener.cancelled(message)
      return E.right(undefined)
    }
  }

  /** Waits no more for answers to the message that was said last of those that have not got all. False: there is none. */
  cancel(): boolean {
    const last = this.waiting.pop()
    last?.abort()
    return last !== undefined
  }

  private async sayFreely(message: AnyMessage, line: string, sent: Sent): Promise<E.Either<Unsaid, void>> {
    const { client } = this.parts
    const said = await sayWhenReady(client, () => client.say(message))
    if (E.isLeft(said)) {
      const isOver = said.left.code === 'ENDED'
      return E.left({ why: isOver ? failurePhrase(said.left) : ofLine(said.left, line), isOver })
    }
    this.keep(said.right, line)
    sent(false)
    return E.right(undefined)
  }

  private async ask(message: AnyMessage, signal: AbortSignal, line: string, sent: Sent): Promise<void> {
    const { client, withinMs } = this.parts
    const { said } = client.counts
    const answer = client.ask(message, { withinMs, signal })
    this.note(said, line, sent)
    this.listener.answered(message, await answer, true)
  }

  private async stream(message: AnyMessage, signal: AbortSignal, line: string, sent: Sent): Promise<void> {
    const { client } = this.parts
    const { listener } = this
    const { said } = client.counts
    const answers = client.stream(message, { signal })
    this.note(said, line, sent)
    for await (const answer of answers) {
      listener.answered(message, answer, false)
      await listener.room()
    }
    listener.answered(message, await answers.end, true)
  }

  /** Waits for answers until `cancel` ends that. */
  private async wait(answers: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { waiting } = this
    const aborting = new AbortController()
    waiting.push(aborting)
    try {
      await answers(aborting.signal)
    } finally {
      const at = waiting.indexOf(aborting)
      if (at >= 0) waiting.splice(at, 1)
    }
  }

  /** A message was said that is answered, unless it still waits until more can be said. */
  private note(saidBefore: number, line: string, sent: Sent): void {
    const { said } = this.parts.client.counts
    if (said > saidBefore) this.keep(said, line)
    sent(true)
  }

  /** Keeps a line until its message is known to have arrived; answers are waited for here. */
  private keep(id: number, line: string): void {
    const { client, delivery } = this.parts
    delivery.said(id, line, client.counts.acknowledged)
    delivery.heard(id)
  }
}

/** Why the message of a line was not said, or not answered. */
const ofLine = (error: ColloquyError, line: string): Phrase => {
  const { failure } = error
  if (failure.code === 'MALFORMED_MESSAGE') return failurePhrase(error)
  const why: Phrase =
    failure.code === 'ENDED'
      ? (say) => say.endedUnanswered(failure.ending?.code ?? null)
      : failurePhrase(error)
  return (say) => say.ofLine(shortLine(line), why(say))
}
