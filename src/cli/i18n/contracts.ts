/** Sentences of the commands on contracts, in one language. They are made printable where they are shown. */
export interface ContractTexts {
  /** How many flaws a contract has. */
  readonly flaws: (count: number) => string
  /** Stands above the commands that come next. */
  readonly next: string
  /** Stands behind a command and before another, which is run beside it. */
  readonly besides: string
  /** The answers to a message are not wanted any more. */
  readonly cancelled: (type: string) => string
  /** Several lines came at once; they stand in the line, and nothing of it is entered. */
  readonly severalLines: string
  /** How to say the messages of a contract, a sentence each. */
  readonly help: (names: readonly string[]) => readonly string[]
}
