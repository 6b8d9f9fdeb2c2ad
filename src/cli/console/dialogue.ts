import type { Client, ClientConverse, ClientEvent, HeardMessage, Log } from '../../index.ts'
import { sentence } from '../log/catalogue/catalogue.ts'
import { catalogues, type Language } from '../log/catalogue/language.ts'
import { printable } from '../printable.ts'
import type { Screen } from '../screen.ts'
import type { Talked } from '../talk.ts'
import { type Board, terminalBoard } from './board.ts'
import { noCommand, orderOf } from './command.ts'
import { type Answerable, Memory } from './memory.ts'
import { Prompt } from './prompt.ts'
import { Speech } from './speech.ts'
import { Status } from './status.ts'

/** What a dialogue needs beside the client. */
export interface DialogueOptions {
  /** Resolves when the next conversation begins, after one broke off. */
  readonly conversing: () => Promise<void>
  /** Revokes the token at the end. */
  readonly logout: boolean
}

type Leave = (how: 'bye' | 'logout') => void

const help = [
  'What you type is said; //text says /text. The arrows fetch back what was typed.',
  '/re 4 text   answers their message #4',
  '/status      tells server, session, name, and how far the conversation has come',
  '/bytes       stops telling what each piece of data held, or tells it again',
  '/logout      revokes the token and ends',
  '/quit        ends, as Ctrl-D on an empty line does; so does Ctrl-C, with exit code 130',
]

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
  private readonly sentences: (typeof catalogues)[Language]['client']
  private readonly prompt = new Prompt()
  private readonly board: Board = terminalBoard(this.prompt)
  private readonly status = new Status()
  private memory = new Memory<Answerable>()
  private ids = { sent: 0, received: 0 }
  private showsBytes = true

  constructor(lang: Language) {
    this.sentences = catalogues[lang].client
  }

  /** Says what is typed until either side ends it. */
  async hold(client: Client, { conversing, logout }: DialogueOptions): Promise<Talked> {
    const speech = new Speech(client, conversing, {
      said: (text, id, re) => this.said(text, id, re),
      waits: (text) => this.complain(`This waits until it can be said: ${text}`),
      unsaid: (text, why) => this.complain(`This was not said: ${text}\n${why}`),
    })
    const left = new Promise<'bye' | 'logout'>((resolve) => {
      this.prompt.open(client.name === null ? '> ' : `${printable(client.name)}> `, {
        entered: (line) => this.obey(line, client, speech, resolve),
        left: () => resolve('bye'),
      })
    })
    const how = await Promise.race([left, client.over.then(() => null)])
    this.prompt.close()
    if (how !== null) await (how === 'logout' || logout ? client.logout() : client.bye())
    await speech.settled()
    return { ending: await client.over, unsaid: speech.unsaid, unanswered: 0 }
  }

  said(text: string, id: number, re = 0): void {
    this.board.show('ours', `you #${id}${threaded(re)}`, text)
  }

  heard({ text, id, re }: HeardMessage): void {
    this.board.show('theirs', `#${id}${threaded(re)}`, text)
  }

  complain(text: string): void {
    this.board.tell(text)
  }

  close(): void {
    this.prompt.close()
  }

  private obey(line: string, client: Client, speech: Speech, leave: Leave): void {
    const order = orderOf(line)
    if (order.do === 'say') {
      if (order.text !== '') speech.add(order.text)
      return
    }
    if (order.name === 're' && this.answer(order.rest, speech)) return
    this.board.echo(line)
    switch (order.name) {
      case 'help':
        return this.tell(help)
      case 'status':
        return this.tell(this.status.lines(client, Date.now()))
      case 'bytes':
        this.showsBytes = !this.showsBytes
        return this.tell([this.showsBytes ? 'Data is told of again.' : 'Data is no longer told of.'])
      case 're':
        return this.tell([
          'Give the id of a message of theirs, and the answer: /re 4 text. Older ones than the last 1,000, and those of a conversation that is over, cannot be answered.',
        ])
      case 'logout':
        return leave('logout')
      case 'quit':
        return leave('bye')
      default:
        return this.tell([noCommand(order.name)])
    }
  }

  /** Answers a message, if there is one of that id that can be answered. */
  private answer(rest: string, speech: Speech): boolean {
    const [, id = '', text = ''] = /^#?(\d{1,10})\s+(.+)$/s.exec(rest) ?? []
    const message = this.memory.find(Number(id))
    if (message !== undefined) speech.add(text, { id: Number(id), message })
    return message !== undefined
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
    this.board.tell(sentence(this.sentences, event))
  }
}

const threaded = (re: number): string => (re === 0 ? '' : ` ↳ #${re}`)
