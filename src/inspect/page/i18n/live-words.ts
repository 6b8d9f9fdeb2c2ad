import type { ScriptWords } from './script-words.ts'

/** Everything that the live page says in its own words. */
export interface LiveWords {
  /** How numbers and times are written, as BCP 47 names it. */
  readonly locale: string
  readonly live: string
  readonly version: (version: number) => string
  readonly hint: string
  readonly masked: string
  readonly unmasked: string
  readonly figures: string
  readonly figure: {
    readonly sessions: string
    readonly heard: string
    readonly said: string
    readonly heardBytes: string
    readonly saidBytes: string
    readonly opened: string
    readonly refused: string
    readonly queue: string
    readonly paused: string
  }
  readonly machine: string
  readonly sessions: string
  readonly find: string
  readonly everyState: string
  readonly watched: string
  readonly messages: string
  readonly close: string
  readonly refusals: string
  readonly noRefusals: string
  readonly codes: string
  readonly code: string
  readonly by: string
  readonly count: string
  readonly lastRefused: string
  readonly script: ScriptWords
}
