/** Sequences of messages, each kept once and known by a number: 0 is the empty one. */
export class QueueContents {
  private readonly heads: number[] = [-1]
  private readonly tails: number[] = [0]
  private readonly lengths: number[] = [0]
  private readonly longer = new Map<number, number>()
  private readonly messages: number

  /** Messages are numbered from 0 to `messages` - 1. */
  constructor(messages: number) {
    this.messages = messages
  }

  /** How many there are. */
  get size(): number {
    return this.heads.length
  }

  length(word: number): number {
    return this.lengths[word] as number
  }

  /** The oldest message. */
  head(word: number): number {
    return this.heads[word] as number
  }

  /** The word without its oldest message. */
  tail(word: number): number {
    return this.tails[word] as number
  }

  /** The word with one more message at its end. */
  push(word: number, message: number): number {
    const key = word * this.messages + message
    const known = this.longer.get(key)
    if (known !== undefined) return known
    const length = this.length(word)
    const tail = length === 0 ? 0 : this.push(this.tail(word), message)
    const longer = this.heads.push(length === 0 ? message : this.head(word)) - 1
    this.tails.push(tail)
    this.lengths.push(length + 1)
    this.longer.set(key, longer)
    return longer
  }

  /** Its messages, oldest first. */
  list(word: number): readonly number[] {
    return word === 0 ? [] : [this.head(word), ...this.list(this.tail(word))]
  }
}
