import { isIP } from 'node:net'
import { canonicalAddress, networks } from '../../address.ts'
import { anObject, aText, listOf, objectOf, optional, withOnly } from '../../arguments.ts'
import { DEFAULT_FREE_FAILURES } from '../../auth/index.ts'
import { duration } from '../../duration.ts'
import type { RateLimits } from './rates.ts'

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
   * Failed proofs of one source over all names that cost it nothing; 20 unless given. From then on Denied TOO_MANY_ATTEMPTS,
   * for 1 s to 15 min; one failure is forgotten each minute. A name that was proven there before does not wait for it.
   */
  readonly freeFailures?: number
  /** New accounts of one source in an hour; 10 unless given. Then Denied TOO_MANY_ATTEMPTS. */
  readonly registrationsPerHour?: number
  /**
   * Sessions of one account, and conversations of it at the same time; 64 unless given. Of more sessions the one that was used
   * longest ago is revoked, of more conversations the oldest one gets Bye REPLACED.
   */
  readonly sessionsPerAccount?: number
  /**
   * Messages that an account may say in a second, over all its connections; without a limit unless given. Whoever says more
   * is read more slowly. Where no proof is asked for it is the source that has the rate.
   */
  readonly messagesPerSecond?: number
  /** Bytes of messages, with their headers, in the same way; from 4,096. */
  readonly bytesPerSecond?: number
  /**
   * Addresses and networks whose connections are never refused early, nor for what they did before, that may hold all places, and
   * register as many names as they like; 127.0.0.1 and ::1 unless given. Unix sockets are exempt in any case.
   */
  readonly exempt?: readonly string[]
}

/** The limits on sources, each with its default. */
export interface SourceSettings {
  readonly maxStartups: Startups
  readonly loginGraceMs: number
  readonly freeFailures: number
  readonly registrationsPerHour: number
  readonly sessionsPerAccount: number
  readonly rates: RateLimits
  readonly isExempt: (address: string) => boolean
}

/** OpenSSH's MaxStartups. */
const DEFAULT_STARTUPS: Startups = { begin: 10, rate: 30, full: 100 }

/** The time to a proof. OpenSSH's LoginGraceTime is 120 s, of which a person needs a few. */
const DEFAULT_LOGIN_GRACE_MS = 60_000

const DEFAULT_REGISTRATIONS_PER_HOUR = 10
const DEFAULT_SESSIONS_PER_ACCOUNT = 64

/** A message as large as talk has them is then waited for some 16 s, which is less than a heartbeat. */
const MIN_BYTES_PER_SECOND = 4_096

/** This machine itself; its other addresses of loopback are others. */
const THIS_MACHINE: readonly string[] = ['127.0.0.1', '::1']

const NAMES: Readonly<Record<keyof SourceOptions, true>> = {
  maxStartups: true,
  loginGraceMs: true,
  freeFailures: true,
  registrationsPerHour: true,
  sessionsPerAccount: true,
  messagesPerSecond: true,
  bytesPerSecond: true,
  exempt: true,
}

const sourceOptions = withOnly(
  Object.keys(NAMES),
  objectOf({ maxStartups: optional(anObject), exempt: optional(listOf(aText)) }),
)

/** The limits as they are given. Throws a RangeError that names the option for one that cannot be. */
export const sourceSettings = (options: SourceOptions = {}): SourceSettings => {
  sourceOptions('sources', options)
  const {
    maxStartups = DEFAULT_STARTUPS,
    loginGraceMs = DEFAULT_LOGIN_GRACE_MS,
    freeFailures = DEFAULT_FREE_FAILURES,
    registrationsPerHour = DEFAULT_REGISTRATIONS_PER_HOUR,
    sessionsPerAccount = DEFAULT_SESSIONS_PER_ACCOUNT,
    exempt = THIS_MACHINE,
  } = options
  const { begin, rate, full } = maxStartups
  if (
    ![begin, rate, full].every(Number.isInteger) ||
    !(begin >= 1 && rate >= 1 && rate <= 100 && full >= begin)
  )
    throw new RangeError(
      'sources.maxStartups has whole numbers: begin from 1, rate from 1 to 100, full not below begin.',
    )
  const isOfNetworks = networks(exempt)
  if (isOfNetworks === null)
    throw new RangeError(
      'sources.exempt has IP addresses and networks, such as 192.0.2.0/24 and 2001:db8::/32.',
    )
  return {
    maxStartups,
    loginGraceMs: duration('sources.loginGraceMs', loginGraceMs),
    freeFailures: wholeFrom(0, 'freeFailures', freeFailures),
    registrationsPerHour: wholeFrom(1, 'registrationsPerHour', registrationsPerHour),
    sessionsPerAccount: wholeFrom(1, 'sessionsPerAccount', sessionsPerAccount),
    rates: {
      messagesPerSecond: rateFrom(1, 'messagesPerSecond', options.messagesPerSecond),
      bytesPerSecond: rateFrom(MIN_BYTES_PER_SECOND, 'bytesPerSecond', options.bytesPerSecond),
    },
    isExempt: (address) => isIP(canonicalAddress(address)) === 0 || isOfNetworks(address),
  }
}

const wholeFrom = (min: number, option: string, given: number): number => {
  if (given === Number.POSITIVE_INFINITY || (Number.isInteger(given) && given >= min)) return given
  throw new RangeError(`sources.${option} is a whole number from ${min}, or Infinity.`)
}

/** Null where there is no limit. */
const rateFrom = (min: number, option: string, given: number | undefined): number | null =>
  given === undefined || given === Number.POSITIVE_INFINITY ? null : wholeFrom(min, option, given)
