import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { TakenToken, TokenKeeper } from '../../index.ts'
import { lockFile, makePrivateFolder, nameKey } from '../../store/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { Phrase } from '../i18n/errors.ts'
import { writeWhole } from './write-whole.ts'

const Entry = t.readonly(t.type({ server: t.string, name: t.string, token: t.string }))
const TokenFile = t.type({ version: t.literal(1), tokens: t.readonlyArray(Entry) })
type Entry = t.TypeOf<typeof Entry>

/** Limit on the wait for another client that holds the tokens: the time of a proof, and a little more. */
const LOCK_WITHIN_MS = 35_000
const LOOK_EVERY_MS = 50

/** Which tokens are kept where, for whom. */
export interface TokenStoreOptions {
  readonly file: string
  /** Host and port, as they were given. */
  readonly server: string
  /** Whether the person named the file. One that nobody chose is done without where the disk does not keep it. */
  readonly isChosen: boolean
  /** Hears what became of a damaged file, and once that there is none. */
  readonly complain: (phrase: Phrase) => void
  /** Aborts when nobody waits for a token any more. */
  readonly unwanted: AbortSignal
}

/** The tokens of one server in a private file, one entry a name, held by one client at a time. */
export class TokenStore implements TokenKeeper {
  private readonly options: TokenStoreOptions
  private readonly file: string
  private readonly server: string
  private isGivenUp = false

  constructor(options: TokenStoreOptions) {
    this.options = options
    this.file = options.file
    this.server = options.server
  }

  /** Throws a CliError if the file cannot be used, before anybody is connected to. */
  check(): void {
    try {
      this.read()
    } catch (error) {
      this.giveUp(error)
    }
  }

  async take(name: string): Promise<TakenToken> {
    try {
      this.trying(() => makePrivateFolder(dirname(this.file)))
      return await this.hold(nameKey(name))
    } catch (error) {
      this.giveUp(error)
      return none
    }
  }

  private giveUp(error: unknown): void {
    if (this.options.isChosen || !(error instanceof Unkept)) throw error
    if (!this.isGivenUp) this.options.complain(error.phrase)
    this.isGivenUp = true
  }

  private async hold(key: string): Promise<TakenToken> {
    const release = await this.lock()
    const others = (): readonly Entry[] => this.read().filter((entry) => !this.isOf(entry, key))
    return {
      token: this.tokenOf(key, release),
      keep: async (token) => this.write([...others(), { server: this.server, name: key, token }]),
      forget: async () => this.write(others()),
      release: async () => release(),
    }
  }

  private tokenOf(key: string, release: () => void): string | null {
    try {
      return this.read().find((entry) => this.isOf(entry, key))?.token ?? null
    } catch (error) {
      release()
      throw error
    }
  }

  private isOf(entry: Entry, key: string): boolean {
    return entry.server === this.server && nameKey(entry.name) === key
  }

  private async lock(): Promise<() => void> {
    const deadlineMs = performance.now() + LOCK_WITHIN_MS
    for (;;) {
      const lock = await lockFile(`${this.file}.lock`)()
      if (E.isRight(lock)) return lock.right.release
      const { left } = lock
      if (left.code !== 'LOCKED') throw new Unkept((say) => say.store(left))
      if (performance.now() > deadlineMs || this.options.unwanted.aborted)
        throw namelessError((say) => say.tokensHeld(this.file))
      await pause(LOOK_EVERY_MS)
    }
  }

  private read(): readonly Entry[] {
    const { file } = this
    return this.trying(() => {
      const text = readPrivate(file)
      if (text === null) return []
      const decoded = TokenFile.decode(parse(text))
      if (E.isRight(decoded)) return decoded.right.tokens
      const aside = `${file}.damaged-${randomBytes(4).toString('hex')}`
      renameSync(file, aside)
      this.options.complain((say) => say.tokensDamaged(file, aside))
      return []
    })
  }

  private write(tokens: readonly Entry[]): void {
    this.trying(() => writeWhole(this.file, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`, 0o600))
  }

  /** Throws a CliError for what the disk refuses. */
  private trying<A>(work: () => A): A {
    try {
      return work()
    } catch (error) {
      if (error instanceof CliError) throw error
      const { code = '' } = error as NodeJS.ErrnoException
      throw new Unkept((say) => say.tokensLost(this.file, code))
    }
  }
}

/** A CliError whose text has no name before it: once a conversation has begun, an event tells it as it is. */
const namelessError = (phrase: Phrase): CliError =>
  Object.assign(new CliError(Exit.failed, phrase), { name: '' })

/** The disk does not keep the file. */
class Unkept extends CliError {
  constructor(phrase: Phrase) {
    super(Exit.failed, phrase)
    this.name = ''
  }
}

/** No token, and no place for one. */
const none: TakenToken = {
  token: null,
  keep: async () => {},
  forget: async () => {},
  release: async () => {},
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text of a file that only its owner may read; null where there is none. */
const readPrivate = (file: string): string | null => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return null
  if (!found.isFile()) throw namelessError((say) => say.tokensNoFile(file))
  if ((found.mode & 0o077) !== 0) throw namelessError((say) => say.tokensOpen(file))
  return readFileSync(file, 'utf8')
}
