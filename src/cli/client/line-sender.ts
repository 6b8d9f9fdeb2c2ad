import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { CliError } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'
import type { Line } from '../terminal/input-lines.ts'
import { MAX_NAMED_LINES, shortLine } from './named-lines.ts'

/** Why a line was not said. */
export interface Unsaid {
  readonly why: Phrase
  /** Whether nothing can be said any more. */
  readonly isOver: boolean
}

/** Parts of a sender of lines. */
export interface LineSenderOptions {
  readonly lines: AsyncIterator<Line>
  /** Says a line, in this conversation or the next one. */
  readonly say: (text: string) => Promise<E.Either<Unsaid, void>>
  /** A line was refused, or the input cannot be read. */
  readonly refused: (why: Phrase) => void
}

/** Says lines, one after the other, until there are no more or nothing can be said any more. */
export class LineSender {
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
  private readonly options: LineSenderOptions
  /** The line that is read next, or was and is not said yet. */
  private pending: Promise<Line | null> | null = null
  private isStopped = false
  private isClosed = false

  constructor(options: LineSenderOptions) {
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
      const said = E.isLeft(line)
        ? E.left({ why: line.left, isOver: false })
        : await this.options.say(line.right)
      if (E.isRight(said)) continue
      if (said.left.isOver) return this.keep(line)
      this.refuse(said.left.why)
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
      // The closer of an input knows that it cannot be read any more.
      if (!this.isClosed) this.refuse(error.phrase)
    }
    this.ended = true
    return null
  }

  private keep(line: Line): void {
    this.unsaid += 1
    if (this.first.length < MAX_NAMED_LINES && E.isRight(line)) this.first.push(shortLine(line.right))
  }

  private refuse(why: Phrase): void {
    this.lacks = true
    this.options.refused(why)
  }
}
