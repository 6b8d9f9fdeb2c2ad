import * as E from 'fp-ts/lib/Either.js'
import { type Client, ColloquyError } from '../../index.ts'
import { errorPhrase } from '../errors.ts'
import type { Phrase } from '../i18n/errors.ts'

/** Says something by `say`, in this conversation or, where that has ended, in the next one. Left: it is never said. */
export const sayWhenReady = async <A>(
  client: Pick<Client, 'ready'>,
  say: () => Promise<A>,
): Promise<E.Either<ColloquyError, A>> => {
  for (;;) {
    const said = await sayOnce(say)
    if (E.isRight(said) || said.left.code !== 'ENDED' || (await whyNotReady(client)) !== null) return said
  }
}

/** Says something by `say` in this conversation only. */
export const sayOnce = async <A>(say: () => Promise<A>): Promise<E.Either<ColloquyError, A>> => {
  try {
    return E.right(await say())
  } catch (error) {
    if (error instanceof ColloquyError) return E.left(error)
    throw error
  }
}

/** Waits for a conversation. Gives why there will be none; null: one goes on. */
export const whyNotReady = (client: Pick<Client, 'ready'>): Promise<Phrase | null> =>
  client.ready().then(() => null, errorPhrase)
