import * as E from 'fp-ts/lib/Either.js'
import { bounds } from '../../../../protocol/base/contract.ts'
import type { password } from '../../../index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import type { Language } from '../../i18n/language.ts'
import { newPassword as rule } from '../../options/answers.ts'
import { askNewPassword } from '../../options/ask-new-password.ts'
import { givenPassword, passwordFile } from '../../options/password.ts'
import { openPrompts } from '../../terminal/open-prompts.ts'
import { printable } from '../../terminal/printable.ts'
import type { Prompts } from '../../terminal/prompts.ts'
import { StandardInput } from '../../terminal/standard-input.ts'

type Password = ReturnType<typeof password>

/** Gives the new password of a user, who may be asked for it; null: that was interrupted. */
export type NewPassword = (name: string) => Promise<Password | null>

/** The flag for it. */
export const newPasswordFile = passwordFile('the new password')

/** A part of every help on it. */
export const passwordHelp = `
A new password has ${bounds.NewPassword.minBytes} to ${bounds.NewPassword.maxBytes} bytes. On a terminal it is asked for, unless it is in a file or in COLLOQUY_PASSWORD.`

/**
 * Where the new password comes from: a file, the environment or a terminal, never the command line, where others could
 * read it. Throws a CliError if it comes from nowhere, or is none.
 */
export const newPasswordFrom = async (file: string | undefined, lang: Language): Promise<NewPassword> => {
  const given = await givenPassword(file, () => new StandardInput())
  if (given !== null) {
    const checked = rule(given)
    if (E.isLeft(checked)) throw new CliError(Exit.wrongUsage, (say) => say.badNewPassword)
    return async () => checked.right
  }
  const prompts = await openPrompts(lang)
  if (prompts === null) throw new CliError(Exit.wrongUsage, (say) => say.noPassword)
  return (name) => ask(prompts, printable(name)).finally(() => prompts.release())
}

const ask = async (prompts: Prompts, name: string): Promise<Password | null> => {
  const answer = await askNewPassword(prompts, name)
  if (E.isRight(answer)) return answer.right
  if (answer.left === 'ended') throw new CliError(Exit.failed, (say) => say.passwordEnded)
  return null
}
