import type { ReadStream } from 'node:tty'
import { styleText } from 'node:util'
import { password as askPassword, S_WARN, select, text } from '@clack/prompts'
import * as E from 'fp-ts/lib/Either.js'
import type { Log } from '../../index.ts'
import type { Catalogue } from '../i18n/catalogues.ts'
import type { PromptTexts } from '../i18n/prompts.ts'
import { Keyboard } from './keyboard.ts'
import { logInFrontOf } from './log-in-front.ts'
import type { Progress } from './progress.ts'

/** Why a question has no answer: Ctrl-C or a signal; the end of the input; nobody wants to know any more. */
export type Unanswered = 'interrupted' | 'ended' | 'unwanted'

export type Answer<A> = E.Either<Unanswered, A>

/** Reads an answer: gives what was meant, or the sentence that says what it must be. */
export type Rule<A> = (answer: string) => E.Either<(say: Catalogue) => string, A>

/** A question whose answer keeps a rule. */
export interface Question<A> {
  readonly asks: string
  readonly rule: Rule<A>
  /** Stands for no answer at all. */
  readonly fallback?: string
}

/** Passed to the function that shows a question. */
interface Showing {
  readonly input: ReturnType<Keyboard['open']>
  readonly output: NodeJS.WriteStream
  readonly signal: AbortSignal
  readonly withGuide: false
}

/**
 * Asks a person at the terminal, again until the answer is good, one question at a time. The terminal is held from the
 * first question on; `release` gives it back.
 */
export class Prompts {
  readonly texts: PromptTexts
  private readonly catalogue: Catalogue
  private readonly progress: Progress
  private readonly keyboard: Keyboard
  private readonly output = process.stderr
  private held = false
  private open: AbortController | null = null
  private unanswered: Unanswered | null = null
  private waiting: (() => void)[] = []

  constructor(catalogue: Catalogue, progress: Progress) {
    this.catalogue = catalogue
    this.texts = catalogue.prompts
    this.progress = progress
    // It is one: openPrompts has looked.
    this.keyboard = new Keyboard(process.stdin as ReadStream, {
      interrupted: () => process.kill(process.pid, 'SIGINT'),
      ended: () => this.giveUp('ended'),
    })
  }

  /** Asks for something that may be seen. */
  ask<A>({ asks, rule, fallback }: Question<A>, wanted?: AbortSignal): Promise<Answer<A>> {
    const shown = fallback === undefined ? {} : { placeholder: fallback, defaultValue: fallback }
    return this.untilGood(rule, (showing) => text({ message: asks, ...shown, ...showing }), wanted)
  }

  /** Asks for something that nobody may see. */
  askHidden<A>({ asks, rule }: Question<A>, wanted?: AbortSignal): Promise<Answer<A>> {
    return this.untilGood(rule, (showing) => askPassword({ message: asks, ...showing }), wanted)
  }

  /** Lets somebody choose; the first one is the usual. */
  choose<A extends string>(
    asks: string,
    choices: readonly (readonly [value: A, label: string])[],
    wanted?: AbortSignal,
  ): Promise<Answer<A>> {
    const options = choices.map(([value, label]) => ({ value: value as string, label }))
    return this.once(async (showing) => {
      const chosen = await select({ message: asks, options, showInstructions: false, ...showing })
      return choices.find(([value]) => value === chosen)?.[0]
    }, wanted)
  }

  /** Says why an answer is asked for again. */
  explain(sentence: string): void {
    this.output.write(`${styleText('yellow', S_WARN)}  ${sentence}\n`)
  }

  /** A log that waits while a question is open: nothing is written into it. */
  quiet<Event>(inner: Log<Event>): Log<Event> {
    return logInFrontOf(inner, (event) => {
      if (this.open === null) inner.write(event)
      else this.waiting.push(() => inner.write(event))
    })
  }

  /** Leaves the terminal as it was. Resolves when somebody else can read it. */
  async release(): Promise<void> {
    this.giveUp('unwanted')
    if (this.held) process.off('SIGINT', this.interrupt).off('SIGTERM', this.interrupt)
    this.held = false
    await this.keyboard.release()
  }

  private readonly interrupt = (): void => this.giveUp('interrupted')

  private async untilGood<A>(
    rule: Rule<A>,
    show: (showing: Showing) => Promise<string | symbol>,
    wanted: AbortSignal | undefined,
  ): Promise<Answer<A>> {
    for (;;) {
      const answer = await this.once(async (showing) => {
        const given = await show(showing)
        return typeof given === 'string' ? given : undefined
      }, wanted)
      if (E.isLeft(answer)) return answer
      const meant = rule(answer.right)
      if (E.isRight(meant)) return meant
      this.explain(meant.left(this.catalogue))
    }
  }

  /** Shows one question. What it gives is undefined when it was taken away. */
  private async once<A>(
    show: (showing: Showing) => Promise<A | undefined>,
    wanted: AbortSignal | undefined,
  ): Promise<Answer<A>> {
    if (this.unanswered !== null) return E.left(this.unanswered)
    if (wanted?.aborted === true) return E.left('unwanted')
    this.hold()
    this.progress.pause()
    const open = new AbortController()
    this.open = open
    const takeAway = (): void => open.abort()
    wanted?.addEventListener('abort', takeAway)
    const { output } = this
    const given = await show({ input: this.keyboard.open(), output, signal: open.signal, withGuide: false })
    wanted?.removeEventListener('abort', takeAway)
    this.keyboard.close()
    this.open = null
    for (const write of this.waiting.splice(0)) write()
    this.progress.resume()
    return given === undefined ? E.left(this.unanswered ?? 'unwanted') : E.right(given)
  }

  private hold(): void {
    if (this.held) return
    this.held = true
    process.on('SIGINT', this.interrupt).on('SIGTERM', this.interrupt)
  }

  /** Takes the open question away; there is no other. */
  private giveUp(why: Unanswered): void {
    this.unanswered ??= why
    this.open?.abort()
  }
}
