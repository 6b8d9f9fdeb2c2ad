/** Sentences of the commands on contracts, in one language. They are made printable where they are shown. */
export interface ContractTexts {
  /** Stands above the commands that come next. */
  readonly next: string
  /** Stands behind a command and before another, which is run beside it. */
  readonly besides: string
}
