import type { SourceOptions } from '../../../index.ts'
import { type Values, valued } from '../../options/option.ts'
import { duration, networkList, startups, wholeNumber } from '../../options/value-types.ts'

const MAX = 1_000_000_000

/** The flags that say what one source may take from others. */
export const sourceOptions = {
  maxStartups: valued(
    '--max-startups <startups>',
    'begin:rate:full: of one address with begin connections without a proof rate per cent of further ones are refused, with full all (default: 10:30:100)',
    startups,
  ),
  loginGraceTime: valued(
    '--login-grace-time <time>',
    'the time from a connection to its conversation (default: 60s)',
    duration,
  ),
  maxRegistrations: valued(
    '--max-registrations <count>',
    'new names of one address in an hour (default: 10)',
    wholeNumber(1, MAX),
  ),
  maxAccountSessions: valued(
    '--max-account-sessions <count>',
    'sessions of one account, and conversations of it at the same time (default: 64)',
    wholeNumber(1, MAX),
  ),
  accountMessages: valued(
    '--account-messages <count>',
    'messages that an account may say in a second (default: no limit)',
    wholeNumber(1, MAX),
  ),
  accountBytes: valued(
    '--account-bytes <count>',
    'bytes that an account may say in a second (default: no limit)',
    wholeNumber(4_096, MAX),
  ),
  exempt: valued(
    '--exempt <networks>',
    'whom the limits on connections and new names of one address do not hold for; none: nobody (default: 127.0.0.1,::1)',
    networkList,
  ),
}

/** The limits of a server, as they were given. */
export const sourcesOf = (given: Values<typeof sourceOptions>): SourceOptions => ({
  ...(given.maxStartups === undefined ? {} : { maxStartups: given.maxStartups }),
  ...(given.loginGraceTime === undefined ? {} : { loginGraceMs: given.loginGraceTime }),
  ...(given.maxRegistrations === undefined ? {} : { registrationsPerHour: given.maxRegistrations }),
  ...(given.maxAccountSessions === undefined ? {} : { sessionsPerAccount: given.maxAccountSessions }),
  ...(given.accountMessages === undefined ? {} : { messagesPerSecond: given.accountMessages }),
  ...(given.accountBytes === undefined ? {} : { bytesPerSecond: given.accountBytes }),
  ...(given.exempt === undefined ? {} : { exempt: given.exempt }),
})

/** Takers of these settings while the server runs: all of them at once, as they were read again. */
export const sourceTakers = (
  read: Values<typeof sourceOptions>,
  setSources: (sources: SourceOptions) => void,
): Readonly<Record<keyof typeof sourceOptions, () => void>> => {
  const take = (): void => setSources(sourcesOf(read))
  return {
    maxStartups: take,
    loginGraceTime: take,
    maxRegistrations: take,
    maxAccountSessions: take,
    accountMessages: take,
    accountBytes: take,
    exempt: take,
  }
}
