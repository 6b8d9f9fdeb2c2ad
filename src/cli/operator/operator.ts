import * as E from 'fp-ts/lib/Either.js'
import { ColloquyError, type Log, type ServerEvent, type ServerHandlers } from '../../index.ts'
import { failurePhrase } from '../errors.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Language } from '../i18n/language.ts'
import { localMoment } from '../i18n/time.ts'
import { parseInput } from '../terminal/input.ts'
import { logInFrontOf } from '../terminal/log-in-front.ts'
import { type Transcript, threaded } from '../terminal/transcript.ts'
import { type Addressed, addressed } from './address.ts'
import { operatorCompletions } from './completions.ts'
import { type ConnectedClient, ConnectedClients, describe, nameOf } from './connected-clients.ts'

/** A person, or a script, that answers what clients say. */
export class Operator {
  readonly converse: ServerHandlers = {
    Say: ({ text }, peer) => {
      this.welcome(peer)
      const client = this.connected.find(peer.session)
      if (client === undefined) return
      client.messages.keep(peer.id, peer)
      this.transcript.show(
        'theirs',
        `#${client.number}:${peer.id}${threaded(peer.re)}`,
        `${nameOf(client)}: ${text}`,
      )
    },
  }
  private readonly transcript: Transcript
  private readonly lang: Language
  private readonly say: ConsoleTexts
  private readonly quit: () => void
  private readonly connected = new ConnectedClients()
  /** Messages on their way to each client, one after the other. */
  private readonly saying = new WeakMap<ConnectedClient, Promise<void>>()

  /** `quit` is called when the operator stops the server. */
  constructor(transcript: Transcript, lang: Language, quit: () => void) {
    this.transcript = transcript
    this.lang = lang
    this.say = catalogues[lang].console
    this.quit = quit
  }

  /** Watches a server's events on their way to its log. */
  watch(log: Log<ServerEvent>): Log<ServerEvent> {
    return logInFrontOf(log, (event) => {
      log.write(event)
      if (event.event === 'disconnected') this.leave(event.session, event.code)
    })
  }

  /** A client has come. */
  welcome(peer: ConnectedClient['peer']): void {
    const client = this.connected.add(peer, Date.now())
    if (client !== null) this.transcript.tell(this.say.came(describe(client)))
  }

  /** Does what a line asks for. */
  obey(line: string): void {
    const input = parseInput(['who', 'list', 'help'].includes(line) ? `/${line}` : line)
    if (input.do === 'say') {
      if (input.text.trim() === '') return
      const understood = addressed(input.text, this.connected.all())
      if (E.isRight(understood)) this.answer(understood.right)
      else this.refuse(line, understood.left(this.say))
      return
    }
    this.transcript.echo(line)
    switch (input.name) {
      case 'who':
      case 'list':
        return this.list()
      case 'help':
        return this.tell(this.say.operatorHelp)
      case 'bye':
        return this.bye(input.rest)
      case 'quit':
        return this.quit()
      default:
        return this.tell([this.say.noCommand(input.name.slice(0, 40))])
    }
  }

  /** All that a line may become which begins like this. */
  completions(begun: string): readonly string[] {
    return operatorCompletions(begun, this.connected.all())
  }

  /** Several lines came at once. */
  tellOfLines(): void {
    this.tell([this.say.severalLines])
  }

  /** A line that cannot be read. */
  showError(phrase: Phrase): void {
    this.tell([phrase(catalogues[this.lang].errors)])
  }

  /** Says why a line is not said. */
  private refuse(line: string, why: string): void {
    this.transcript.echo(line)
    this.tell([why])
  }

  private tell(sentences: readonly string[]): void {
    for (const each of sentences) this.transcript.tell(each)
  }

  private list(): void {
    const clients = this.connected.all()
    const { say } = this
    const nowMs = Date.now()
    this.tell(
      clients.length === 0
        ? [say.nobody]
        : clients.map((each) => say.listed(describe(each), localMoment(each.sinceMs, nowMs))),
    )
  }

  private bye(rest: string): void {
    const client = this.connected.all().find(({ number }) => `#${number}` === rest || `${number}` === rest)
    if (client === undefined) this.tell([this.say.whomToBid])
    else client.peer.bye()
  }

  private answer(what: Addressed): void {
    const { client } = what
    const before = this.saying.get(client) ?? Promise.resolve()
    this.saying.set(
      client,
      before.then(() => this.answerNow(what)),
    )
  }

  private async answerNow({ client, answers, text }: Addressed): Promise<void> {
    const { number, peer } = client
    const message = { type: 'Say', text } as const
    try {
      if (answers === null) await peer.say(message)
      else await answers.message.reply(message)
      const to = answers === null ? `→ #${number}` : `↳ #${number}:${answers.id}`
      this.transcript.show('ours', `${this.say.you} #${peer.counts.said} ${to}`, `${nameOf(client)}: ${text}`)
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error
      const { say } = this
      const why = error.code === 'ENDED' ? say.over : failurePhrase(error)(catalogues[this.lang].errors)
      this.transcript.tell(say.unsaidTo(number, nameOf(client), text, why))
    }
  }

  private leave(session: string, code: string): void {
    const client = this.connected.remove(session)
    if (client !== undefined) this.transcript.tell(this.say.left(client.number, nameOf(client), code))
  }
}
