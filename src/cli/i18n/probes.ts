/** An answered ping, for a sentence. Times are as they are printed. */
export interface PingAnswer {
  readonly place: string
  readonly protocol: string
  readonly version: number
  /** The program, as the server names it: anybody's text. */
  readonly server: string
  readonly connectMs: string
  readonly welcomeMs: string
  readonly byeMs: string
  /** Whether the server was built from the same contract. */
  readonly sameContract: boolean
}

/** Sentences of ping and bench, in one language. They are made printable where they are shown. */
export interface ProbeTexts {
  readonly answered: (answer: PingAnswer) => string
  /** The pings in all, and the milliseconds until Welcome of those that were answered; null: none was. */
  readonly pings: (
    sent: number,
    answered: number,
    times: { readonly min: string; readonly mean: string; readonly max: string } | null,
  ) => string
}
