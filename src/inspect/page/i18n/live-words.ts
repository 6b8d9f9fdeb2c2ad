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
  /** For the page's script, which puts numbers and names at `#`. */
  readonly script: {
    readonly connecting: string
    readonly connected: string
    readonly gone: string
    readonly restarted: string
    readonly showState: string
    readonly onlyState: string
    readonly more: string
    readonly noSessions: string
    readonly noneFound: string
    readonly unnamed: string
    readonly perSecond: string
    readonly bytes: string
    readonly kib: string
    readonly mib: string
    readonly seconds: string
    readonly minutes: string
    readonly hours: string
    readonly ofSessions: string
    readonly paused: string
    readonly queued: string
    readonly facts: string
    readonly sessionGone: string
    readonly endedByUs: string
    readonly endedByThem: string
    readonly endedByNobody: string
    readonly skipped: string
    readonly undecoded: string
    readonly deadline: string
    readonly lost: string
    readonly fromClient: string
    readonly fromServer: string
    readonly us: string
    readonly them: string
    readonly nobody: string
    readonly refusedBy: string
    readonly step: string
  }
}
