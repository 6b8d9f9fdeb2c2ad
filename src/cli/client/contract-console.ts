import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage, ClientEvent, EndedConversation, Log } from '../../index.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { Phrase } from '../i18n/errors.ts'
import { sentenceOf } from '../i18n/events.ts'
import type { Language } from '../i18n/language.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import { parseInput } from '../terminal/input.ts'
import { LineEditor } from '../terminal/line-editor.ts'
import { printable } from '../terminal/printable.ts'
import { type Transcript, terminalTranscript } from '../terminal/transcript.ts'
import type { AnyClient } from './any-client.ts'
import { isProblem } from './client-output.ts'
import type { ContractOutput } from './contract-client.ts'
import { Exchanges } from './exchanges.ts'
import type { Questions } from './questions.ts'
import { type ClientResult, showEnding } from './scripted-client.ts'

const COMMANDS = ['/help', '/logout', '/quit']

/** A conversation in a contract of the user's, held by a person at a terminal. */
export class ContractConsole implements ContractOutput {
  readonly log: Log<ClientEvent> = { data: false, write: (event) => this.happened(event) }
  private readonly lang: Language
  private readonly forms: MessageForms
  private readonly questions: Questions
  private readonly isQuiet: boolean
  private readonly editor = new LineEditor()
  private readonly transcript: Transcript

  constructor(lang: Language, forms: MessageForms, questions: Questions, isQuiet: boolean) {
    this.lang = lang
    this.forms = forms
    this.questions = questions
    this.isQuiet = isQuiet
    this.transcript = terminalTranscript(this.editor, catalogues[lang].console)
  }

  /** Says what is typed until either side ends it. */
  async hold(
    client: AnyClient,
    { logout, answersWithinMs }: { readonly logout: boolean; readonly answersWithinMs: number },
  ): Promise<ClientResult> {
    const exchanges = new Exchanges(client, this.forms, this.questions, answersWithinMs, {
      answered: (asked, answer, isLast) => this.heard(answer, asked, isLast),
      said: () => {},
      cancelled: ({ type }) => this.transcript.tell(catalogues[this.lang].contracts.cancelled(type)),
      failed: (_asked, why) => this.showError(why),
      room: () => null,
    })
    let isUnreadable = false
    const listening = this.listen(client).catch(() => {})
    const left = new Promise<'bye' | 'logout'>((resolve) => {
      this.editor.open(client.name === null ? '> ' : `${printable(client.name)}> `, {
        entered: (line) => this.obey(line, client, exchanges, resolve),
        left: () => resolve('bye'),
        interrupted: () => exchanges.cancel(),
        severalLines: () => this.transcript.tell(catalogues[this.lang].console.severalLines),
        completions: (begun) =>
          begun.startsWith('/')
            ? COMMANDS.filter((each) => each.startsWith(begun))
            : this.forms.completions(begun),
        unreadable: (code) => {
          isUnreadable = true
          this.showError((say) => say.inputUnread(code))
          resolve('bye')
        },
      })
    })
    const how = await Promise.race([left, client.over.then(() => null)])
    this.editor.close()
    if (how !== null) await (how === 'logout' || logout ? client.logout() : client.bye())
    await listening
    const ending = await client.over
    showEnding(this, client, ending)
    return { ending, input: isUnreadable ? 'lacking' : how === null ? 'open' : 'said' }
  }

  ended(_conversation: EndedConversation): void {}

  said(message: AnyMessage): void {
    this.transcript.show('ours', catalogues[this.lang].console.you, this.forms.line(message))
  }

  heard(message: AnyMessage, asked: AnyMessage | null, _isLast = true): void {
    this.transcript.show('theirs', asked === null ? '<' : `↳ ${asked.type}`, this.forms.line(message))
  }

  showError(phrase: Phrase): void {
    this.transcript.tell(phrase(catalogues[this.lang].errors))
  }

  close(): void {
    this.editor.close()
  }

  private obey(
    line: string,
    client: AnyClient,
    exchanges: Exchanges,
    leave: (how: 'bye' | 'logout') => void,
  ): void {
    const input = parseInput(line)
    if (input.do === 'say') {
      if (input.text.trim() === '') return client.connectNow()
      const message = this.forms.read(input.text)
      if (E.isLeft(message)) {
        this.transcript.echo(line)
        return this.showError(message.left)
      }
      this.said(message.right)
      return void exchanges.say(message.right)
    }
    this.transcript.echo(line)
    switch (input.name) {
      case 'help':
        for (const each of catalogues[this.lang].contracts.help(this.forms.names)) this.transcript.tell(each)
        return
      case 'logout':
        return leave('logout')
      case 'quit':
        return leave('bye')
      default:
        return this.transcript.tell(catalogues[this.lang].console.noCommand(input.name.slice(0, 40)))
    }
  }

  private async listen(client: AnyClient): Promise<void> {
    for await (const message of client) this.heard(message, null)
  }

  private happened(event: ClientEvent): void {
    if (event.event === 'sent' || event.event === 'received') return
    if (this.isQuiet && !isProblem(event)) return
    this.transcript.tell(sentenceOf(catalogues[this.lang].events.client, event))
  }
}
