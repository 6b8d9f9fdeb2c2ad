import { type Client, ColloquyError } from '../../index.ts'
import { failurePhrase } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Delivery } from './delivery.ts'
import type { Replyable } from './replyable-messages.ts'
import { isReady } from './scripted-client.ts'

/** So long a line may wait before that is told. */
const TELL_AFTER_MS = 200

/** Hears what becomes of the lines. */
export interface SendListener {
  /** A line was said, with this id; `re` is the id of the message that it answers, or 0. */
  readonly said: (text: string, id: number, re: number) => void
  /** A line could not be said yet. */
  readonly waits: (text: string) => void
  /** A line will not be said. */
  readonly unsaid: (text: string, why: Phrase) => void
}

/** What a line answers. */
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
  private readonly audience: SendListener
  private last: Promise<void> = Promise.resolve()

  constructor(client: Client, delivery: Delivery, audience: SendListener) {
    this.client = client
    this.delivery = delivery
    this.audience = audience
  }

  /** Says a line after those before it. */
  add(text: string, answered?: Answered): void {
    const waiting = setTimeout(() => this.audience.waits(text), TELL_AFTER_MS)
    this.last = this.last.then(async () => {
      const why = await this.say(text, answered)
      clearTimeout(waiting)
      if (why === null) return
      this.unsaid += 1
      this.audience.unsaid(text, why)
    })
  }

  /** Resolves when each line was said or given up. */
  settled(): Promise<void> {
    return this.last
  }

  /** Says a line; null, or what says why not. */
  private async say(text: string, answered: Answered | undefined): Promise<Phrase | null> {
    const { client, audience } = this
    for (;;)
      try {
        const id =
          answered === undefined ? await client.say({ type: 'Say', text }) : await this.reply(text, answered)
        this.delivery.said(id, text, client.tally.acknowledged)
        audience.said(text, id, answered?.id ?? 0)
        return null
      } catch (error) {
        if (!(error instanceof ColloquyError)) throw error
        const again = error.code === 'ENDED' && answered === undefined && (await isReady(client))
        if (!again) return failurePhrase(error)
      }
  }

  private async reply(text: string, { message }: Answered): Promise<number> {
    await message.reply({ type: 'Say', text })
    return this.client.tally.said
  }
}
