/** Answers that come in the order of what was asked. */
export class InOrder<A> {
  private readonly waiting: ((answer: A) => void)[] = []

  next(): Promise<A> {
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  take(answer: A): void {
    const resolve = this.waiting.shift()
    if (resolve === undefined) throw new Error('More was answered than asked.')
    resolve(answer)
  }
}
