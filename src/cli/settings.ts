import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { Exit, Trouble } from './exit.ts'
import { printable } from './printable.ts'

/** A codec of one setting, with the sentence that says what it must be. */
export interface Setting<A> {
  readonly codec: t.Type<A, unknown, unknown>
  readonly must: string
}

const setting = <A>(must: string, parse: (text: string) => A | undefined): Setting<A> => ({
  must,
  codec: new t.Type<A, unknown, unknown>(
    must,
    (_value): _value is A => true,
    (value, context) => {
      const parsed = typeof value === 'string' ? parse(value) : undefined
      return parsed === undefined ? t.failure(value, context) : t.success(parsed)
    },
    t.identity,
  ),
})

const whole =
  (least: number, most: number) =>
  (text: string): number | undefined =>
    /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined

const oneOf =
  <A extends string>(...values: readonly A[]) =>
  (text: string): A | undefined =>
    values.find((value) => value === text)

/** A port to listen on; 0 is any that is free. */
export const listenPort = setting('a whole number from 0 to 65535', whole(0, 65_535))

/** A port to connect to. */
export const connectPort = setting('a whole number from 1 to 65535', whole(1, 65_535))

/** A name or address of a host. Whether it exists is for the network to say. */
export const host = setting('a host name, an IPv4 or an IPv6 address', (text) =>
  /^[\p{L}\p{N}._:%-]{1,253}$/u.test(text) ? text : undefined,
)

export const mode = setting('auth, identify, echo or raw', oneOf('auth', 'identify', 'echo', 'raw'))
export const registration = setting('open or closed', oneOf('open', 'closed'))
export const logLevel = setting(
  'trace, debug, info, warn, error or silent',
  oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'),
)
export const logTarget = setting('file, console or both', oneOf('file', 'console', 'both'))
export const lang = setting('en or ru', oneOf('en', 'ru'))
export const maxSessions = setting('a whole number from 1 to 1000000', whole(1, 1_000_000))

/** Reads one setting. Throws a Trouble that names it, and what it must be. */
export const read = <A>(name: string, value: string, { codec, must }: Setting<A>): A => {
  const decoded = codec.decode(value)
  if (E.isRight(decoded)) return decoded.right
  const shown = value === '' ? 'nothing' : `“${printable(value.slice(0, 40))}${value.length > 40 ? '…' : ''}”`
  throw new Trouble(Exit.wrongUsage, `${name} is ${shown}; give ${must}.`)
}
