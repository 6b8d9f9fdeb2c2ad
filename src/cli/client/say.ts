import * as E from 'fp-ts/lib/Either.js'
import { type Client, ColloquyError } from '../../index.ts'

/** Says something by `say`, in this conversation or, where that has ended, in the next one. Left: it is never said. */
export const sayWhenReady = async <A>(
  client: Client,
  say: () => Promise<A>,
): Promise<E.Either<ColloquyError, A>> => {
  for (;;) {
    const said = await sayOnce(say)
    if (E.isRight(said) || said.left.code !== 'ENDED' || !(await isReady(client))) return said
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

/** Waits for the next conversation. False: there will be none. */
const isReady = (client: Client): Promise<boolean> =>
  client.ready().then(
    () => true,
    () => false,
  )
