import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** The result of an operation; the test fails when it failed. */
export const succeed = async <L, A>(operation: TaskEither<L, A>): Promise<A> => {
  const result = await operation()
  if (E.isRight(result)) return result.right
  throw new Error(`failed: ${JSON.stringify(result.left)}`)
}

/** The failure of an operation; the test fails when it succeeded. */
export const fail = async <L, A>(operation: TaskEither<L, A>): Promise<L> => {
  const result = await operation()
  if (E.isLeft(result)) return result.left
  throw new Error('did not fail')
}
