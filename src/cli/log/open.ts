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
import { isWanted, levels, type MinLevel } from './levels.ts'
import { type Format, jsonLine, plainLine } from './line.ts'
import { type Destination, Spool } from './spool.ts'

/** Where a server's log goes. */
export const logTargets = ['file', 'console', 'both'] as const
export type LogTarget = (typeof logTargets)[number]

/** A server's log, and what it lives by; the system's unless given. */
export interface LogOptions {
  /** The folder of `server.log`, and of the older ones. */
  readonly folder: string
  readonly to: LogTarget
  readonly level: MinLevel
  readonly lang: Language
  readonly clock?: Clock
  /** Milliseconds since 1970. */
  readonly today?: () => number
  readonly later?: (callback: () => void) => void
  readonly files?: Files
  readonly console?: Destination
  readonly coloured?: boolean
  /** Hears what is wrong with the log itself. */
  readonly complain?: (sentence: string) => void
  readonly limits?: { readonly rotation?: RotationLimits; readonly backlog?: BacklogLimits }
}

/** A log that is open. Writing never fails, and never waits. */
export interface ServerLog extends Log<ServerEvent> {
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

/** Events that come with every chunk. */
const DATA_EVENTS: ReadonlySet<string> = new Set(['received', 'sent', 'frame', 'reading'])

/** Opens a server's log, its file for its owner only. Throws a CliError if the file cannot be opened. */
export const openLog = (options: LogOptions): ServerLog => {
  const { to, level, lang, today = Date.now, clock = idleClock, later = soon } = options
  const { log: about, server: words, forPersons } = catalogues[lang].events
  const say = options.complain ?? writeStderr
  const path = join(options.folder, 'server.log')
  const backlog = options.limits?.backlog

  const sink = (destination: Destination, put: Format, words: Words, onStuck: SpoolStuck): Sink => {
    const format = (event: ServerEvent): string => put(today(), event, sentenceOf(words, event))
    const lostLine = (lines: number): string => {
      const event = { event: 'lost', lines } as const
      return put(today(), event, sentenceOf(about, event))
    }
    const limits = backlog === undefined ? {} : { limits: backlog }
    return { format, spool: new Spool(destination, { clock, later, lostLine, onStuck, ...limits }) }
  }

  const toFile = (): Sink => {
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

  const sinks = [...(to === 'console' ? [] : [toFile()]), ...(to === 'file' ? [] : [toConsole()])]
  return {
    data: isWanted('info', level),
    level: level === 'trace' || level === 'debug' ? level : undefined,
    write: (event) => {
      if (!isWanted(levels[event.event], level)) return
      const mayWait = DATA_EVENTS.has(event.event)
      for (const { format, spool } of sinks) spool.put(format(event), mayWait)
    },
    close: () => {
      for (const { spool } of sinks) spool.close()
    },
  }
}

type Words = Sentences<ServerEvent>

interface Sink {
  readonly format: (event: ServerEvent) => string
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
