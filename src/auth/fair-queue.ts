import * as E from 'fp-ts/lib/Either.js'

/** The owner of work, and until when it is wanted. */
export interface Turn {
  /** Works of different sources are served in turns; all have one unless given. */
  readonly source?: string
  /** Drops the work if it aborts before that has begun. Work that has begun is finished. */
  readonly signal?: AbortSignal | undefined
}

/** Why work was not run: too much waits already, or nobody wants it any more. */
export type NotRun = 'full' | 'dropped'

/** Lets few run at once. The rest waits in a queue for each source, and the queues are served in turns. */
export interface FairQueue {
  readonly run: <A>(work: () => Promise<A>, turn?: Turn) => Promise<E.Either<NotRun, A>>
  /** How much runs and waits now. */
  readonly load: () => QueueLoad
  /** Nothing runs or waits. */
  readonly isIdle: () => boolean
}

/** The load of a queue. */
export interface QueueLoad {
  readonly running: number
  readonly waiting: number
}

/** How much runs and waits at most. */
export interface FairQueueOptions {
  readonly atOnce: number
  /** How many of one source may wait. */
  readonly perSource: number
  /** How many may wait in all; above that the source with the longest queue gives way. Infinity unless given. */
  readonly inAll?: number
}

interface Waiting {
  readonly begin: () => void
  readonly giveUp: (why: NotRun) => void
}

/** A queue in front of `atOnce` places. */
export const createFairQueue = (options: FairQueueOptions): FairQueue => {
  const { atOnce, perSource, inAll = Number.POSITIVE_INFINITY } = options
  // In the order in which they are served.
  const queues = new Map<string, Waiting[]>()
  let running = 0
  let waiting = 0

  const remove = (source: string, one: Waiting): void => {
    const queue = queues.get(source) ?? []
    queue.splice(queue.indexOf(one), 1)
    waiting -= 1
    if (queue.length === 0) queues.delete(source)
  }

  const beginNext = (): void => {
    for (const [source, queue] of queues) {
      const [first] = queue
      if (first === undefined) continue
      remove(source, first)
      // The others of this source wait until every other one was served.
      if (queues.delete(source)) queues.set(source, queue)
      return first.begin()
    }
  }

  /** Makes room for one of that source, in the longest queue if there is none; false: its own is as long. */
  const makeRoom = (source: string): boolean => {
    const own = queues.get(source)?.length ?? 0
    if (own >= perSource) return false
    if (waiting < inAll) return true
    let longest: readonly Waiting[] = []
    for (const queue of queues.values()) if (queue.length > longest.length) longest = queue
    if (longest.length <= own + 1) return false
    longest.at(-1)?.giveUp('full')
    return true
  }

  const run = <A>(
    work: () => Promise<A>,
    { source = '', signal }: Turn = {},
  ): Promise<E.Either<NotRun, A>> => {
    if (signal?.aborted === true) return Promise.resolve(E.left('dropped'))
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', drop)
        running += 1
        work()
          .finally(() => {
            // The place goes to a waiting caller before any that comes in between can take it.
            running -= 1
            beginNext()
          })
          .then((result) => resolve(E.right(result)), reject)
      }
      const giveUp = (why: NotRun): void => {
        signal?.removeEventListener('abort', drop)
        remove(source, one)
        resolve(E.left(why))
      }
      const drop = (): void => giveUp('dropped')
      const one: Waiting = { begin, giveUp }
      if (running < atOnce) return begin()
      if (!makeRoom(source)) return resolve(E.left('full'))
      const queue = queues.get(source)
      if (queue === undefined) queues.set(source, [one])
      else queue.push(one)
      waiting += 1
      signal?.addEventListener('abort', drop)
    })
  }

  return { run, load: () => ({ running, waiting }), isIdle: () => running === 0 && waiting === 0 }
}
