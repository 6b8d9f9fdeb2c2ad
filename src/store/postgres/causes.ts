import { type StoreFault, type StoreFaultCode, storeFault } from '../fault.ts'

/** Reads what an error of the database or of the way to it says; undefined when the mistake is ours. */
export const faultFrom = (error: unknown, label: string): StoreFault | undefined => {
  const cause = causeOf(error)
  const code = codes.find(([pattern]) => pattern.test(cause))?.[1]
  return code === undefined ? undefined : storeFault(code, label, cause)
}

/** Whether the connection may be used again after this error: the server said no, and went on. */
export const isOfStatement = (error: unknown): boolean =>
  /^[0-9A-Z]{5}$/.test(causeOf(error)) && !/^(08|57P|25P03)/.test(causeOf(error))

/** The code only, or a word for errors that have none: a message may quote what it failed at. */
const causeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return ''
  // Node tries several addresses of a host, and says what each of them gave.
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0])
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  const message = 'message' in error ? String(error.message) : ''
  return words.find(([pattern]) => pattern.test(message))?.[1] ?? ''
}

/** Errors of the driver that have no code. */
const words: readonly (readonly [RegExp, string])[] = [
  [
    /^Connection terminated|connection error and is not queryable|was closed and is not queryable/,
    'TERMINATED',
  ],
  [/^timeout exceeded when trying to connect|^timeout expired/, 'CONNECT_TIMEOUT'],
  [/^Cannot use a pool after calling end/, 'ENDED'],
  [/^The server does not support SSL/, 'NO_TLS'],
  [/^SASL|password must be a string/, 'NO_PASSWORD'],
  [/^Unknown authenticationOk message type|^Received unexpected/, 'NO_POSTGRES'],
]

/** The first that fits counts (postgresql.org/docs/current/errcodes-appendix.html). */
const codes: readonly (readonly [RegExp, StoreFaultCode])[] = [
  [/^ENDED$/, 'CLOSED'],
  [/^(40001|40P01|55P03)$/, 'BUSY'],
  [/^(53100|ENOSPC)$/, 'FULL'],
  [/^(28...|42501|3D000|25006|NO_PASSWORD)$/, 'REFUSED'],
  [
    /^(NO_TLS|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA)/,
    'UNTRUSTED',
  ],
  // A table that is missing was there when the store was opened.
  [/^(42P01|3F000)$/, 'GONE'],
  // No statement of ours breaks a rule of the tables, unless what is in them does.
  [/^(23...|XX00[12]|DAMAGED_ROW)$/, 'CORRUPT'],
  [/^(58...|XX000)$/, 'IO'],
  // Shutting down, starting up, too many connections, cancelled because it took too long.
  [/^(08...|57...|53...|25P03)$/, 'UNREACHABLE'],
  [/^(TERMINATED|CONNECT_TIMEOUT|TIMEOUT|NO_POSTGRES)$/, 'UNREACHABLE'],
  [/^(ENOENT|EACCES|EPIPE|ENOTFOUND|EAI_|ECONN|EHOST|ENET|ETIMEDOUT|EADDR|EMFILE|ENFILE)/, 'UNREACHABLE'],
]
