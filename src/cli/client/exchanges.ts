import { type AnyMessage, ColloquyError } from '../../index.ts'
import { failurePhrase } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import type { AnyClient } from './any-client.ts'
import type { Questions } from './questions.ts'

/** Hears what comes of messages that are said. */
export interface ExchangeListener {
  /** An answer came; `isLast`: no more will. */
  readonly answered: (asked: AnyMessage, answer: AnyMessage, isLast: boolean) => void
  /** The message has no answers to wait for. */
  readonly said: (message: AnyMessage) => void
  readonly cancelled: (asked: AnyMessage) => void
  readonly failed: (asked: AnyMessage, why: Phrase) => void
  /** Resolves when more can be shown; null: it can be now. */
  readonly room: () => Promise<void> | null
}

/** Says messages of any contract, each in the way that its contract answers it. */
export class Exchanges {
  private readonly client: AnyClient
  private readonly forms: MessageForms
  private readonly questions: Questions
  private readonly listener: ExchangeListener
  private readonly streams: AbortController[] = []
  private readonly withinMs: number

  /** `withinMs` bounds the wait for a single answer. */
  constructor(
    client: AnyClient,
    forms: MessageForms,
    questions: Questions,
    withinMs: number,
    listener: ExchangeListener,
  ) {
    this.client = client
    this.forms = forms
    this.questions = questions
    this.withinMs = withinMs
    this.listener = listener
  }

  /** Says a message, and resolves when all answers to it are there. False: it failed, and the listener knows why. */
  async say(message: AnyMessage): Promise<boolean> {
    try {
      await this.sayOnce(message)
      return true
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error
      if (error.code === 'ABORTED') this.listener.cancelled(message)
      else this.listener.failed(message, failurePhrase(error))
      return error.code === 'ABORTED'
    }
  }

  /** Cancels the stream of answers that began last. False: there is none. */
  cancel(): boolean {
    const last = this.streams.pop()
    last?.abort()
    return last !== undefined
  }

  private async sayOnce(message: AnyMessage): Promise<void> {
    const { client, listener } = this
    if (this.questions.take(message)) return listener.said(message)
    switch (this.forms.answered(message)) {
      case 'stream':
        return this.stream(message)
      case 'once':
        return listener.answered(message, await client.ask(message, { withinMs: this.withinMs }), true)
      default:
        await client.say(message)
        return listener.said(message)
    }
  }

  private async stream(message: AnyMessage): Promise<void> {
    const { client, listener, streams } = this
    const aborting = new AbortController()
    streams.push(aborting)
    try {
      const answers = client.stream(message, { signal: aborting.signal })
      for await (const answer of answers) {
        listener.answered(message, answer, false)
        await listener.room()
      }
      listener.answered(message, await answers.end, true)
    } finally {
      const at = streams.indexOf(aborting)
      if (at >= 0) streams.splice(at, 1)
    }
  }
}
