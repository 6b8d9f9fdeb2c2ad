import * as E from 'fp-ts/lib/Either.js'
import { bounds } from '../../../protocol/generated/contract.ts'
import { password as passwordOf, personName } from '../../index.ts'
import {
  connectPort as connectPortSetting,
  host as hostSetting,
  listenPort as listenPortSetting,
  type Setting,
} from '../settings.ts'
import type { RuleName } from './texts/texts.ts'

/** What an answer must be. `read` gives what was meant; undefined: that is none. */
export interface Rule<A> {
  readonly name: RuleName
  readonly read: (answer: string) => A | undefined
}

const ofSetting = <A>(name: RuleName, { codec }: Setting<A>): Rule<A> => ({
  name,
  read: (answer) => {
    const decoded = codec.decode(answer.trim())
    return E.isRight(decoded) ? decoded.right : undefined
  },
})

/** The library says by an exception that something is no name and no password. */
const orNone =
  <A>(read: (answer: string) => A) =>
  (answer: string): A | undefined => {
    const result = E.tryCatch(
      () => read(answer),
      () => undefined,
    )
    return E.isRight(result) ? result.right : undefined
  }

export const host = ofSetting('host', hostSetting)
export const listenPort = ofSetting('listenPort', listenPortSetting)
export const connectPort = ofSetting('connectPort', connectPortSetting)

/** A name. Keyboards compose letters in their own ways: the form and the space around it are not the person's doing. */
export const name: Rule<ReturnType<typeof personName>> = {
  name: 'name',
  read: orNone((answer) => personName(answer.trim().normalize('NFC'))),
}

export const password: Rule<ReturnType<typeof passwordOf>> = { name: 'password', read: orNone(passwordOf) }

export const newPassword: typeof password = {
  name: 'newPassword',
  read: (answer) =>
    Buffer.byteLength(answer) < bounds.NewPassword.minBytes ? undefined : password.read(answer),
}
