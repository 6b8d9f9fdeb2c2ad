import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { limitFrom, optional, optionsOf, wholeFrom } from '../arguments.ts'
import { createFairQueue, type QueueLoad, type Turn } from './fair-queue.ts'

/** Hashes passwords with argon2id. */
export interface Hasher {
  /** A PHC string. */
  readonly hash: (password: string, turn?: Turn) => TaskEither<HashFault, string>
  /** Whether a password is that of a PHC string. */
  readonly verify: (phc: string, password: string, turn?: Turn) => TaskEither<HashFault, boolean>
  /** Nobody's hash: no password fits it, and to try one costs as much as with a real one. */
  readonly dummy: string
  /** Whether a hash was made with other parameters than today's. */
  readonly isDated: (phc: string) => boolean
  /** How many passwords are checked now, and how many wait for it. */
  readonly load?: () => QueueLoad
}

/**
 * UNAVAILABLE: too many passwords wait already, or nobody waits for this one any more. UNREADABLE: the stored hash is no PHC string of argon2. FAILED: the
 * library is missing, or has no memory.
 */
export interface HashFault {
  readonly code: 'UNAVAILABLE' | 'UNREADABLE' | 'FAILED'
  readonly remedy: string
}

/** Memory in KiB, passes and lanes. */
export interface HashParameters {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** The parameters that OWASP asks for: 19 MiB, 2 passes, 1 lane; about 15 ms. */
export const hashParameters: HashParameters = { memoryKiB: 19_456, passes: 2, lanes: 1 }

/** How passwords are hashed, and how many at once. */
export interface HasherOptions {
  readonly parameters?: HashParameters
  /** Hashes at once. At most two, and one core stays free: more of them hold up the file system, and win no time. */
  readonly atOnce?: number
  /** How many of one source may wait for their turn; 32 unless given. Sources are served in turns. */
  readonly queue?: number
  /** How many may wait in all; 256 unless given. Above that the source with the longest queue gives way. */
  readonly queueInAll?: number
}

const hasherOptions = optionsOf({
  parameters: optional(optionsOf({ memoryKiB: wholeFrom(1), passes: wholeFrom(1), lanes: wholeFrom(1) })),
  atOnce: optional(wholeFrom(1)),
  queue: optional(limitFrom(0)),
  queueInAll: optional(limitFrom(0)),
})

/**
 * Loads the library. Node remembers an import that failed, for want of descriptors perhaps, and fails again for ever: a
 * server loads it before anybody is let in. False: there are no passwords to be checked here.
 */
export const loadHashing = async (): Promise<boolean> => (await argon2()) !== undefined

// Not a word of an error goes on: it may quote what it was given.
const argon2 = (): Promise<Argon2 | undefined> => import('@node-rs/argon2').catch(() => undefined)

/** The hasher. The library is loaded when the first password comes, unless it was before. */
export const createHasher = (options: HasherOptions = {}): Hasher => {
  hasherOptions('options', options)
  const {
    parameters = hashParameters,
    atOnce = Math.min(2, Math.max(1, availableParallelism() - 1)),
    queue = 32,
    queueInAll = 256,
  } = options
  const turns = createFairQueue({ atOnce, perSource: queue, inAll: queueInAll })
  const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = parameters
  const prefix = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`

  const inTurn =
    <A>(
      turn: Turn | undefined,
      otherwise: HashFault,
      work: (argon2: Argon2) => Promise<A>,
    ): TaskEither<HashFault, A> =>
    async () => {
      const run = await turns.run(async () => {
        const library = await argon2()
        if (library === undefined) return E.left(cannotHash)
        return work(library).then(E.right<HashFault, A>, () => E.left(otherwise))
      }, turn)
      return E.isLeft(run) ? E.left(unavailable) : run.right
    }

  return {
    hash: (password, turn) =>
      inTurn(turn, cannotHash, (argon2) => argon2.hash(password, { memoryCost, timeCost, parallelism })),
    verify: (phc, password, turn) => inTurn(turn, unreadable, (argon2) => argon2.verify(phc, password)),
    dummy: `${prefix}${base64(randomBytes(16))}$${base64(randomBytes(32))}`,
    isDated: (phc) => !phc.startsWith(prefix),
    load: turns.load,
  }
}

type Argon2 = Pick<typeof import('@node-rs/argon2'), 'hash' | 'verify'>

const unavailable: HashFault = {
  code: 'UNAVAILABLE',
  remedy: 'Too many passwords wait to be checked; try again in a moment.',
}

const unreadable: HashFault = {
  code: 'UNREADABLE',
  remedy: 'A stored password hash cannot be checked; set the password of that account anew.',
}

/** The library is not there, or has no memory. */
export const cannotHash: HashFault = {
  code: 'FAILED',
  remedy: 'Passwords cannot be hashed; see that @node-rs/argon2 is installed and 20 MiB of memory are free.',
}

/** PHC strings have no padding. */
const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
