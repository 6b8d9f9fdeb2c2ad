// Ends what the tests of a file keep per asynchronous context. Jest loads this as it is, so no TypeScript.
import { AsyncLocalStorage } from 'node:async_hooks'

/** Storages that a file of tests has used. */
const used = new Set()

const { run } = AsyncLocalStorage.prototype

AsyncLocalStorage.prototype.run = function (...given) {
  used.add(this)
  return run.apply(this, given)
}

/**
 * Jest makes a storage for each file and leaves it on: Node then asks every one of them whenever a promise is made, so that
 * each file would run slower than the one before, and keeps what they hold.
 */
export const endContexts = () => {
  for (const storage of used) storage.disable()
  used.clear()
}
