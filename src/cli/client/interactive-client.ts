import { setTimeout as pause } from 'node:timers/promises'
import type {
  Client,
  ClientEvent,
  ClientHandlers,
  EndedConversation,
  HeardMessage,
  Log,
} from '../../index.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Language } from '../i18n/language.ts'
import { parseInput } from '../terminal/input.ts'
import { LineEditor } from '../terminal/line-editor.ts'
import { printable } from '../terminal/printable.ts'
import { type Transcript, terminalTranscript, threaded } from '../terminal/transcript.ts'
import { type ClientOutput, isProblem } from './client-output.ts'
import { conversationCompletions } from './completions.ts'
import type { Delivery } from './delivery.ts'
import { tellLeft } from './left-lines.ts'
import type { LogoutScope } from './logout-scope.ts'
import { type Replyable, ReplyableMessages } from './replyable-messages.ts'
import { type ClientResult, showEnding, showLeft } from './scripted-client.ts'
import { SendQueue } from './send-queue.ts'
import { Status } from './status.ts'
import { takeLeave } from './take-leave.ts'
import { terminalSentence } from './terminal-sentence.ts'

/** Limit on the time in which lines entered before the end are still said. */
export const SAY_WITHIN_MS = 2_000

/** Options of an interactive client. */
export interface InteractiveClientOptions {
  /** Revokes the token at the end. */
  readonly logout: LogoutScope
}

type Leave = (how: 'bye' | 'logout') => void

/** A conversation held by a person at a terminal: what comes is shown above the line that is being typed. */
export class InteractiveClient implements ClientOutput {
  /** Handles the messages of the server. */
  readonly converse: ClientHandlers = {
    Say: ({ text }, peer) => {
      this.replyable.keep(peer.id, peer)
      this.heard({ type: 'Say', text, id: peer.id, re: peer.re })
    },
  }
  readonly log: Log<ClientEvent> = { data: true, write: (event) => this.happened(event) }
  private readonly lang: Language
  private readonly isQuiet: boolean
  private readonly delivery: Delivery
  private readonly say: ConsoleTexts
  private readonly editor = new LineEditor()
  private readonly transcript: Transcript
  private readonly status = new Status()
  private replyable = new ReplyableMessages<Replyable>()
  private ids = { sent: 0, received: 0 }
  private showsBytes = true

  /** If it is quiet, of what happens only that is told which goes wrong. */
  constructor(lang: Language, delivery: Delivery, isQuiet = false) {
    this.lang = lang
    this.delivery = delivery
    this.isQuiet = isQuiet
    this.say = catalogues[lang].console
    this.transcript = terminalTranscript(this.editor, this.say)
  }

  /** Says what is typed until either side ends it. */
  async hold(client: Client, { logout }: InteractiveClientOptions): Promise<ClientResult> {
    const { delivery } = this
    const queue = new SendQueue(client, delivery, {
      said: (text, id, re) => this.said(text, id, re),
      waits: (text) => this.transcript.tell(this.say.waits(text)),
      unsaid: (text, why) => this.transcript.tell(this.say.unsaid(text, why(catalogues[this.lang].errors))),
    })
    let isUnreadable = false
    let isUnconfirmed = false
    const left = new Promise<'bye' | 'logout'>((resolve) => {
      this.editor.open(client.name === null ? '> ' : `${printable(client.name)}> `, {
        entered: (line) => this.obey(line, client, queue, resolve),
        left: () => resolve('bye'),
        severalLines: () => this.transcript.tell(this.say.severalLines),
        completions: conversationCompletions,
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
      await Promise.race([queue.settled(), client.over, pause(SAY_WITHIN_MS, undefined, { ref: false })])
      isUnconfirmed = !(await takeLeave(client, how === 'logout' ? (logout ?? 'here') : logout, this))
    }
    await queue.settled()
    const ending = await client.over
    showEnding(this, client, ending)
    showLeft(this, delivery)
    const isLacking = isUnreadable || isUnconfirmed || queue.unsaid + delivery.doubtful + delivery.unsent > 0
    return { ending, input: isLacking ? 'lacking' : how === null ? 'open' : 'said' }
  }

  /** A conversation is over. Lines that may not have arrived are named, and can be said again in the next one. */
  ended(conversation: EndedConversation): void {
    this.replyable = new ReplyableMessages()
    this.ids = { sent: 0, received: 0 }
    const left = this.delivery.ended(conversation)
    if (conversation.again) tellLeft(this.transcript, this.say, left)
  }

  said(text: string, id: number, re = 0): void {
    this.transcript.show('ours', `${this.say.you} #${id}${threaded(re)}`, text)
  }

  heard({ text, id, re }: HeardMessage): void {
    this.delivery.heard(re)
    this.transcript.show('theirs', `#${id}${threaded(re)}`, text)
  }

  showError(phrase: Phrase): void {
    this.transcript.tell(phrase(catalogues[this.lang].errors))
  }

  close(): void {
    this.editor.close()
  }

  private obey(line: string, client: Client, queue: SendQueue, leave: Leave): void {
    const input = parseInput(line)
    if (input.do === 'say') {
      if (input.text !== '') queue.add(input.text)
      else client.connectNow()
      return
    }
    if (input.name === 're' && this.answer(input.rest, queue)) return
    this.transcript.echo(line)
    switch (input.name) {
      case 'help':
        return this.tell(this.say.help)
      case 'status':
        return this.tell(this.status.lines(client, this.say, Date.now()))
      case 'bytes':
        this.showsBytes = !this.showsBytes
        return this.tell([this.showsBytes ? this.say.bytesShown : this.say.bytesHidden])
      case 're':
        return this.tell([this.say.howToAnswer])
      case 'again':
        return this.sayAgain(queue)
      case 'logout':
        return leave('logout')
      case 'quit':
        return leave('bye')
      default:
        return this.tell([this.say.noCommand(input.name.slice(0, 40))])
    }
  }

  /** Answers a message, if there is one of that id that can be answered. */
  private answer(rest: string, queue: SendQueue): boolean {
    const [, id = '', text = ''] = /^#?(\d{1,10})\s+(.+)$/s.exec(rest) ?? []
    const message = this.replyable.find(Number(id))
    if (message !== undefined) queue.add(text, { id: Number(id), message })
    return message !== undefined
  }

  private sayAgain(queue: SendQueue): void {
    const texts = this.delivery.takeLeft()
    if (texts.length === 0) return this.tell([this.say.nothingDoubtful])
    for (const text of texts) queue.add(text)
  }

  private tell(sentences: readonly string[]): void {
    for (const each of sentences) this.transcript.tell(each)
  }

  private happened(event: ClientEvent): void {
    this.status.note(event, Date.now())
    if (event.event === 'sent' || event.event === 'received') {
      const bringsMessage = this.ids[event.event] !== event.id
      this.ids[event.event] = event.id
      if (!bringsMessage || !this.showsBytes) return
    }
    if (this.isQuiet && !isProblem(event)) return
    this.transcript.tell(terminalSentence(this.lang, event))
  }
}
