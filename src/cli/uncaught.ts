import { failing } from '../engine/error-text.ts'
import type { Log, ServerEvent } from '../index.ts'
import { CliError } from './errors.ts'
import { Exit } from './exit.ts'
import type { Phrase } from './i18n/errors.ts'
import { firstLineOf, isInPackage, isOfOurs, placeIn, stackOf } from './thrown.ts'

/** Faults of one process that are logged. A timer may bring one each millisecond. */
const MAX_LOGGED = 16

/** Ending in order may take this long after a fault: what failed may have left anything behind. */
const END_WITHIN_MS = 10_000

type Listener = (thrown: unknown) => void

let listener: Listener = () => {}

/** Hands what nobody caught to `hear`, in place of whoever heard it before: what was thrown later, what was rejected. */
export const onUncaught = (hear: Listener): void => {
  listener = hear
}

/** Begins to catch what nobody else does; without this Node ends the process, and prints a trace. Once a process. */
export const catchUncaught = (): void => {
  const catching = (thrown: unknown): void => {
    try {
      listener(thrown)
    } catch {
      // A listener for faults must not cause one.
      process.exit(Exit.fault)
    }
  }
  process.on('uncaughtException', catching)
  process.on('unhandledRejection', catching)
}

/**
 * Explains an uncaught error in one sentence: as one of ours where no file of a user has to do with it, or where our own
 * code alone is in its stack. Errors of the system have no stack, and those that we cause have somebody who hears them.
 */
export const uncaughtPhrase = (thrown: unknown, module: string | null): Phrase => {
  const why = firstLineOf(thrown)
  const stack = stackOf(thrown)
  const place = placeIn(stack)
  if (module === null && place !== null && !isInPackage(place)) return (say) => say.failedAt(why, place)
  return module === null || (place === null && isOfOurs(stack))
    ? (say) => say.unexpected(place === null ? why : `${why}, ${place}`)
    : (say) => say.moduleFailed(module, why, place)
}

/** Faults while a server runs: each is logged, and the first ends it in order. */
export class UncaughtErrors {
  /** Resolves at the first one. */
  readonly first: Promise<void>
  private readonly module: string | null
  private readonly waiting: unknown[] = []
  private log: Log<ServerEvent> | null = null
  private count = 0
  private error: CliError | null = null

  /** `module` is the path of a user's module that runs here; null: there is none. */
  constructor(module: string | null) {
    this.module = module
    this.first = new Promise((resolve) => {
      onUncaught((thrown) => {
        this.hear(thrown)
        resolve()
      })
    })
  }

  /** Logs faults from now on, those included that were before. */
  tell(log: Log<ServerEvent>): void {
    this.log = log
    for (const thrown of this.waiting.splice(0)) this.write(thrown)
  }

  /** Throws a CliError if there was a fault. */
  check(): void {
    if (this.error !== null) throw this.error
  }

  /** Resolves as `promise` does; rejects with a CliError if there is a fault before. */
  async before<A>(promise: Promise<A>): Promise<A> {
    await Promise.race([promise, this.first])
    this.check()
    return promise
  }

  private hear(thrown: unknown): void {
    this.count += 1
    if (this.count > MAX_LOGGED) return
    if (this.error === null) {
      this.error = new CliError(Exit.fault, uncaughtPhrase(thrown, this.module))
      setTimeout(() => process.exit(Exit.fault), END_WITHIN_MS).unref()
    }
    if (this.log === null) this.waiting.push(thrown)
    else this.write(thrown)
  }

  private write(thrown: unknown): void {
    this.log?.write({ event: 'failed', ...failing('program', thrown) })
  }
}
