import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isWeak } from '../../auth/index.ts'
import { password as passwordOf, personName } from '../../index.ts'
import type { Catalogue } from '../i18n/catalogues.ts'
import type { PromptTexts } from '../i18n/prompts.ts'
import type { Rule } from '../terminal/prompts.ts'
import { socketPath } from './server-address.ts'
import {
  connectPort as connectPortType,
  listenPort as listenPortType,
  serverAddress,
  type ValueType,
} from './value-types.ts'

/** The rule of a value that the command line takes, too; space around it does not count. */
const ruleOf =
  <A>({ codec, must }: ValueType<A>): Rule<A> =>
  (answer) =>
    pipe(
      codec.decode(answer.trim()),
      E.mapLeft(() => mustGive({ must })),
    )

const mustGive =
  ({ must }: Pick<ValueType<unknown>, 'must'>) =>
  (say: Catalogue): string =>
    say.prompts.give(must(say.errors.must))

/** The library says by an exception that something is no name and no password. */
const ruleOfLibrary =
  <A>(name: keyof PromptTexts['must'], read: (answer: string) => A): Rule<A> =>
  (answer) =>
    E.tryCatch(
      () => read(answer),
      () => mustBe(name),
    )

const mustBe =
  (name: keyof PromptTexts['must']) =>
  (say: Catalogue): string =>
    say.prompts.must[name]

export const listenPort = ruleOf(listenPortType)
export const connectPort = ruleOf(connectPortType)

/** A name. Keyboards compose letters in their own ways: the form and the space around it are not the person's doing. */
export const name = ruleOfLibrary('name', (answer) => personName(answer.trim().normalize('NFC')))

const host = ruleOf(serverAddress)

/** An address to connect to; of port and name, those that it holds. */
export const connectAddress: Rule<{
  readonly host: string
  readonly port: number | null
  readonly name: string | null
  readonly overTls: boolean
}> = (answer) =>
  pipe(
    E.Do,
    E.bind('typed', () => host(answer)),
    E.bind('port', ({ typed }) => ifGiven(typed.port, connectPort)),
    E.bind('name', ({ typed }) => ifGiven<string>(typed.name, name)),
    E.map(({ typed, port, name }) => ({ host: typed.host, port, name, overTls: typed.tls })),
  )

/** An address to listen on, with its port if it holds one. */
export const listenAddress: typeof connectAddress = (answer) =>
  pipe(
    host(answer),
    E.chain((typed) =>
      // Nobody listens as somebody.
      typed.name === null && !typed.tls && socketPath(typed.host) === null
        ? pipe(
            ifGiven(typed.port, listenPort),
            E.map((port) => ({ host: typed.host, port, name: null, overTls: false })),
          )
        : E.left(mustGive(serverAddress)),
    ),
  )

const ifGiven = <A>(answer: string | null, rule: Rule<A>): ReturnType<Rule<A | null>> =>
  answer === null ? E.right(null) : rule(answer)

export const password = ruleOfLibrary('password', passwordOf)

export const newPassword: typeof password = (answer) =>
  isWeak(answer)
    ? E.left(mustBe('newPassword'))
    : pipe(
        password(answer),
        E.mapLeft(() => mustBe('newPassword')),
      )
