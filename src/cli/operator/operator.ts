import * as E from 'fp-ts/lib/Either.js'
import { ColloquyError, type Log, type Server, type ServerConverse, type ServerEvent } from '../../index.ts'
import { failurePhrase } from '../error-phrases.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import { texts } from '../i18n/console-languages.ts'
import type { Phrase } from '../i18n/errors.ts'
import { troubles } from '../i18n/errors-languages.ts'
import type { Language } from '../i18n/language.ts'
import { localMoment } from '../i18n/time.ts'
import { orderOf } from '../terminal/input.ts'
import { type Board, threaded } from '../terminal/transcript.ts'
import { type Addressed, addressed } from './address.ts'
import { operatorCompletions } from './completions.ts'
import { type Guest, nameOf, Roster, wordsOf } from './connected-clients.ts'

/** A person, or a script, that answers what clients say. */
export class Operator {
  readonly converse: ServerConverse = {
    Say: ({ text }, peer) => {
      this.welcome(peer)
      const guest = this.roster.of(peer.session)
      if (guest === undefined) return
      guest.memory.keep(peer.id, peer)
      this.board.show(
        'theirs',
        `#${guest.number}:${peer.id}${threaded(peer.re)}`,
        `${nameOf(guest)}: ${text}`,
      )
    },
  }
  private readonly board: Board
  private readonly lang: Language
  private readonly say: ConsoleTexts
  private readonly quit: () => void
  private readonly roster = new Roster()
  /** What is being said to each, one after the other. */
  private readonly saying = new WeakMap<Guest, Promise<void>>()
  private server: Server | null = null

  /** `quit` is called when the operator stops the server. */
  constructor(board: Board, lang: Language, quit: () => void) {
    this.board = board
    this.lang = lang
    this.say = texts[lang]
    this.quit = quit
  }

  /** Watches a server's events on their way to its log. */
  watch(log: Log<ServerEvent>): Log<ServerEvent> {
    return {
      data: log.data,
      level: log.level,
      write: (event) => {
        log.write(event)
        // Those who are ready are among the peers only after this.
        if (event.event === 'ready') queueMicrotask(() => this.come(event.session))
        if (event.event === 'disconnected') this.leave(event.session, event.code)
      },
    }
  }

  /** Answers for this server from now on. */
  attend(server: Server): void {
    this.server = server
  }

  /** Does what a line asks for. */
  obey(line: string): void {
    const order = orderOf(['who', 'list', 'help'].includes(line) ? `/${line}` : line)
    if (order.do === 'say') {
      if (order.text.trim() === '') return
      const understood = addressed(order.text, this.roster.all())
      if (E.isRight(understood)) this.answer(understood.right)
      else this.refuse(line, understood.left(this.say))
      return
    }
    this.board.echo(line)
    switch (order.name) {
      case 'who':
      case 'list':
        return this.list()
      case 'help':
        return this.tell(this.say.operatorHelp)
      case 'bye':
        return this.bye(order.rest)
      case 'quit':
        return this.quit()
      default:
        return this.tell([this.say.noCommand(order.name.slice(0, 40))])
    }
  }

  /** What a line that begins like this may become. */
  completions(begun: string): readonly string[] {
    return operatorCompletions(begun, this.roster.all())
  }

  /** Several lines came at once. */
  tellOfLines(): void {
    this.tell([this.say.severalLines])
  }

  /** A line that cannot be read. */
  complain(phrase: Phrase): void {
    this.tell([phrase(troubles[this.lang])])
  }

  /** Says why a line is not said. */
  private refuse(line: string, why: string): void {
    this.board.echo(line)
    this.tell([why])
  }

  private tell(sentences: readonly string[]): void {
    for (const each of sentences) this.board.tell(each)
  }

  private list(): void {
    const guests = this.roster.all()
    const { say } = this
    const nowMs = Date.now()
    this.tell(
      guests.length === 0
        ? [say.nobody]
        : guests.map((each) => say.listed(wordsOf(each), localMoment(each.sinceMs, nowMs))),
    )
  }

  private bye(rest: string): void {
    const guest = this.roster.all().find(({ number }) => `#${number}` === rest || `${number}` === rest)
    if (guest === undefined) this.tell([this.say.whomToBid])
    else guest.peer.bye()
  }

  private answer(what: Addressed): void {
    const { guest } = what
    const before = this.saying.get(guest) ?? Promise.resolve()
    this.saying.set(
      guest,
      before.then(() => this.answerNow(what)),
    )
  }

  private async answerNow({ guest, answers, text }: Addressed): Promise<void> {
    const { number, peer } = guest
    const message = { type: 'Say', text } as const
    try {
      if (answers === null) await peer.say(message)
      else await answers.message.reply(message)
      const to = answers === null ? `→ #${number}` : `↳ #${number}:${answers.id}`
      this.board.show('ours', `${this.say.you} #${peer.tally.said} ${to}`, `${nameOf(guest)}: ${text}`)
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error
      const { say } = this
      const why = error.code === 'ENDED' ? say.over : failurePhrase(error)(troubles[this.lang])
      this.board.tell(say.unsaidTo(number, nameOf(guest), text, why))
    }
  }

  private come(session: string): void {
    for (const peer of this.server?.peers ?? []) if (peer.session === session) this.welcome(peer)
  }

  private welcome(peer: Guest['peer']): void {
    const guest = this.roster.come(peer, Date.now())
    if (guest !== null) this.board.tell(this.say.came(wordsOf(guest)))
  }

  private leave(session: string, code: string): void {
    const guest = this.roster.leave(session)
    if (guest !== undefined) this.board.tell(this.say.left(guest.number, nameOf(guest), code))
  }
}
