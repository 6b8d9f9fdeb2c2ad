import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { isProtocolName } from '../../contract/protocol-name.ts'
import { personName as personNameOf } from '../../index.ts'
import { isLoopback, networks } from '../../transport/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { ErrorTexts } from '../i18n/errors.ts'
import { visible } from '../terminal/printable.ts'
import { parseServerAddress } from './server-address.ts'

/** A kind of value: how a word of the command line is read, and what is said of one that cannot be. */
export interface ValueType<A> {
  readonly codec: t.Decoder<unknown, A>
  /** Says what the value must be, as it follows “give”. */
  readonly must: (say: ErrorTexts['must']) => string
  /** The words that it can be, where they are few; help and completion list them. */
  readonly choices?: readonly string[]
}

const valueType = <A>(must: ValueType<A>['must'], parse: (text: string) => A | undefined): ValueType<A> => ({
  must,
  codec: new t.Type<A, unknown, unknown>(
    'value',
    (_value): _value is A => true,
    (value, context) => {
      const parsed = typeof value === 'string' ? parse(value) : undefined
      return parsed === undefined ? t.failure(value, context) : t.success(parsed)
    },
    t.identity,
  ),
})

/** Any text. */
export const text: ValueType<string> = valueType(
  () => '',
  (given) => given,
)

/** One of a few words, or what is an alias of one, which is not listed. */
export const choice = <const Word extends string>(
  words: readonly Word[],
  aliases: Readonly<Record<string, Word>> = {},
): ValueType<Word> => ({
  ...valueType(
    (say) => say.oneOf(words),
    (given) => words.find((word) => word === given) ?? new Map(Object.entries(aliases)).get(given),
  ),
  choices: words,
})

/** A whole number, both bounds included. */
export const wholeNumber = (min: number, max: number): ValueType<number> =>
  valueType(
    (say) => say.wholeNumber(min, max),
    (given) =>
      /^\d{1,10}$/.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : undefined,
  )

/** The name of a server among others. */
export const nodeName = valueType(
  (say) => say.node,
  (given) => (/^[\w.-]{1,64}$/.test(given) ? given : undefined),
)

/** A port to listen on; 0 is any that is free. */
export const listenPort = wholeNumber(0, 65_535)

/** A port to connect to. */
export const connectPort = wholeNumber(1, 65_535)

/** A name or address of a host, and what may be given with it. */
export const serverAddress = valueType(
  (say) => say.host,
  (given) => parseServerAddress(given) ?? undefined,
)

/** An address with its port to listen on; port 0 is any that is free. */
export const listenPlace = valueType(
  (say) => say.listenPlace,
  (given) => {
    const parsed = parseServerAddress(given)
    if (parsed === null || parsed.name !== null || parsed.tls || parsed.port === null) return undefined
    const port = listenPort.codec.decode(parsed.port)
    return E.isRight(port) ? { host: parsed.host, port: port.right } : undefined
  },
)

/** The same, where nobody but this machine reaches it. */
export const localPlace = valueType(
  (say) => say.localPlace,
  (given) => {
    const place = listenPlace.codec.decode(given)
    if (E.isLeft(place)) return undefined
    return place.right.host === 'localhost' || isLoopback(place.right.host) ? place.right : undefined
  },
)

/** A person's name, composed as the contract wants it: how a keyboard composes letters is not the person's doing. */
export const personName = valueType(
  (say) => say.name,
  (given) => {
    const decoded = E.tryCatch(() => personNameOf(given.normalize('NFC')), E.toError)
    return E.isRight(decoded) ? decoded.right : undefined
  },
)

/** The name of a protocol, as a contract may have it. */
export const protocolName = valueType(
  (say) => say.protocol,
  (given) => (isProtocolName(given) ? given : undefined),
)

/** An address, or a network. */
export const network = valueType(
  (say) => say.network,
  (given) => (networks([given]) === null ? undefined : given),
)

/** Addresses and networks, with commas between them; `none` is none. */
export const networkList = valueType(
  (say) => say.networks,
  (given) => {
    const list = given === 'none' ? [] : given.split(',')
    return networks(list) === null ? undefined : list
  },
)

/** Early refusals as OpenSSH writes them: begin, rate in per cent, full. */
export const startups = valueType(
  (say) => say.startups,
  (given) => {
    const [begin = 0, rate = 0, full = 0] = /^\d{1,6}:\d{1,3}:\d{1,6}$/.test(given)
      ? given.split(':').map(Number)
      : []
    return begin >= 1 && rate >= 1 && rate <= 100 && full >= begin ? { begin, rate, full } : undefined
  },
)

/** The fingerprint of a key, as a server prints it. */
export const keyFingerprint = valueType(
  (say) => say.fingerprint,
  (given) => (/^SHA256:[A-Za-z0-9+/]{43}$/.test(given) ? given : undefined),
)

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const MAX_DURATION_MS = 24 * UNITS_MS.h

/** A duration in milliseconds. Without a unit it counts seconds. */
export const duration = valueType(
  (say) => say.duration,
  (given) => {
    const [, count = '', unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(given) ?? []
    // The pattern lets no other unit pass.
    const ms = Math.round(Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS])
    return ms >= 1 && ms <= MAX_DURATION_MS ? ms : undefined
  },
)

/** Reads a value. Throws a CliError that names its flag, and what it must be. */
export const readValue = <A>(flag: string, given: string, { codec, must }: ValueType<A>): A => {
  const decoded = codec.decode(given)
  if (E.isRight(decoded)) return decoded.right
  throw new CliError(Exit.wrongUsage, (say) => say.badValue(flag, quotable(given), must(say.must)))
}

const MAX_QUOTED_CHARACTERS = 40

/** The beginning of a value, short enough for a sentence. */
export const quotable = (value: string): string =>
  visible(value.length > MAX_QUOTED_CHARACTERS ? `${value.slice(0, MAX_QUOTED_CHARACTERS)}…` : value)
