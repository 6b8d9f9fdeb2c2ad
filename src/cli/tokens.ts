import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { TakenToken, TokenKeeper } from '../index.ts'
import { comparisonForm, lockFile, makePrivateFolder } from '../store/index.ts'
import { Exit, Trouble } from './exit.ts'

const Entry = t.readonly(t.type({ server: t.string, name: t.string, token: t.string }))
const TokenFile = t.type({ version: t.literal(1), tokens: t.readonlyArray(Entry) })
type Entry = t.TypeOf<typeof Entry>

/** So long another client may hold the tokens: as long as a proof may take, and a little more. */
const LOCK_WITHIN_MS = 35_000
const LOOK_EVERY_MS = 50

/** The tokens of one server in a private file, one entry a name, held by one client at a time. */
export class TokenStore implements TokenKeeper {
  private readonly file: string
  private readonly server: string

  /** `server` is host and port, as they were given. */
  constructor(file: string, server: string) {
    this.file = file
    this.server = server
  }

  /** Whether there is a token for the name, or for any name at this server. */
  has(name?: string): boolean {
    return this.read().some((entry) =>
      name === undefined ? entry.server === this.server : this.isOf(entry, comparisonForm(name)),
    )
  }

  async take(name: string): Promise<TakenToken> {
    try {
      makePrivateFolder(dirname(this.file))
      return await this.hold(comparisonForm(name))
    } catch (error) {
      throw error instanceof Trouble ? error : new Trouble(Exit.failed, cannotKeep(this.file, error))
    }
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
    return entry.server === this.server && entry.name === key
  }

  private async lock(): Promise<() => void> {
    const deadlineMs = performance.now() + LOCK_WITHIN_MS
    for (;;) {
      const lock = await lockFile(`${this.file}.lock`)()
      if (E.isRight(lock)) return lock.right.release
      if (lock.left.code !== 'LOCKED') throw new Trouble(Exit.failed, lock.left.remedy)
      if (performance.now() > deadlineMs)
        throw new Trouble(
          Exit.failed,
          `Another client holds ${this.file}; end it, or give another file with --tokens.`,
        )
      await pause(LOOK_EVERY_MS)
    }
  }

  private read(): readonly Entry[] {
    const text = readPrivate(this.file)
    if (text === null) return []
    const decoded = TokenFile.decode(parse(text))
    if (E.isRight(decoded)) return decoded.right.tokens
    const aside = `${this.file}.damaged-${randomBytes(4).toString('hex')}`
    renameSync(this.file, aside)
    return []
  }

  private write(tokens: readonly Entry[]): void {
    writePrivate(this.file, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`)
  }
}

const cannotKeep = (file: string, error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException
  return `Tokens cannot be kept in ${file} (${code}); give another file with --tokens, or --no-tokens.`
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
  if ((found.mode & 0o077) !== 0)
    throw new Trouble(Exit.failed, `Others may read ${file}, which holds tokens; run: chmod 600 ${file}`)
  return readFileSync(file, 'utf8')
}

/** Writes a file so that it is there whole or not at all: temporary file, fsync, rename. */
const writePrivate = (file: string, text: string): void => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
