import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { Client, Ending } from '../../index.ts'
import { endingPhrase, errorPhrase, failurePhrase, withRemedy } from '../errors.ts'
import type { Line } from '../terminal/input-lines.ts'
import type { ClientOutput } from './client-output.ts'
import type { Deadline } from './deadline.ts'
import type { Delivery } from './delivery.ts'
import { LineSender, type Unsaid } from './line-sender.ts'
import type { LogoutScope } from './logout-scope.ts'
import { firstOf } from './named-lines.ts'
import type { InputResult } from './outcome.ts'
import { sayWhenReady } from './say.ts'
import { takeLeave } from './take-leave.ts'

/** How long what is left of the input is counted after nothing can be said any more. */
const COUNT_WITHIN_MS = 200

/** Facts about lines that were to be said. */
export interface InputFateOptions {
  readonly output: Pick<ClientOutput, 'showError'>
  readonly delivery: Delivery
  /** Whether somebody stopped it: what is left of the input is not counted then. */
  readonly isStopped: () => boolean
  /** Whether it was stopped because nobody reads what is heard: what was not said is nobody's concern then. */
  readonly isUnheard: () => boolean
}

/** Parts of a scripted client beside the connection. */
export interface ScriptedClientOptions extends InputFateOptions {
  readonly lines: AsyncIterator<Line>
  readonly output: ClientOutput
  /** How long answers are waited for after the last line, whenever there is room for them. */
  readonly answersWithinMs: number
  /** Bounds what is waited for; null: nothing does. */
  readonly deadline: Deadline | null
  /** Resolves when what is heard can be shown; null: it can be now. */
  readonly room: () => Promise<void> | null
  /** Revokes the token at the end. */
  readonly logout: LogoutScope
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
  const { lines, output, delivery, deadline, logout, isStopped } = options
  const printer = new ReplyPrinter(client, options)
  const sender = new LineSender({
    lines,
    say: (text) => sayLine(client, text, options),
    refused: (why) => output.showError(why),
  })
  await Promise.race([sender.done, client.over])
  await Promise.race([delivery.answered(), printer.tired(), client.over])
  delivery.giveUp()
  if (delivery.unanswered > 0) output.showError((say) => say.unanswered(delivery.unanswered))
  await takeLeave(client, isStopped() ? null : logout, output)
  await printer.done
  deadline?.stop()
  const ending = await client.over
  showEnding(output, client, ending)
  return { ending, input: await fateOfInput(sender, options) }
}

/** Says what did not arrive of the input, once nothing can be said any more. */
export const fateOfInput = async (
  sender: LineSender,
  { output, delivery, isStopped, isUnheard }: InputFateOptions,
): Promise<InputResult> => {
  await sender.stop(isStopped() ? 0 : COUNT_WITHIN_MS)
  showDoubtful(output, delivery)
  const { ended, lacks } = sender
  const unsaid = delivery.unsent + sender.unsaid
  const first = firstOf([...delivery.unsentLines, ...sender.first])
  if (unsaid > 0 && !isUnheard()) output.showError((say) => say.unsaid(unsaid, first, !ended))
  const isLacking = lacks || unsaid + delivery.doubtful + delivery.unanswered > 0
  return isLacking ? 'lacking' : ended ? 'said' : 'open'
}

/** Says a line, in this conversation or the next one. */
const sayLine = async (
  client: Client,
  text: string,
  { output, delivery, room }: ScriptedClientOptions,
): Promise<E.Either<Unsaid, void>> => {
  const said = await sayWhenReady(client, () => client.say({ type: 'Say', text }))
  if (E.isLeft(said)) return E.left({ why: failurePhrase(said.left), isOver: said.left.code === 'ENDED' })
  output.said(text, said.right)
  delivery.said(said.right, text, client.counts.acknowledged)
  // The line may have been printed.
  await room()
  return E.right(undefined)
}

/** Says why nothing follows, where the ending alone does not say it. */
export const showEnding = (
  output: Pick<ClientOutput, 'showError'>,
  { failure }: Pick<Client, 'failure'>,
  ending: Ending | null,
): void => {
  const why = failure === null ? endingPhrase(ending) : errorPhrase(withRemedy(failure))
  if (why !== null) output.showError(why)
}

/** Says which lines may not have arrived, and which were not said, if any. */
export const showLeft = (output: Pick<ClientOutput, 'showError'>, delivery: Delivery): void => {
  showDoubtful(output, delivery)
  const { unsent, unsentLines } = delivery
  if (unsent > 0) output.showError((say) => say.unsaid(unsent, firstOf(unsentLines), false))
}

const showDoubtful = (output: Pick<ClientOutput, 'showError'>, delivery: Delivery): void => {
  const { doubtful, doubtfulLines } = delivery
  if (doubtful > 0) output.showError((say) => say.doubtful(doubtful, firstOf(doubtfulLines)))
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
