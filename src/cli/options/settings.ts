import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { personName } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { SettingName } from '../i18n/errors.ts'
import { visible } from '../terminal/printable.ts'
import { type ChoiceName, choices } from './choices.ts'
import { parseServerAddress } from './server-address.ts'

/** A codec of one setting, with the name under which each language says what it must be. */
export interface Setting<A> {
  readonly codec: t.Type<A, unknown, unknown>
  readonly name: SettingName
}

const setting = <A>(name: SettingName, parse: (text: string) => A | undefined): Setting<A> => ({
  name,
  codec: new t.Type<A, unknown, unknown>(
    name,
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

const choice = <Name extends ChoiceName>(name: Name) => {
  const words: readonly (typeof choices)[Name][number][] = choices[name]
  return setting(name, (text) => words.find((word) => word === text))
}

/** A port to listen on; 0 is any that is free. */
export const listenPort = setting('listenPort', whole(0, 65_535))

/** A port to connect to. */
export const connectPort = setting('connectPort', whole(1, 65_535))

/** A name or address of a host, and what may be given with it. */
export const host = setting('host', (text) => parseServerAddress(text) ?? undefined)

/** A person's name, composed as the contract wants it: how a keyboard composes letters is not the person's doing. */
export const name = setting('name', (text) => {
  const decoded = E.tryCatch(() => personName(text.normalize('NFC')), E.toError)
  return E.isRight(decoded) ? decoded.right : undefined
})

export const mode = choice('mode')
export const registration = choice('registration')
export const logLevel = choice('logLevel')
export const logTarget = choice('logTarget')
export const lang = choice('lang')
export const format = choice('format')
export const drawing = choice('drawing')
export const shell = choice('shell')
export const maxSessions = setting('maxSessions', whole(1, 1_000_000))

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const MAX_TIMEOUT_MS = 24 * UNITS_MS.h

/** How long to wait, in milliseconds. Without a unit it counts seconds. */
export const timeout = setting('timeout', (text) => {
  const [, count = '', unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text) ?? []
  // The pattern lets no other unit pass.
  const ms = Math.round(Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS])
  return ms >= 1 && ms <= MAX_TIMEOUT_MS ? ms : undefined
})

/** How many messages a verification lets be on their way in each direction. */
export const bound = setting('bound', whole(1, 16))

/** Reads one setting. Throws a CliError that names its flag, and what it must be. */
export const read = <A>(flag: string, value: string, { codec, name }: Setting<A>): A => {
  const decoded = codec.decode(value)
  if (E.isRight(decoded)) return decoded.right
  throw new CliError(Exit.wrongUsage, (say) => say.setting(flag, shown(value), name))
}

const shown = (value: string): string => visible(value.length > 40 ? `${value.slice(0, 40)}…` : value)

/** One word of a command line, and what it is called there. */
export interface Word {
  readonly flag: string
  readonly value: string | undefined
}

/**
 * What the command line says of host and port, which the word for the host may hold as well. Throws a CliError if they
 * are none, or the port is given twice.
 */
export const givenEndpoint = (
  hostWord: Word,
  portWord: Word,
  portSetting: Setting<number>,
): { readonly host: string | null; readonly port: number | null; readonly name: string | null } => {
  const typed = hostWord.value === undefined ? null : read(hostWord.flag, hostWord.value, host)
  const inHost = typed?.port ?? null
  if (inHost !== null && portWord.value !== undefined) {
    const twice = portWord.value
    throw new CliError(Exit.wrongUsage, (say) => say.givenTwice(portWord.flag, shown(inHost), shown(twice)))
  }
  const port = inHost ?? portWord.value
  return {
    host: typed?.host ?? null,
    port: port === undefined ? null : read(portWord.flag, port, portSetting),
    name: typed?.name ?? null,
  }
}
