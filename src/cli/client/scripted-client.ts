import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { Client, Ending } from '../../index.ts'
import { CliError, endingPhrase, errorPhrase, failurePhrase } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Line } from '../terminal/input-lines.ts'
import type { ClientOutput } from './client-output.ts'
import type { Deadline } from './deadline.ts'
import type { Delivery } from './delivery.ts'
import type { InputResult } from './outcome.ts'
import { sayWhenReady } from './say.ts'

/** How long what is left of the input is counted after nothing can be said any more. */
const COUNT_WITHIN_MS = 200

/** Lines that a sentence names. */
const MAX_NAMED_LINES = 3
const MAX_NAMED_CHARACTERS = 60

/** Parts of a scripted client beside the connection. */
export interface ScriptedClientOptions {
  readonly lines: AsyncIterator<Line>
  readonly output: ClientOutput
  readonly delivery: Delivery
  /** How long answers are waited for after the last line, whenever there is room for them. */
  readonly answersWithinMs: number
  /** Bounds what is waited for; null: nothing does. */
  readonly deadline: Deadline | null
  /** Resolves when what is heard can be shown; null: it can be now. */
  readonly room: () => Promise<void> | null
  /** Whether somebody stopped it: what is left of the input is not counted then. */
  readonly isStopped: () => boolean
  /** Whether it was stopped because nobody reads what is heard: what was not said is nobody's concern then. */
  readonly isUnheard: () => boolean
  /** Revokes the token at the end. */
  readonly logout: boolean
}

/** How a talk went. */
export interface ClientResult {
  readonly ending: Ending | null
  readonly input: InputResult
}

/** Says each line, prints what comes, waits for the answers when there are no more lines, and ends. */
export const runScriptedClient = async (
  client: Client,
  options: ScriptedClientOptions,
): Promise<ClientResult> => {
  const { output, delivery, deadline, isStopped, isUnheard, logout } = options
  const printer = new ReplyPrinter(client, options)
  const sender = new LineSender(client, options)
  await Promise.race([sender.done, client.over])
  await Promise.race([delivery.answered(), printer.tired(), client.over])
  delivery.giveUp()
  if (delivery.unanswered > 0) output.showError((say) => say.unanswered(delivery.unanswered))
  await (logout ? client.logout() : client.bye())
  await printer.done
  deadline?.stop()
  const ending = await client.over
  showEnding(output, client, ending)
  await sender.stop(isStopped() ? 0 : COUNT_WITHIN_MS)
  showDoubtful(output, delivery)
  const { unsaid, first, ended, lacks } = sender
  if (unsaid > 0 && !isUnheard()) output.showError((say) => say.unsaid(unsaid, first, !ended))
  const isLacking = lacks || unsaid + delivery.doubtful + delivery.unanswered > 0
  return { ending, input: isLacking ? 'lacking' : ended ? 'said' : 'open' }
}

/** Says why nothing follows, where the ending alone does not say it. */
export const showEnding = (
  output: Pick<ClientOutput, 'showError'>,
  { failure }: Pick<Client, 'failure'>,
  ending: Ending | null,
): void => {
  const why = failure === null ? endingPhrase(ending) : errorPhrase(failure)
  if (why !== null) output.showError(why)
}

/** Says which lines may not have arrived, if any. */
export const showDoubtful = (output: Pick<ClientOutput, 'showError'>, delivery: Delivery): void => {
  const { doubtful, doubtfulLines } = delivery
  if (doubtful > 0) output.showError((say) => say.doubtful(doubtful, firstOf(doubtfulLines)))
}

/** The first of some lines, short enough to be named in a sentence. */
export const firstOf = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, MAX_NAMED_LINES).map(shortened)

const shortened = (line: string): string => {
  const characters = [...line.slice(0, 2 * MAX_NAMED_CHARACTERS)]
  return characters.length > MAX_NAMED_CHARACTERS
    ? `${characters.slice(0, MAX_NAMED_CHARACTERS).join('')}…`
    : line
}

/** Prints what comes. */
class ReplyPrinter {
  /** Resolves when nothing comes any more. */
  readonly done: Promise<void>
  private readonly options: ScriptedClientOptions
  private isFull = false
  private timesFull = 0

  constructor(client: Client, options: ScriptedClientOptions) {
    this.options = options
    this.done = this.listen(client).catch(() => {})
  }

  /** Resolves when nothing but the server has been waited for as long as answers are. */
  async tired(): Promise<void> {
    for (let before = -1; this.isFull || before !== this.timesFull; ) {
      before = this.timesFull
      await pause(this.options.answersWithinMs, undefined, { ref: false })
    }
  }

  private async listen(client: Client): Promise<void> {
    const { output, delivery, deadline, room } = this.options
    for await (const message of client) {
      output.heard(message)
      delivery.heard(message.re)
      const more = room()
      if (more === null) continue
      this.isFull = true
      await (deadline?.hold(more) ?? more)
      this.isFull = false
      this.timesFull += 1
    }
  }
}

/** Says lines, one after the other, until there are no more or nothing can be said any more. */
class LineSender {
  /** Resolves when nothing more is said. */
  readonly done: Promise<void>
  /** Whether the input has come to its end. */
  ended = false
  /** Lines that were not said since nothing could be said any more. */
  unsaid = 0
  /** The first of those. */
  readonly first: string[] = []
  /** Whether something was refused, or could not be read. */
  lacks = false
  private readonly client: Client
  private readonly options: ScriptedClientOptions
  /** The line that is read next, or was and is not said yet. */
  private pending: Promise<Line | null> | null = null
  private isStopped = false
  private isClosed = false

  constructor(client: Client, options: ScriptedClientOptions) {
    this.client = client
    this.options = options
    this.done = this.speak()
  }

  /** Says nothing more, and counts for so long what is left of the input. */
  async stop(countWithinMs: number): Promise<void> {
    this.isStopped = true
    // A line on its way is refused by now.
    if (this.pending === null) await this.done
    if (countWithinMs > 0) await this.count(countWithinMs)
    this.isClosed = true
  }

  private async count(withinMs: number): Promise<void> {
    if (this.ended) return
    const counted = new AbortController()
    const untilMs = performance.now() + withinMs
    const late = pause(withinMs, null, { signal: counted.signal }).catch(() => null)
    for (;;) {
      const line = await Promise.race([this.line(), late])
      // Lines that come at once, one after the other, let no timer fire.
      if (line === null || performance.now() > untilMs) return counted.abort()
      this.pending = null
      this.keep(line)
    }
  }

  private async speak(): Promise<void> {
    while (!this.isStopped) {
      const line = await this.line()
      if (this.isStopped || line === null) return
      this.pending = null
      if (await this.say(line)) return this.keep(line)
    }
  }

  /** The next line; null: there is none. */
  private line(): Promise<Line | null> {
    this.pending ??= this.read()
    return this.pending
  }

  private async read(): Promise<Line | null> {
    try {
      const { done, value } = await this.options.lines.next()
      if (done !== true) return value
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      // Whoever closes an input knows that it cannot be read any more.
      if (!this.isClosed) this.refuse(error.phrase)
    }
    this.ended = true
    return null
  }

  private keep(line: Line): void {
    this.unsaid += 1
    if (this.first.length < MAX_NAMED_LINES && E.isRight(line)) this.first.push(shortened(line.right))
  }

  /** Says a line, in this conversation or the next one. True: nothing can be said any more. */
  private async say(line: Line): Promise<boolean> {
    const { client } = this
    const { output, delivery, room } = this.options
    if (E.isLeft(line)) {
      this.refuse(line.left)
      return false
    }
    const text = line.right
    const said = await sayWhenReady(client, () => client.say({ type: 'Say', text }))
    if (E.isLeft(said)) {
      if (said.left.code === 'ENDED') return true
      this.refuse(failurePhrase(said.left))
      return false
    }
    output.said(text, said.right)
    delivery.said(said.right, text, client.tally.acknowledged)
    // The line may have been printed.
    await room()
    return false
  }

  private refuse(phrase: Phrase): void {
    this.lacks = true
    this.options.output.showError(phrase)
  }
}
