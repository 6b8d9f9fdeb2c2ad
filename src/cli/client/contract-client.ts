import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage, ClientEvent, Log } from '../../index.ts'
import type { Language } from '../i18n/language.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import type { Line } from '../terminal/input-lines.ts'
import type { AnyClient } from './any-client.ts'
import { type ClientOutput, jsonOutput, plainOutput, printJson } from './client-output.ts'
import { Exchanges } from './exchanges.ts'
import { LineSender, type Unsaid } from './line-sender.ts'
import type { LogoutScope } from './logout-scope.ts'
import type { Questions } from './questions.ts'
import { type ClientResult, fateOfInput, type InputFateOptions, showEnding } from './scripted-client.ts'
import { takeLeave } from './take-leave.ts'

/** Where a conversation in a contract of the user's goes. */
export interface ContractOutput extends Pick<ClientOutput, 'log' | 'showError' | 'ended' | 'close'> {
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
export interface ContractClientOptions extends InputFateOptions {
  readonly lines: AsyncIterator<Line>
  readonly forms: MessageForms
  readonly questions: Questions
  readonly output: ContractOutput
  /** How long an answer is waited for. */
  readonly answersWithinMs: number
  readonly room: () => Promise<void> | null
  /** Whether the time is over: what fails because of that is told with it. */
  readonly isLate: () => boolean
  readonly logout: LogoutScope
}

/** Says each line once what answers the one before is there, shows what comes, and ends when there are no more lines. */
export const runContractClient = async (
  client: AnyClient,
  options: ContractClientOptions,
): Promise<ClientResult> => {
  const { lines, forms, questions, delivery, output, answersWithinMs, room, isStopped, isLate, logout } =
    options
  const exchanges = new Exchanges(
    { client, forms, questions, delivery, withinMs: answersWithinMs },
    {
      answered: (asked, answer, isLast) => output.heard(answer, asked, isLast),
      cancelled: () => {},
      room,
    },
  )
  const say = async (line: string): Promise<E.Either<Unsaid, void>> => {
    if (line.trim() === '') return E.right(undefined)
    const message = forms.read(line)
    if (E.isLeft(message)) return E.left({ why: message.left, isOver: false })
    const said = await exchanges.say(message.right, line, (isAnswered) => {
      if (!isAnswered) output.said(message.right)
    })
    // The output may wait for its reader.
    await room()
    return said
  }
  const listening = listen(client, output, room).catch(() => {})
  const sender = new LineSender({
    lines,
    say,
    refused: (why) => {
      // Of what was stopped, or took too long, nobody needs to hear again.
      if (!isStopped() && !isLate()) output.showError(why)
    },
  })
  await Promise.race([sender.done, client.over])
  await takeLeave(client, isStopped() ? null : logout, output)
  await listening
  const ending = await client.over
  showEnding(output, client, ending)
  return { ending, input: await fateOfInput(sender, options) }
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
