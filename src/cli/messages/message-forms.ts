import * as E from 'fp-ts/lib/Either.js'
import type { Contract, Message, Side } from '../../contract/index.ts'
import { isSaidBy } from '../../contract/turns.ts'
import type { AnyMessage } from '../../index.ts'
import type { Phrase } from '../i18n/errors.ts'
import { fieldsFromJson } from './from-json.ts'
import { jsonFromWords } from './from-line.ts'
import { jsonOf, wordsFrom } from './to-text.ts'
import { wordsOf } from './words.ts'

/** The conversation messages of a contract as a person and a program write and read them. */
export class MessageForms {
  private readonly messages: ReadonlyMap<string, Message>
  private readonly sayable: readonly Message[]

  /** `side` is the one that says what is written. */
  constructor(contract: Contract, side: Side) {
    const conversing = contract.messages.filter(({ conversation }) => conversation)
    this.messages = new Map(conversing.map((message) => [message.name, message]))
    this.sayable = conversing.filter((message) => isSaidBy(message, side))
  }

  /** The names of what may be said. */
  get names(): readonly string[] {
    return this.sayable.map(({ name }) => name)
  }

  /** A line as a message: `Get key=a`, `Get {"key": "a"}` or `{"type": "Get", "key": "a"}`. Left: why it is none. */
  read(line: string): E.Either<Phrase, AnyMessage> {
    const text = line.trim()
    if (text.startsWith('{')) return this.readJson(text, null)
    const [name = ''] = /^[^\s{]+/.exec(text) ?? []
    const rest = text.slice(name.length).trim()
    if (rest.startsWith('{')) return this.readJson(rest, name)
    return E.Monad.chain(this.named(name), (message) =>
      E.Monad.chain(
        E.Monad.chain(wordsOf(rest), (words) => jsonFromWords(words, message.fields, name)),
        (json) => made(message, json),
      ),
    )
  }

  /** A message as a line that means the same when it is typed. */
  line(message: AnyMessage): string {
    const fields = this.messages.get(message.type)?.fields ?? []
    // The codec has read it: it has the fields of its type.
    return [message.type, ...wordsFrom({ ...message }, fields)].join(' ')
  }

  /** A message in its JSON form, `type` first. */
  json(message: AnyMessage): object {
    const fields = this.messages.get(message.type)?.fields ?? []
    const given: Readonly<Record<string, unknown>> = { ...message }
    const held = fields.flatMap(({ name }) =>
      given[name] === undefined ? [] : [[name, jsonOf(given[name])]],
    )
    return { type: message.type, ...Object.fromEntries(held) }
  }

  /** Whether a message is answered by a stream, once, or by nothing that the contract names. */
  answered({ type }: AnyMessage): 'stream' | 'once' | 'freely' {
    const answer = this.messages.get(type)?.answer ?? null
    if (answer === null) return 'freely'
    return answer.each.length > 0 ? 'stream' : 'once'
  }

  /** All that a line may become which begins like this: names of messages, then of their fields. */
  completions(begun: string): readonly string[] {
    const [, before = '', last = ''] = /^(.*\s)?(\S*)$/s.exec(begun) ?? []
    if (before.trim() === '')
      return this.names.filter((name) => name.startsWith(last)).map((name) => `${name} `)
    const [name = ''] = /^\S+/.exec(before.trim()) ?? []
    const fields = this.sayable.find((message) => message.name === name)?.fields ?? []
    return fields
      .filter((field) => field.name.startsWith(last) && !new RegExp(`\\s${field.name}[.=]`).test(before))
      .map((field) => `${before}${field.name}${isPlain(field) ? '=' : '.'}`)
  }

  private readJson(text: string, name: string | null): E.Either<Phrase, AnyMessage> {
    const parsed = E.tryCatch((): unknown => JSON.parse(text), E.toError)
    if (E.isLeft(parsed) || typeof parsed.right !== 'object' || parsed.right === null)
      return E.left((say) => say.noJsonMessage)
    const { type, ...fields } = { type: name, ...parsed.right }
    return E.Monad.chain(this.named(String(type ?? '')), (message) => made(message, fields))
  }

  private named(name: string): E.Either<Phrase, Message> {
    const message = this.sayable.find((one) => one.name === name)
    return message === undefined ? E.left((say) => say.noMessage(name, this.names)) : E.right(message)
  }
}

const isPlain = ({ list, value }: Message['fields'][number]): boolean =>
  list === null && value.base !== 'record' && value.base !== 'union'

const made = ({ name, fields }: Message, given: unknown): E.Either<Phrase, AnyMessage> =>
  E.Monad.map(fieldsFromJson(given, fields, name), (read) => ({ type: name, ...read }))
