import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isWeak } from '../../auth/index.ts'
import { password as passwordOf, personName } from '../../index.ts'
import type { RuleName } from '../i18n/prompts.ts'
import {
  connectPort as connectPortSetting,
  host as hostSetting,
  listenPort as listenPortSetting,
  type Setting,
} from './settings.ts'

/** What an answer must be: gives what was meant, or the rule that was broken. */
export type Rule<A> = (answer: string) => E.Either<RuleName, A>

const ofSetting =
  <A>(name: RuleName, { codec }: Setting<A>): Rule<A> =>
  (answer) =>
    pipe(
      codec.decode(answer.trim()),
      E.mapLeft(() => name),
    )

/** The library says by an exception that something is no name and no password. */
const ofLibrary =
  <A>(name: RuleName, read: (answer: string) => A): Rule<A> =>
  (answer) =>
    E.tryCatch(
      () => read(answer),
      () => name,
    )

export const listenPort = ofSetting('listenPort', listenPortSetting)
export const connectPort = ofSetting('connectPort', connectPortSetting)

/** A name. Keyboards compose letters in their own ways: the form and the space around it are not the person's doing. */
export const name = ofLibrary('name', (answer) => personName(answer.trim().normalize('NFC')))

const host = ofSetting('host', hostSetting)

/** An address to connect to; of port and name, those that it holds. */
export const connectAddress: Rule<{
  readonly host: string
  readonly port: number | null
  readonly name: string | null
}> = (answer) =>
  pipe(
    E.Do,
    E.bind('typed', () => host(answer)),
    E.bind('port', ({ typed }) => ifGiven(typed.port, connectPort)),
    E.bind('name', ({ typed }) => ifGiven<string>(typed.name, name)),
    E.map(({ typed, port, name }) => ({ host: typed.host, port, name })),
  )

/** An address to listen on, with its port if it holds one. */
export const listenAddress: typeof connectAddress = (answer) =>
  pipe(
    host(answer),
    E.filterOrElse(
      ({ name }) => name === null,
      (): RuleName => 'host',
    ),
    E.chain((typed) =>
      pipe(
        ifGiven(typed.port, listenPort),
        E.map((port) => ({ host: typed.host, port, name: null })),
      ),
    ),
  )

const ifGiven = <A>(answer: string | null, rule: Rule<A>): E.Either<RuleName, A | null> =>
  answer === null ? E.right(null) : rule(answer)

export const password = ofLibrary('password', passwordOf)

export const newPassword: typeof password = (answer) =>
  isWeak(answer)
    ? E.left('newPassword')
    : pipe(
        password(answer),
        E.mapLeft(() => 'newPassword'),
      )
