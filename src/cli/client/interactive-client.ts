import { setTimeout as pause } from 'node:timers/promises'
import type {
  Client,
  ClientConverse,
  ClientEvent,
  EndedConversation,
  HeardMessage,
  Log,
} from '../../index.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import { texts } from '../i18n/console-languages.ts'
import type { Phrase } from '../i18n/errors.ts'
import { troubles } from '../i18n/errors-languages.ts'
import { sentence } from '../i18n/events.ts'
import { catalogues, type Language } from '../i18n/language.ts'
import { conversationCompletions } from '../operator/completions.ts'
import { orderOf } from '../terminal/input.ts'
import { printable } from '../terminal/printable.ts'
import { Prompt } from '../terminal/prompt.ts'
import { type Board, terminalBoard, threaded } from '../terminal/transcript.ts'
import { goesWrong, type Screen } from './client-output.ts'
import type { Delivery } from './delivery.ts'
import { type Answerable, Memory } from './replyable-messages.ts'
import { complainOfDoubtful, complainOfEnd, firstOf, type Talked } from './scripted-client.ts'
import { Speech } from './send-queue.ts'
import { Status } from './status.ts'

/** So long what was entered before the end may take to be said. */
const SAY_WITHIN_MS = 2_000

/** A person who waits longer for the next try is told how not to. */
const WORTH_TELLING_MS = 1_000

/** What a dialogue needs beside the client. */
export interface DialogueOptions {
  /** Revokes the token at the end. */
  readonly logout: boolean
}

type Leave = (how: 'bye' | 'logout') => void

/** A conversation held by a person at a terminal: what comes is shown above the line that is being typed. */
export class Dialogue implements Screen {
  /** What is done with what the server says. */
  readonly converse: ClientConverse = {
    Say: ({ text }, peer) => {
      this.memory.keep(peer.id, peer)
      this.heard({ type: 'Say', text, id: peer.id, re: peer.re })
    },
  }
  readonly log: Log<ClientEvent> = { data: true, write: (event) => this.happened(event) }
  private readonly lang: Language
  private readonly isQuiet: boolean
  private readonly delivery: Delivery
  private readonly say: ConsoleTexts
  private readonly prompt = new Prompt()
  private readonly board: Board
  private readonly status = new Status()
  private memory = new Memory<Answerable>()
  private ids = { sent: 0, received: 0 }
  private showsBytes = true

  /** If it is quiet, of what happens only that is told which goes wrong. */
  constructor(lang: Language, delivery: Delivery, isQuiet = false) {
    this.lang = lang
    this.delivery = delivery
    this.isQuiet = isQuiet
    this.say = texts[lang]
    this.board = terminalBoard(this.prompt, this.say)
  }

  /** Says what is typed until either side ends it. */
  async hold(client: Client, { logout }: DialogueOptions): Promise<Talked> {
    const { delivery } = this
    const speech = new Speech(client, delivery, {
      said: (text, id, re) => this.said(text, id, re),
      waits: (text) => this.board.tell(this.say.waits(text)),
      unsaid: (text, why) => this.board.tell(this.say.unsaid(text, why(troubles[this.lang]))),
    })
    let isUnreadable = false
    const left = new Promise<'bye' | 'logout'>((resolve) => {
      this.prompt.open(client.name === null ? '> ' : `${printable(client.name)}> `, {
        entered: (line) => this.obey(line, client, speech, resolve),
        left: () => resolve('bye'),
        severalLines: () => this.board.tell(this.say.severalLines),
        completions: conversationCompletions,
        unreadable: (code) => {
          isUnreadable = true
          this.complain((say) => say.inputUnread(code))
          resolve('bye')
        },
      })
    })
    const how = await Promise.race([left, client.over.then(() => null)])
    this.prompt.close()
    if (how !== null) {
      // What was entered before is said, if it can be said now.
      await Promise.race([speech.settled(), client.over, pause(SAY_WITHIN_MS, undefined, { ref: false })])
      await (how === 'logout' || logout ? client.logout() : client.bye())
    }
    await speech.settled()
    const ending = await client.over
    complainOfEnd(this, client, ending)
    complainOfDoubtful(this, delivery)
    const isLacking = isUnreadable || speech.unsaid + delivery.doubtful > 0
    return { ending, input: isLacking ? 'lacking' : how === null ? 'open' : 'said' }
  }

  /** A conversation is over. Lines that may not have arrived are named, and can be said again in the next one. */
  ended(conversation: EndedConversation): void {
    const texts = this.delivery.ended(conversation)
    if (texts.length > 0 && conversation.again)
      this.board.tell(this.say.doubtful(texts.length, firstOf(texts)))
  }

  said(text: string, id: number, re = 0): void {
    this.board.show('ours', `${this.say.you} #${id}${threaded(re)}`, text)
  }

  heard({ text, id, re }: HeardMessage): void {
    this.delivery.heard(re)
    this.board.show('theirs', `#${id}${threaded(re)}`, text)
  }

  complain(phrase: Phrase): void {
    this.board.tell(phrase(troubles[this.lang]))
  }

  close(): void {
    this.prompt.close()
  }

  private obey(line: string, client: Client, speech: Speech, leave: Leave): void {
    const order = orderOf(line)
    if (order.do === 'say') {
      if (order.text !== '') speech.add(order.text)
      else client.connectNow()
      return
    }
    if (order.name === 're' && this.answer(order.rest, speech)) return
    this.board.echo(line)
    switch (order.name) {
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
        return this.sayAgain(speech)
      case 'logout':
        return leave('logout')
      case 'quit':
        return leave('bye')
      default:
        return this.tell([this.say.noCommand(order.name.slice(0, 40))])
    }
  }

  /** Answers a message, if there is one of that id that can be answered. */
  private answer(rest: string, speech: Speech): boolean {
    const [, id = '', text = ''] = /^#?(\d{1,10})\s+(.+)$/s.exec(rest) ?? []
    const message = this.memory.find(Number(id))
    if (message !== undefined) speech.add(text, { id: Number(id), message })
    return message !== undefined
  }

  private sayAgain(speech: Speech): void {
    const texts = this.delivery.takeDoubtful()
    if (texts.length === 0) return this.tell([this.say.nothingDoubtful])
    for (const text of texts) speech.add(text)
  }

  private tell(sentences: readonly string[]): void {
    for (const each of sentences) this.board.tell(each)
  }

  private happened(event: ClientEvent): void {
    this.status.note(event, Date.now())
    if (event.event === 'sent' || event.event === 'received') {
      const bringsMessage = this.ids[event.event] !== event.id
      this.ids[event.event] = event.id
      if (!bringsMessage || !this.showsBytes) return
    }
    if (event.event === 'disconnected') {
      this.memory = new Memory()
      this.ids = { sent: 0, received: 0 }
    }
    if (this.isQuiet && !goesWrong(event)) return
    const hasTime = event.event === 'reconnecting' && event.withinMs >= WORTH_TELLING_MS
    this.board.tell(
      `${sentence(catalogues[this.lang].client, event)}${hasTime ? ` ${this.say.enterTries}` : ''}`,
    )
  }
}
