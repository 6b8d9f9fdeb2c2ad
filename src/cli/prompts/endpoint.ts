import * as E from 'fp-ts/lib/Either.js'
import { Exit, Trouble } from '../exit.ts'
import type { Answer, Prompts, Question } from './prompts.ts'
import { connectPort, host, listenPort } from './rules.ts'

const USUAL_HOST = '127.0.0.1'
const USUAL_PORT = 7707

/** Where a server listens. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** What the command line says of it. */
export type GivenEndpoint = { readonly [Part in keyof Endpoint]: Endpoint[Part] | null }

/**
 * Completes host and port: asks for what was not given, or takes what is usual where nobody can be asked. null: it was
 * interrupted. Throws a Trouble if the input ended.
 */
export const completed = async (
  given: GivenEndpoint,
  purpose: 'listen' | 'connect',
  prompts: Prompts | null,
): Promise<Endpoint | null> => {
  if (prompts === null) return { host: given.host ?? USUAL_HOST, port: given.port ?? USUAL_PORT }
  const { texts } = prompts
  const unless = async <A>(known: A | null, question: Question<A>): Promise<Answer<A>> =>
    known === null ? prompts.ask(question) : E.right(known)
  const listens = purpose === 'listen'
  const hostAnswer = await unless(given.host, {
    asks: listens ? texts.listenHost : texts.connectHost,
    rule: host,
    usual: USUAL_HOST,
  })
  const portAnswer = E.isLeft(hostAnswer)
    ? hostAnswer
    : await unless(given.port, {
        asks: listens ? texts.listenPort : texts.connectPort,
        rule: listens ? listenPort : connectPort,
        usual: String(USUAL_PORT),
      })
  if (E.isRight(hostAnswer) && E.isRight(portAnswer))
    return { host: hostAnswer.right, port: portAnswer.right }
  if (E.isLeft(portAnswer) && portAnswer.left === 'ended') throw new Trouble(Exit.failed, () => texts.ended)
  return null
}
