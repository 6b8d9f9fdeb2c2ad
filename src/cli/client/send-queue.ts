import * as E from 'fp-ts/lib/Either.js'
import type { Client } from '../../index.ts'
import { failurePhrase } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Delivery } from './delivery.ts'
import type { Replyable } from './replyable-messages.ts'
import { sayOnce, sayWhenReady } from './say.ts'

/** A line that waits longer is shown as waiting. */
export const TELL_AFTER_MS = 200

/** Hears what becomes of the lines. */
export interface SendListener {
  /** A line was said, with this id; `re` is the id of the message that it answers, or 0. */
  readonly said: (text: string, id: number, re: number) => void
  /** A line could not be said yet. */
  readonly waits: (text: string) => void
  /** A line will not be said. */
  readonly unsaid: (text: string, why: Phrase) => void
}

/** The message that a line answers. */
export interface Answered {
  readonly id: number
  readonly message: Replyable
}

/** Says lines one after the other. When a conversation breaks off, what answers nothing waits for the next one. */
export class SendQueue {
  /** Lines that were not said. */
  unsaid = 0
  private readonly client: Client
  private readonly delivery: Delivery
  private readonly listener: SendListener
  private last: Promise<void> = Promise.resolve()

  constructor(client: Client, delivery: Delivery, listener: SendListener) {
    this.client = client
    this.delivery = delivery
    this.listener = listener
  }

  /** Says a line after those before it. */
  add(text: string, answered?: Answered): void {
    const waiting = setTimeout(() => this.listener.waits(text), TELL_AFTER_MS)
    this.last = this.last.then(async () => {
      const why = await this.say(text, answered)
      clearTimeout(waiting)
      if (why === null) return
      this.unsaid += 1
      this.listener.unsaid(text, why)
    })
  }

  /** Resolves when each line was said or given up. */
  settled(): Promise<void> {
    return this.last
  }

  /** Says a line; null, or what says why not. An answer is of no use in the next conversation. */
  private async say(text: string, answered: Answered | undefined): Promise<Phrase | null> {
    const { client, delivery, listener } = this
    const said =
      answered === undefined
        ? await sayWhenReady(client, () => client.say({ type: 'Say', text }))
        : await sayOnce(() => this.reply(text, answered))
    if (E.isLeft(said)) return failurePhrase(said.left)
    delivery.said(said.right, text, client.counts.acknowledged)
    listener.said(text, said.right, answered?.id ?? 0)
    return null
  }

  private async reply(text: string, { message }: Answered): Promise<number> {
    await message.reply({ type: 'Say', text })
    return this.client.counts.said
  }
}
