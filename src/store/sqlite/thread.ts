import { parentPort, workerData } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import type { Store, Stored } from '../store.ts'
import { sqliteStore } from './open.ts'
import type { Answer, Call, ThreadData } from './thread-messages.ts'

// A thread that has one store, and does what the other side of its port calls.

const say = (answer: Answer): void => parentPort?.postMessage(answer)

const operationOf = (store: Store, { part, name, given }: Call): Stored<unknown> => {
  if (part === null) return store.close()
  // The other side calls what there is, with what it takes.
  const operations = store[part] as unknown as Readonly<
    Record<string, (...given: readonly unknown[]) => Stored<unknown>>
  >
  const operation = operations[name]
  if (operation === undefined) throw new Error(`The store has no ${part}.${name}.`)
  return operation(...given)
}

let hear = (_call: Call): void => {}

const answer = async (store: Store, call: Call): Promise<void> => {
  const { id, part } = call
  try {
    say({ id, result: await operationOf(store, call)() })
  } catch (thrown) {
    say({ id, thrown })
  }
  // Nothing follows. A thread that listens to nobody is over; Deno has no port that can be closed.
  if (part === null) parentPort?.off('message', hear)
}

const { file, options } = workerData as ThreadData
const opened = await sqliteStore(file, options)()
say({ id: 0, result: E.map(() => null)(opened) })
if (E.isRight(opened)) {
  const store = opened.right
  hear = (call) => void answer(store, call)
  parentPort?.on('message', hear)
}
