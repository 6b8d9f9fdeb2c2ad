import type { EndedConversation } from '../../index.ts'

/** Lines whose texts are kept until it is known that they arrived; of what is more only the number is known. */
const MAX_KEPT_LINES = 1_000
const MAX_KEPT_CHARACTERS = 1024 * 1024

/** Lines of a conversation that is over, as far as they were kept. */
export interface LeftLines {
  /** Nobody knows whether they arrived. */
  readonly doubtful: readonly string[]
  /** They waited for a connection. */
  readonly unsent: readonly string[]
}

/** Keeps track of which lines arrived and were answered. */
export class Delivery {
  /** Lines that arrived in a conversation that is over, and were not answered in it; or were given up. */
  unanswered = 0
  /** Lines of which nobody knows whether they arrived. */
  doubtful = 0
  /** Lines that no connection was there for. */
  unsent = 0
  private doubtfulTexts: string[] = []
  private unsentTexts: string[] = []
  /** Said in this conversation, and not known to have arrived, by id. */
  private readonly kept = new Map<number, string>()
  private keptCharacters = 0
  /** Said in this conversation, and not answered. */
  private readonly awaited = new Set<number>()
  private settled = (): void => {}

  /** A line was said; `acknowledged` is the highest id that the other side acknowledged. */
  said(id: number, text: string, acknowledged: number): void {
    this.awaited.add(id)
    if (this.isFull(text)) this.forget(acknowledged)
    if (this.isFull(text)) return
    this.kept.set(id, text)
    this.keptCharacters += text.length
  }

  /** A message came that answers this one; 0 is none. */
  heard(re: number): void {
    if (this.awaited.delete(re) && this.awaited.size === 0) this.settled()
  }

  /** A conversation is over: what it left unanswered stays so. Gives the lines that may not have arrived, and those that were not sent. */
  ended({ said, arrived, written }: EndedConversation): LeftLines {
    const textsOf = (above: number, upTo: number): readonly string[] =>
      [...this.kept].flatMap(([id, text]) => (id > above && id <= upTo ? [text] : []))
    const doubtful = textsOf(arrived, written)
    const unsent = textsOf(written, said)
    this.doubtful += written - arrived
    this.unsent += said - written
    this.doubtfulTexts.push(...doubtful.slice(0, MAX_KEPT_LINES - this.doubtfulTexts.length))
    this.unsentTexts.push(...unsent.slice(0, MAX_KEPT_LINES - this.unsentTexts.length))
    for (const id of this.awaited) if (id <= arrived) this.unanswered += 1
    this.awaited.clear()
    this.kept.clear()
    this.keptCharacters = 0
    this.settled()
    return { doubtful, unsent }
  }

  /** Resolves when every line of this conversation is answered, or it is over. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      this.settled = resolve
      if (this.awaited.size === 0) resolve()
    })
  }

  /** No answer is waited for any longer. */
  giveUp(): void {
    this.unanswered += this.awaited.size
    this.awaited.clear()
  }

  /** The lines of which nobody knows whether they arrived, as far as they were kept. */
  get doubtfulLines(): readonly string[] {
    return this.doubtfulTexts
  }

  /** The lines that were not sent, as far as they were kept. */
  get unsentLines(): readonly string[] {
    return this.unsentTexts
  }

  /** Hands over all of those lines, to be said again. */
  takeLeft(): readonly string[] {
    const { doubtfulTexts, unsentTexts } = this
    this.doubtfulTexts = []
    this.unsentTexts = []
    this.doubtful -= doubtfulTexts.length
    this.unsent -= unsentTexts.length
    return [...doubtfulTexts, ...unsentTexts]
  }

  private isFull(text: string): boolean {
    return this.kept.size >= MAX_KEPT_LINES || this.keptCharacters + text.length > MAX_KEPT_CHARACTERS
  }

  private forget(arrived: number): void {
    for (const [id, text] of this.kept) {
      if (id > arrived) return
      this.kept.delete(id)
      this.keptCharacters -= text.length
    }
  }
}
