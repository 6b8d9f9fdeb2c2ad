import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage, ClientEvent, EndedConversation, Log } from '../../index.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Language } from '../i18n/language.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import { parseInput } from '../terminal/input.ts'
import { LineEditor } from '../terminal/line-editor.ts'
import { printable } from '../terminal/printable.ts'
import { type Transcript, terminalTranscript } from '../terminal/transcript.ts'
import type { AnyClient } from './any-client.ts'
import { isProblem } from './client-output.ts'
import type { ContractOutput } from './contract-client.ts'
import type { Delivery } from './delivery.ts'
import { Exchanges } from './exchanges.ts'
import { SAY_WITHIN_MS } from './interactive-client.ts'
import { tellLeft } from './left-lines.ts'
import type { Unsaid } from './line-sender.ts'
import type { LogoutScope } from './logout-scope.ts'
import type { Questions } from './questions.ts'
import { type ClientResult, showEnding, showLeft } from './scripted-client.ts'
import { TELL_AFTER_MS } from './send-queue.ts'
import { takeLeave } from './take-leave.ts'
import { terminalSentence } from './terminal-sentence.ts'

const COMMANDS = ['/again', '/help', '/logout', '/quit']

type Leave = (how: 'bye' | 'logout') => void

/** Parts of a console. */
export interface ContractConsoleOptions {
  readonly lang: Language
  readonly forms: MessageForms
  readonly questions: Questions
  readonly delivery: Delivery
  /** Of what happens only that is told which goes wrong. */
  readonly isQuiet: boolean
}

/** A conversation in a contract of the user's, held by a person at a terminal. */
export class ContractConsole implements ContractOutput {
  readonly log: Log<ClientEvent> = { data: false, write: (event) => this.happened(event) }
  private readonly options: ContractConsoleOptions
  private readonly say: ConsoleTexts
  private readonly editor = new LineEditor()
  private readonly transcript: Transcript
  /** Resolves when the line that was entered last is said or given up. */
  private last: Promise<void> = Promise.resolve()
  private unsaid = 0

  constructor(options: ContractConsoleOptions) {
    this.options = options
    this.say = catalogues[options.lang].console
    this.transcript = terminalTranscript(this.editor, this.say)
  }

  /** Says what is typed until either side ends it. */
  async hold(
    client: AnyClient,
    { logout, answersWithinMs }: { readonly logout: LogoutScope; readonly answersWithinMs: number },
  ): Promise<ClientResult> {
    const { lang, forms, questions, delivery } = this.options
    const exchanges = new Exchanges(
      { client, forms, questions, delivery, withinMs: answersWithinMs },
      {
        answered: (asked, answer, isLast) => this.heard(answer, asked, isLast),
        cancelled: ({ type }) => this.transcript.tell(catalogues[lang].contracts.cancelled(type)),
        room: () => null,
      },
    )
    let isUnreadable = false
    let isUnconfirmed = false
    const listening = this.listen(client).catch(() => {})
    const left = new Promise<'bye' | 'logout'>((resolve) => {
      this.editor.open(client.name === null ? '> ' : `${printable(client.name)}> `, {
        entered: (line) => this.obey(line, client, exchanges, resolve),
        left: () => resolve('bye'),
        interrupted: () => exchanges.cancel(),
        severalLines: () => this.transcript.tell(catalogues[lang].contracts.severalLines),
        completions: (begun) =>
          begun.startsWith('/')
            ? COMMANDS.filter((each) => each.startsWith(begun))
            : forms.completions(begun),
        unreadable: (code) => {
          isUnreadable = true
          this.showError((say) => say.inputUnread(code))
          resolve('bye')
        },
      })
    })
    const how = await Promise.race([left, client.over.then(() => null)])
    this.editor.close()
    if (how !== null) {
      // Lines that were entered before are said, if they can be said now.
      await Promise.race([this.last, client.over, pause(SAY_WITHIN_MS, undefined, { ref: false })])
      isUnconfirmed = !(await takeLeave(client, how === 'logout' ? (logout ?? 'here') : logout, this))
    }
    await Promise.all([listening, this.last])
    const ending = await client.over
    showEnding(this, client, ending)
    showLeft(this, delivery)
    const isLacking = isUnreadable || isUnconfirmed || this.unsaid + delivery.doubtful + delivery.unsent > 0
    return { ending, input: isLacking ? 'lacking' : how === null ? 'open' : 'said' }
  }

  /** A conversation is over. Lines that may not have arrived are named, and can be said again in the next one. */
  ended(conversation: EndedConversation): void {
    const left = this.options.delivery.ended(conversation)
    if (conversation.again) tellLeft(this.transcript, this.say, left)
  }

  said(message: AnyMessage): void {
    this.transcript.show('ours', this.say.you, this.options.forms.line(message))
  }

  heard(message: AnyMessage, asked: AnyMessage | null, _isLast = true): void {
    this.transcript.show('theirs', asked === null ? '<' : `↳ ${asked.type}`, this.options.forms.line(message))
  }

  showError(phrase: Phrase): void {
    this.transcript.tell(phrase(catalogues[this.options.lang].errors))
  }

  close(): void {
    this.editor.close()
  }

  private obey(line: string, client: AnyClient, exchanges: Exchanges, leave: Leave): void {
    const { lang, forms } = this.options
    const input = parseInput(line)
    if (input.do === 'say') {
      if (input.text.trim() === '') client.connectNow()
      else for (const each of this.messagesIn(input.text)) this.enter(each, exchanges)
      return
    }
    this.transcript.echo(line)
    switch (input.name) {
      case 'help':
        for (const each of catalogues[lang].contracts.help(forms.names)) this.transcript.tell(each)
        return
      case 'again':
        return this.sayAgain(exchanges)
      case 'logout':
        return leave('logout')
      case 'quit':
        return leave('bye')
      default:
        return this.transcript.tell(this.say.noCommand(input.name.slice(0, 40)))
    }
  }

  /** The messages that were entered: one, as JSON of several lines may be, or one in each line. */
  private messagesIn(text: string): readonly string[] {
    if (!text.includes('\n') || E.isRight(this.options.forms.read(text))) return [text]
    return text.split('\n').filter((line) => line.trim() !== '')
  }

  /** Says a line. Where a conversation broke off it waits for the next one. */
  private enter(line: string, exchanges: Exchanges): void {
    const message = this.options.forms.read(line)
    if (E.isLeft(message)) {
      this.transcript.echo(line)
      return this.showError(message.left)
    }
    const waiting = setTimeout(() => this.transcript.tell(this.say.waits(line)), TELL_AFTER_MS)
    let isSent = false
    const sent = new Promise<void>((resolve) => {
      const settled = (): void => {
        clearTimeout(waiting)
        resolve()
      }
      const onWay = (): void => {
        isSent = true
        settled()
        this.said(message.right)
      }
      const said = exchanges.say(message.right, line, onWay, this.last)
      void said.then((result) => {
        settled()
        if (E.isRight(result)) return
        if (!isSent && !result.left.isOver) this.transcript.echo(line)
        this.notSaid(line, result.left)
      })
    })
    this.last = sent
  }

  private notSaid(line: string, { why, isOver }: Unsaid): void {
    if (!isOver) return this.showError(why)
    this.unsaid += 1
    this.transcript.tell(this.say.unsaid(line, why(catalogues[this.options.lang].errors)))
  }

  private sayAgain(exchanges: Exchanges): void {
    const lines = this.options.delivery.takeLeft()
    if (lines.length === 0) this.transcript.tell(this.say.nothingDoubtful)
    for (const line of lines) this.enter(line, exchanges)
  }

  private async listen(client: AnyClient): Promise<void> {
    for await (const message of client) this.heard(message, null)
  }

  private happened(event: ClientEvent): void {
    if (event.event === 'sent' || event.event === 'received') return
    const { lang, isQuiet } = this.options
    if (!isQuiet || isProblem(event)) this.transcript.tell(terminalSentence(lang, event))
  }
}
