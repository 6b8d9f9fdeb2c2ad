import { join } from 'node:path'
import type { Clock, Log, ServerEvent } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { type Sentences, sentenceOf } from '../i18n/events.ts'
import type { Language } from '../i18n/language.ts'
import { isColoured } from '../terminal/colours.ts'
import { printable } from '../terminal/printable.ts'
import { writeStderr } from '../terminal/standard-error.ts'
import type { BacklogLimits } from './backlog.ts'
import { standardError } from './console.ts'
import { LogFile, type RotationLimits } from './file.ts'
import { type Files, systemFiles } from './files.ts'
import { kindOf, LOG_FILES, type LogKind, logKinds } from './kinds.ts'
import { isWanted, levels, type MinLevel } from './levels.ts'
import { type Format, jsonLine, numbered, plainLine } from './line.ts'
import { type Destination, Spool } from './spool.ts'

/** Where a server's log goes. */
export const logTargets = ['file', 'console', 'both'] as const
export type LogTarget = (typeof logTargets)[number]

/** A server's log, and what it lives by; the system's unless given. */
export interface LogOptions {
  /** The folder of `server.log`, `data.log` and `audit.log`, and of the older ones. */
  readonly folder: string
  readonly to: LogTarget
  /** The kinds that have a file of their own; all unless given. The rest is written with `server`. */
  readonly kinds?: readonly LogKind[]
  readonly level: MinLevel
  readonly lang: Language
  readonly clock?: Clock
  /** Milliseconds since 1970. */
  readonly today?: () => number
  readonly later?: (callback: () => void) => void
  readonly files?: Files
  readonly console?: Destination
  /** Another process, which writes the log; nothing is opened here then. */
  readonly relay?: LogRelay
  readonly coloured?: boolean
  /** Hears what is wrong with the log itself. */
  readonly complain?: (sentence: string) => void
  readonly limits?: { readonly rotation?: RotationLimits; readonly backlog?: BacklogLimits }
}

/** Takes the lines of a log for the process that writes it. */
interface LogRelay {
  /** Where the lines of a file go; they have no numbers yet. */
  readonly lines: (kind: LogKind) => Destination
  /** Shows an event on the console. */
  readonly show: (event: ServerEvent) => void
}

/** A log that is open. Writing never fails, and never waits. */
export interface ServerLog extends Log<ServerEvent> {
  /** Writes from this level on. */
  setLevel(level: MinLevel): void
  readonly minLevel: MinLevel
  /** Writes lines of another process into the file of their kind, and numbers them. */
  takeLines(kind: LogKind, lines: string): void
  /** Shows an event of another process on the console, if that is wanted. */
  show(event: ServerEvent): void
  /** Writes what can be written at once. What comes later is dropped. */
  close(): void
}

/** A clock whose timers keep nothing alive: no line is worth waiting for at the end. */
const idleClock: Clock = {
  now: () => performance.now(),
  setTimer: (withinMs, callback) => setTimeout(callback, withinMs).unref(),
  // The one cast: a Timer of this clock is what its setTimer returned.
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
}

/** Lines of data may be gathered for so long: a write costs more than a message. */
const GATHER_MS = 100

const soon = (callback: () => void): void => void setTimeout(callback, GATHER_MS).unref()

/** Opens a server's log, its files for their owner only. Throws a CliError if one cannot be opened. */
export const openLog = (options: LogOptions): ServerLog => {
  let { level } = options
  const { to, lang, today = Date.now, clock = idleClock, later = soon, relay } = options
  const { log: about, server: words, forPersons } = catalogues[lang].events
  const say = options.complain ?? writeStderr
  const backlog = options.limits?.backlog

  const sink = (destination: Destination, put: Format, words: Words, onStuck: SpoolStuck): Sink => {
    const format = (event: ServerEvent, seq: number): string =>
      put(today(), event, sentenceOf(words, event), relay === undefined ? seq : undefined)
    const lostLine = (lines: number): string => {
      const event = { event: 'lost', lines } as const
      return put(today(), event, sentenceOf(about, event))
    }
    const limits = backlog === undefined ? {} : { limits: backlog }
    return { format, spool: new Spool(destination, { clock, later, lostLine, onStuck, ...limits }) }
  }

  const toFile = (kind: LogKind): Sink => {
    const path = join(options.folder, LOG_FILES[kind])
    // Its writer says what is wrong with the file.
    if (relay !== undefined) return sink(relay.lines(kind), jsonLine, words, () => undefined)
    const rotation = options.limits?.rotation
    const file = new LogFile(path, {
      clock,
      files: options.files ?? systemFiles,
      onOverlong: (code) => say(printable(sentenceOf(about, { event: 'overlong', file: path, code }))),
      ...(rotation === undefined ? {} : { limits: rotation }),
    })
    open(file, path)
    return sink(file, jsonLine, words, (code, lines) =>
      say(printable(sentenceOf(about, { event: 'stuck', file: path, code, lines }))),
    )
  }

  const toConsole = (): Sink => {
    const coloured = options.coloured ?? isColoured(process.stderr, process.env)
    // A console that takes nothing cannot be told so either.
    return sink(
      options.console ?? standardError(),
      plainLine(coloured, today()),
      { ...words, ...forPersons },
      () => {},
    )
  }

  const { kinds = logKinds } = options
  const files = new Map(to === 'console' ? [] : kinds.map((kind) => [kind, toFile(kind)]))
  const terminal = to === 'file' || relay !== undefined ? null : toConsole()
  /** The number of the last line, in whichever file: by it all of them can be read as one. */
  let seq = 0
  return {
    get data() {
      return isWanted('info', level)
    },
    get level() {
      return level === 'trace' || level === 'debug' ? level : undefined
    },
    setLevel: (wanted) => {
      level = wanted
    },
    get minLevel() {
      return level
    },
    takeLines: (kind, lines) => {
      const spool = (files.get(kind) ?? files.get('server'))?.spool
      for (const line of lines.split('\n').slice(0, -1)) {
        seq += 1
        spool?.put(`${numbered(line, seq)}\n`, kind === 'data')
      }
    },
    show: (event) => terminal?.spool.put(terminal.format(event, seq), kindOf(event.event) === 'data'),
    countsUnproven: true,
    write: (event) => {
      if (!isWanted(levels[event.event], level)) return
      const kind = kindOf(event.event)
      const mayWait = kind === 'data'
      seq += 1
      for (const sink of [files.get(kind) ?? files.get('server'), terminal])
        sink?.spool.put(sink.format(event, seq), mayWait)
      if (to !== 'file') relay?.show(event)
    },
    close: () => {
      for (const { spool } of files.values()) spool.close()
      terminal?.spool.close()
    },
  }
}

type Words = Sentences<ServerEvent>

interface Sink {
  readonly format: (event: ServerEvent, seq: number) => string
  readonly spool: Spool
}

type SpoolStuck = (code: string, lines: number) => void

const open = (destination: Destination, path: string): void => {
  try {
    destination.open()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.failed, (say) => say.log(path, code))
  }
}
