import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage, ClientEvent, Log } from '../../index.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Language } from '../i18n/language.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import type { Line } from '../terminal/input-lines.ts'
import type { AnyClient } from './any-client.ts'
import { type ClientOutput, jsonOutput, plainOutput, printJson } from './client-output.ts'
import { Exchanges } from './exchanges.ts'
import type { Questions } from './questions.ts'
import { type ClientResult, showEnding } from './scripted-client.ts'

/** Where a conversation in a contract of the user's goes. */
export interface ContractOutput extends Pick<ClientOutput, 'log' | 'showError' | 'close'> {
  readonly log: Log<ClientEvent>
  /** Something was said that is not answered. */
  said(message: AnyMessage): void
  /** Something came; `asked` is the message that it answers, null: none. `isLast`: nothing more answers that. */
  heard(message: AnyMessage, asked: AnyMessage | null, isLast: boolean): void
}

/** A line for each message on stdout, service messages on stderr. */
export const lineOutput = (lang: Language, forms: MessageForms, isQuiet: boolean): ContractOutput => {
  const { heard, ...output } = plainOutput(lang, isQuiet)
  return {
    ...output,
    said: () => {},
    heard: (message) => heard({ type: 'Say', text: forms.line(message), id: 0, re: 0 }),
  }
}

/** One JSON object an event on stdout. */
export const contractJsonOutput = (lang: Language, forms: MessageForms): ContractOutput => ({
  ...jsonOutput(lang),
  said: (message) => printJson({ event: 'sent', message: forms.json(message) }),
  heard: (message, asked, isLast) =>
    printJson({
      event: 'received',
      ...(asked === null ? {} : { answers: asked.type, last: isLast }),
      message: forms.json(message),
    }),
})

/** Parts of a client of lines beside the connection. */
export interface ContractClientOptions {
  readonly lines: AsyncIterator<Line>
  readonly forms: MessageForms
  readonly questions: Questions
  readonly output: ContractOutput
  /** How long an answer is waited for. */
  readonly answersWithinMs: number
  readonly room: () => Promise<void> | null
  readonly isStopped: () => boolean
  readonly logout: boolean
}

/** Says each line once what answers the one before is there, shows what comes, and ends when there are no more lines. */
export const runContractClient = async (
  client: AnyClient,
  { lines, forms, questions, output, answersWithinMs, room, isStopped, logout }: ContractClientOptions,
): Promise<ClientResult> => {
  let isLacking = false
  let isOver = false
  const fail = (why: Phrase): void => {
    isLacking = true
    // Of what was stopped, or took too long, nobody needs to hear again.
    if (!isStopped()) output.showError(why)
  }
  const exchanges = new Exchanges(client, forms, questions, answersWithinMs, {
    answered: (asked, answer, isLast) => output.heard(answer, asked, isLast),
    said: (message) => output.said(message),
    cancelled: () => {},
    failed: (_asked, why) => fail(why),
    room,
  })
  const listening = listen(client, output, room).catch(() => {})
  const speak = async (): Promise<void> => {
    for (;;) {
      const { done, value: line } = await lines.next()
      if (done === true || isOver) return
      if (E.isLeft(line)) fail(line.left)
      else if (line.right.trim() !== '') {
        const message = forms.read(line.right)
        if (E.isLeft(message)) fail(message.left)
        // In the next conversation, where one broke off.
        else if (await isReady(client)) await exchanges.say(message.right)
        else return
      }
    }
  }
  const over = client.over.then(() => {
    isOver = true
  })
  let ended = false
  await Promise.race([
    speak().then(() => {
      ended = !isOver
    }),
    over,
  ])
  await (logout ? client.logout() : client.bye())
  await listening
  const ending = await client.over
  showEnding(output, client, ending)
  return { ending, input: isLacking ? 'lacking' : ended ? 'said' : 'open' }
}

/** Shows what comes that answers nothing. */
const listen = async (
  client: AnyClient,
  output: ContractOutput,
  room: ContractClientOptions['room'],
): Promise<void> => {
  for await (const message of client) {
    output.heard(message, null, true)
    await room()
  }
}

const isReady = (client: AnyClient): Promise<boolean> =>
  client.ready().then(
    () => true,
    () => false,
  )
