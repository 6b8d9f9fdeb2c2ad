import { appendFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { KeyKind, KnownServer } from '../../index.ts'
import { makePrivateFolder } from '../../store/index.ts'
import type { Phrase } from '../i18n/errors.ts'
import { guardedText, OTHERS_WRITE } from './guarded-text.ts'

/** Which keys are remembered where, for which server. */
export interface KnownServersOptions {
  /** null: there is no place for one; keys are known for as long as this client runs. */
  readonly file: string | null
  /** As the person gave it: host and port. */
  readonly server: string
  /** The fingerprint that the person gave; null: none. It counts more than the file. */
  readonly fingerprint: string | null
  /** Asks a person whether a server that nobody vouches for is the one that is meant. */
  readonly ask: (fingerprint: string, unwanted: AbortSignal) => Promise<boolean>
  /** Hears that a key cannot be remembered. */
  readonly complain: (phrase: Phrase) => void
}

/** Stands for a key that is forgotten. */
const NO_KEY = '-'

/**
 * The keys of servers in a file, a line each: server, kind and fingerprint. Of several lines the last counts: a line is added in one
 * write, so that clients do not disturb each other.
 */
export class KnownServers implements KnownServer {
  private readonly options: KnownServersOptions
  /** Keys that could not be written. */
  private readonly unkept = new Map<KeyKind, string>()

  constructor(options: KnownServersOptions) {
    this.options = options
  }

  readonly known = async (kind: KeyKind): Promise<string | null> => {
    const { fingerprint } = this.options
    const kept = this.unkept.get(kind) ?? this.read(kind)
    // Another one than was given is none: that of the server is looked at then, and has to be the one that was given.
    return kept === NO_KEY || (fingerprint !== null && kept !== fingerprint) ? null : kept
  }

  readonly trust = async (kind: KeyKind, shown: string, unwanted: AbortSignal): Promise<boolean> => {
    const { fingerprint, ask } = this.options
    const isTrusted =
      fingerprint !== null ? shown === fingerprint : kind === 'ed25519' || (await ask(shown, unwanted))
    if (isTrusted) this.write(kind, shown)
    return isTrusted
  }

  /** Forgets the keys of the server. */
  forget(): void {
    for (const kind of ['tls', 'ed25519'] as const) if (this.read(kind) !== null) this.write(kind, NO_KEY)
  }

  private read(kind: KeyKind): string | null {
    const { file, server } = this.options
    if (file === null) return null
    const kept = textOf(file)
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([of, its]) => of === server && its === kind)
      .at(-1)?.[2]
    return kept ?? null
  }

  private write(kind: KeyKind, fingerprint: string): void {
    const { file, server, complain } = this.options
    this.unkept.set(kind, fingerprint)
    if (file === null) return
    try {
      makePrivateFolder(dirname(file))
      appendFileSync(file, `${server} ${kind} ${fingerprint}\n`, { mode: 0o600, flush: true })
      this.unkept.delete(kind)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      complain((say) => say.knownUnkept(file, code))
    }
  }
}

/** The text of a file that only its owner may write to; empty where there is none. Throws a CliError for one that others may. */
const textOf = (file: string): string => guardedText(file, OTHERS_WRITE, (say) => say.knownOpen(file)) ?? ''
