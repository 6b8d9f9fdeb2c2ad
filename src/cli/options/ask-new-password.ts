import * as E from 'fp-ts/lib/Either.js'
import { preparePassword } from '../../auth/index.ts'
import type { password } from '../../index.ts'
import type { Answer, Prompts, Rule } from '../terminal/prompts.ts'
import { newPassword } from './answers.ts'

type Password = ReturnType<typeof password>

/** Asks for a new password twice, until both are the same. `name` is printable. */
export const askNewPassword = async (
  prompts: Pick<Prompts, 'texts' | 'askHidden' | 'explain'>,
  name: string,
  wanted?: AbortSignal,
): Promise<Answer<Password>> => {
  const { texts } = prompts
  for (;;) {
    const first = await prompts.askHidden({ asks: texts.newPassword(name), rule: newPassword }, wanted)
    if (E.isLeft(first)) return first
    const second = await prompts.askHidden({ asks: texts.samePassword, rule: anything }, wanted)
    if (E.isLeft(second)) return second
    if (preparePassword(first.right) === preparePassword(second.right)) return first
    prompts.explain(texts.must.samePassword)
  }
}

/** It is only compared. */
const anything: Rule<string> = E.right
