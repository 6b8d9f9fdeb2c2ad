import { ByeReasonNumber } from '../../protocol/generated/contract.ts'
import type { ByeReason, ConversationMessage } from '../../protocol/generated/messages.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { MessageConnection } from './connection.ts'
import { failed, type HeardMessage, hasEnded } from './messaging.ts'
import type { Converse, MessageContext, MessageCounts } from './peer.ts'
import { type AskOptions, checkedAsk } from './requests.ts'

/** Who a handler speaks to: what of a session or a client it may see and do. */
export interface Interlocutor {
  readonly session: string
  readonly name: string | null
  readonly remote: Endpoint
  readonly line: MessageConnection | null
  bye(reason?: ByeReason): void
}

/** The event of ending a conversation for a reason. Throws a RangeError where a program without types gives none. */
export const byeEvent = (reason: ByeReason): `bye.${ByeReason}` => {
  if (!Object.hasOwn(ByeReasonNumber, reason))
    throw new RangeError(`The reason of a Bye is one of ${Object.keys(ByeReasonNumber).join(', ')}.`)
  return `bye.${reason}`
}

/** Says a message over a line, if there is one. */
export const say = (line: MessageConnection | null, message: ConversationMessage): Promise<number> =>
  line?.messaging?.say(message) ?? failed(hasEnded(line?.ending ?? null))

/** How far the conversation over a line has come, if there is one. */
export const tallyOf = (line: MessageConnection | null): MessageCounts =>
  line?.tally ?? { said: 0, heard: 0, acknowledged: 0 }

/** Asks over a line, if there is one. */
export const ask = <In extends ConversationMessage>(
  line: MessageConnection | null,
  message: ConversationMessage,
  options: AskOptions = {},
): Promise<HeardMessage<In>> => {
  try {
    checkedAsk(options)
  } catch (error) {
    return failed(error)
  }
  // The contract says what the other side may answer with, and the line has judged it.
  return (
    (line?.messaging?.ask(message, options) as Promise<HeardMessage<In>> | undefined) ??
    failed(hasEnded(line?.ending ?? null))
  )
}

/** One message that is being handled, and the means to answer it. Stays with the line that it came over. */
export class HandlerContext<Out extends ConversationMessage, In extends ConversationMessage>
  implements MessageContext<Out, In>
{
  readonly id: number
  readonly re: number
  private readonly with: Interlocutor
  private readonly line: MessageConnection | null

  constructor(interlocutor: Interlocutor, id: number, re: number) {
    this.with = interlocutor
    this.line = interlocutor.line
    this.id = id
    this.re = re
  }

  get session(): string {
    return this.with.session
  }

  get name(): string | null {
    return this.with.name
  }

  get remote(): Endpoint {
    return this.with.remote
  }

  get tally(): MessageCounts {
    return tallyOf(this.line)
  }

  reply(message: Out): Promise<void> {
    return this.line?.messaging?.reply(message, this.id) ?? failed(hasEnded(this.line?.ending ?? null))
  }

  say(message: Out): Promise<number> {
    return say(this.line, message)
  }

  ask(message: Out, options?: AskOptions): Promise<HeardMessage<In>> {
    return ask(this.line, message, options)
  }

  bye(reason?: ByeReason): void {
    this.with.bye(reason)
  }
}

/** Hands a message to the handler of its type. False: there is none. */
export const handle = <Out extends ConversationMessage, In extends ConversationMessage>(
  handlers: Converse<Out, In>,
  message: ConversationMessage,
  exchange: HandlerContext<Out, In>,
): Promise<void> | undefined | false => {
  const handler = handlers[message.type as In['type']] as
    | ((message: ConversationMessage, peer: MessageContext<Out, In>) => unknown)
    | undefined
  if (handler === undefined) return false
  const running = handler(message, exchange)
  if (running instanceof Promise) return running
  return isThenable(running) ? Promise.resolve(running).then(() => {}) : undefined
}

/** Whether a value is to be waited for, of whatever realm its class is. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
