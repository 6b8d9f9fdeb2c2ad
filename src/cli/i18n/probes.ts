/** An answered ping, for a sentence. Times are as they are printed. */
interface PingAnswer {
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

/** Latencies, for a sentence: milliseconds as they are printed. */
interface BenchLatency {
  readonly p50: string
  readonly p99: string
  readonly p999: string
  readonly max: string
}

/** The setting of a bench, for a sentence. */
interface BenchSetting {
  readonly place: string
  readonly connections: number
  /** The name of the message, or the bytes of a text. */
  readonly what: string | number
  readonly load: { readonly inFlight: number } | { readonly perSecond: number }
  /** Seconds of measuring, as they are printed. */
  readonly tookS: string
}

/** How many messages were answered, or said where nothing answers them. */
interface BenchRate {
  readonly isAnswered: boolean
  readonly messages: number
  readonly perSecond: number
  readonly unanswered: number
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
  readonly benchSetting: (setting: BenchSetting) => string
  readonly benchRate: (rate: BenchRate) => string
  readonly benchLatency: (latency: BenchLatency) => string
  /** The part of a core that the bench itself took, and whether that is much. */
  readonly benchCore: (percent: number, isBusy: boolean) => string
}
