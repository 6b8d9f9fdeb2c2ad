import { ColloquyError } from '../../src/engine/index.ts'
import type { Answer, Count, Counted, Note, Question, Total } from './exchange/index.ts'

/** The other side, as a program sees it that speaks the contract exchange. */
export interface Speaker {
  say(message: Note): Promise<number>
  ask(
    message: Question,
    options?: { readonly withinMs?: number; readonly signal?: AbortSignal },
  ): Promise<{ readonly type: string }>
  stream(message: Count): AsyncIterable<{ readonly type: string }> & {
    readonly end: Promise<{ readonly type: string }>
  }
}

/** The ways of the world that a party lives in. */
export interface Ways {
  /** 0 to 1. */
  readonly random: () => number
  readonly wait: (ms: number) => Promise<unknown>
  /** Bodies have at most so many bytes. */
  readonly maxBytes: number
  /** Handlers and slow readers wait at most for so long. */
  readonly maxWaitMs: number
  /** Whether a question, a stream or a note may fail so; none may unless given. */
  readonly mayFail?: (error: unknown) => boolean
}

const MAX_COUNTED = 40
// Of many streams at a time no more is to wait for acknowledgement than is kept.
const MAX_COUNTED_BYTES = 4_000

/** One side of an exchange: a program that says, asks and streams whatever comes to its mind, and keeps count of all. */
export class Party {
  /** Notes that were heard, and questions that a handler got, by their numbers. */
  readonly notes: number[] = []
  readonly questions: number[] = []
  /** Breaches of the rules of the exchange. */
  readonly wrong: string[] = []
  /** Streams that this side gives, and whose generators are not closed. */
  openStreams = 0
  said = 0
  asked = 0
  counted = 0
  /** Notes of this side that are not said yet, and questions and streams that are not over. */
  waiting = 0
  /** Questions that were given up. */
  readonly givenUp = new Set<number>()
  private readonly name: string
  private readonly ways: Ways

  constructor(name: string, ways: Ways) {
    this.name = name
    this.ways = ways
  }

  readonly handlers = {
    Note: ({ number }: Note): void => void this.notes.push(number),
    Question: async ({ number, body }: Question): Promise<Answer> => {
      this.questions.push(number)
      if (this.chance(0.5)) await this.pause()
      return { type: 'Answer', number, body }
    },
    Count: (message: Count): AsyncGenerator<Counted, Total, undefined> => this.count(message),
  }

  /** Does one thing. */
  act(peer: Speaker): void {
    const { random } = this.ways
    const what = random()
    if (what < 0.4) this.note(peer)
    else if (what < 0.65) void this.question(peer)
    else if (what < 0.75) void this.impatient(peer)
    else void this.stream(peer, this.chance(0.3))
  }

  /** All that this side and the other must have come to when nothing waits any more. */
  verdict(other: Party): readonly string[] {
    const { name, wrong } = this
    const found = [...wrong]
    if (!isWhole(other.notes, this.said))
      found.push(`${name}: of ${this.said} notes came ${firstFault(other.notes, this.said)}`)
    const rest = new Set(other.questions)
    for (let number = 1; number <= this.asked; number++)
      if (!rest.has(number) && !this.givenUp.has(number)) found.push(`${name}: question ${number} never came`)
    if (!isAscending(other.questions)) found.push(`${name}: questions came twice, or out of order`)
    if (this.openStreams > 0) found.push(`${name}: ${this.openStreams} streams are still given`)
    if (this.waiting > 0) found.push(`${name}: ${this.waiting} answers are missing`)
    return found
  }

  private note(peer: Speaker): void {
    this.said += 1
    const { said } = this
    this.waiting += 1
    peer
      .say({ type: 'Note', number: said, body: this.body() })
      .catch((error) => this.failed(`note ${said}`, error))
      .finally(() => {
        this.waiting -= 1
      })
  }

  private async question(peer: Speaker): Promise<void> {
    this.asked += 1
    const { asked: number } = this
    const body = this.body()
    this.waiting += 1
    try {
      const answer = await peer.ask(
        { type: 'Question', number, body },
        { withinMs: Number.POSITIVE_INFINITY },
      )
      if (!isLike(answer, 'Answer', number, body.length))
        this.wrong.push(`${this.name}: ${number} got ${show(answer)}`)
    } catch (error) {
      this.failed(`question ${number}`, error)
    }
    this.waiting -= 1
  }

  /** Asks, and gives up after a while. */
  private async impatient(peer: Speaker): Promise<void> {
    this.asked += 1
    const { asked: number } = this
    const aborting = new AbortController()
    const isAborted = this.chance(0.5)
    if (isAborted) void this.pause().then(() => aborting.abort())
    const withinMs = Math.floor(this.ways.random() * this.ways.maxWaitMs)
    this.givenUp.add(number)
    this.waiting += 1
    try {
      const options = isAborted
        ? { withinMs: Number.POSITIVE_INFINITY, signal: aborting.signal }
        : { withinMs }
      const answer = await peer.ask({ type: 'Question', number, body: this.body() }, options)
      if (!isLike(answer, 'Answer', number)) this.wrong.push(`${this.name}: ${number} got ${show(answer)}`)
    } catch (error) {
      const { code } = codeOf(error)
      if (code !== 'NO_ANSWER' && code !== 'ABORTED') this.failed(`question ${number}`, error)
    }
    this.waiting -= 1
  }

  private async stream(peer: Speaker, isLeft: boolean): Promise<void> {
    this.counted += 1
    const number = this.counted
    const { random, maxBytes } = this.ways
    const upTo = Math.floor(random() * MAX_COUNTED)
    const leavesAt = isLeft ? Math.floor(random() * upTo) : Number.POSITIVE_INFINITY
    const isSlow = this.chance(0.3)
    const bytes = Math.floor(random() ** 4 * Math.min(maxBytes, MAX_COUNTED_BYTES))
    this.waiting += 1
    try {
      const stream = peer.stream({ type: 'Count', number, upTo, bytes })
      let last = 0
      for await (const counted of stream) {
        last += 1
        if (!isLike(counted, 'Counted', last, bytes))
          this.wrong.push(`${this.name}: ${last} of stream ${number} is ${show(counted)}`)
        if (last >= leavesAt) break
        if (isSlow) await this.pause()
      }
      if (last < leavesAt) {
        const end = await stream.end
        if (last !== upTo || !isLike(end, 'Total', upTo))
          this.wrong.push(`${this.name}: stream ${number} ends at ${last} of ${upTo}`)
      }
    } catch (error) {
      this.failed(`stream ${number}`, error)
    }
    this.waiting -= 1
  }

  private async *count({ upTo, bytes }: Count): AsyncGenerator<Counted, Total, undefined> {
    this.openStreams += 1
    try {
      for (let number = 1; number <= upTo; number++) {
        if (this.chance(0.05)) await this.pause()
        yield { type: 'Counted', number, body: new Uint8Array(bytes) }
      }
      return { type: 'Total', number: upTo }
    } finally {
      this.openStreams -= 1
    }
  }

  /** Most are small. */
  private body(): Uint8Array {
    const { random, maxBytes } = this.ways
    return new Uint8Array(Math.floor(random() ** 12 * maxBytes))
  }

  private pause(): Promise<unknown> {
    return this.ways.wait(Math.floor(this.ways.random() * this.ways.maxWaitMs))
  }

  private chance(of: number): boolean {
    return this.ways.random() < of
  }

  private failed(what: string, error: unknown): void {
    if (this.ways.mayFail?.(error) === true) return
    this.wrong.push(`${this.name}: ${what} failed: ${error instanceof Error ? error.message : show(error)}`)
  }
}

const codeOf = (error: unknown): { readonly code: string } => ({
  code: error instanceof ColloquyError ? error.code : 'UNKNOWN',
})

const isWhole = (numbers: readonly number[], upTo: number): boolean =>
  numbers.length === upTo && numbers.every((number, at) => number === at + 1)

const firstFault = (numbers: readonly number[], upTo: number): string => {
  const at = numbers.findIndex((number, index) => number !== index + 1)
  return at < 0 ? `${numbers.length}, not ${upTo}` : `${numbers[at]} as number ${at + 1}`
}

const isAscending = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number > (numbers[at - 1] as number))

const isLike = (message: { readonly type: string }, type: string, number: number, bytes?: number): boolean =>
  message.type === type &&
  'number' in message &&
  message.number === number &&
  (bytes === undefined ||
    ('body' in message && message.body instanceof Uint8Array && message.body.length === bytes))

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? 'nothing'
