import { duration } from '../../duration.ts'
import { networks } from './exemptions.ts'

/** Early refusals of a source: the chance grows from `rate` per cent at `begin` connections to all of them at `full`. */
export interface Startups {
  /** Connections without a proof from which on some of the further ones are refused. */
  readonly begin: number
  /** The chance of that at `begin`, in per cent: 1 to 100. */
  readonly rate: number
  /** Connections from which on all further ones are refused. */
  readonly full: number
}

/** Limits on what a source may take from others. A source is an IPv4 address, a /64 of IPv6, or a user of a Unix socket. */
export interface SourceOptions {
  /**
   * Connections of one source that may be without a proof at the same time; 10, 30 and 100 unless given. More get Fault
   * OVERLOADED, unless somebody of that source has proven who they are lately.
   */
  readonly maxStartups?: Startups
  /**
   * Milliseconds from the connection to its conversation; 60,000 unless given, Infinity: as long as the contract lets
   * it. Then Fault TIMEOUT. Time that the server itself takes to check a proof is not held against anybody.
   */
  readonly loginGraceMs?: number
  /**
   * Addresses and networks whose connections are never refused early, nor for what they did before; 127.0.0.0/8 and ::1
   * unless given. Unix sockets are exempt in any case.
   */
  readonly exempt?: readonly string[]
}

/** The limits on sources, each with its default. */
export interface SourceSettings {
  readonly maxStartups: Startups
  readonly loginGraceMs: number
  readonly isExempt: (address: string) => boolean
}

/** OpenSSH's MaxStartups. */
const DEFAULT_STARTUPS: Startups = { begin: 10, rate: 30, full: 100 }

/** The time to a proof. OpenSSH's LoginGraceTime is 120 s, of which a person needs a few. */
const DEFAULT_LOGIN_GRACE_MS = 60_000

const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1']

/** The limits as they are given. Throws a RangeError that names the option for one that cannot be. */
export const sourceSettings = (options: SourceOptions = {}): SourceSettings => {
  const { maxStartups = DEFAULT_STARTUPS, loginGraceMs = DEFAULT_LOGIN_GRACE_MS, exempt = LOOPBACK } = options
  const { begin, rate, full } = maxStartups
  if (
    ![begin, rate, full].every(Number.isInteger) ||
    !(begin >= 1 && rate >= 1 && rate <= 100 && full >= begin)
  )
    throw new RangeError(
      'sources.maxStartups has whole numbers: begin from 1, rate from 1 to 100, full not below begin.',
    )
  return {
    maxStartups,
    loginGraceMs: duration('sources.loginGraceMs', loginGraceMs),
    isExempt: networks('sources.exempt', exempt),
  }
}
