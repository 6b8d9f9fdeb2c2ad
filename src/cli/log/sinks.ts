import { join } from 'node:path'
import type { Clock, ServerEvent } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { type Sentences, sentenceOf } from '../i18n/events.ts'
import { isColoured } from '../terminal/colours.ts'
import { printable } from '../terminal/printable.ts'
import { writeStderr } from '../terminal/standard-error.ts'
import { standardError } from './console.ts'
import { LogFile } from './file.ts'
import { systemFiles } from './files.ts'
import { LOG_FILES, type LogKind } from './kinds.ts'
import { type Format, jsonLine, plainLine } from './line.ts'
import type { LogOptions } from './options.ts'
import { type Destination, Spool } from './spool.ts'

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

/** One destination of a log, and how a line of it is made. */
export interface Sink {
  readonly format: (event: ServerEvent, seq: number) => string
  readonly spool: Spool
}

/** Opens the file of one kind of events. Throws a CliError if it cannot be. */
export const fileSink = (kind: LogKind, options: LogOptions): Sink => {
  const { folder, lang, relay, clock = idleClock, complain = writeStderr, files = systemFiles } = options
  const { log: about, server: words } = catalogues[lang].events
  // Its writer says what is wrong with the file.
  if (relay !== undefined) return sinkInto(relay.lines(kind), jsonLine, words, () => undefined, options)
  const path = join(folder, LOG_FILES[kind])
  const rotation = options.limits?.rotation
  const file = new LogFile(path, {
    clock,
    files,
    onOverlong: (code) => complain(printable(sentenceOf(about, { event: 'overlong', file: path, code }))),
    ...(rotation === undefined ? {} : { limits: rotation }),
  })
  open(file, path)
  return sinkInto(
    file,
    jsonLine,
    words,
    (code, lines) => complain(printable(sentenceOf(about, { event: 'stuck', file: path, code, lines }))),
    options,
  )
}

/** Lines for persons, on standard error or above what is typed. A console that takes nothing cannot be told so either. */
export const consoleSink = (options: LogOptions): Sink => {
  const { lang, console = standardError(), today = Date.now } = options
  const { server: words, forPersons } = catalogues[lang].events
  const coloured = options.coloured ?? isColoured(process.stderr, process.env)
  return sinkInto(console, plainLine(coloured, today()), { ...words, ...forPersons }, () => {}, options)
}

const sinkInto = (
  destination: Destination,
  put: Format,
  words: Sentences<ServerEvent>,
  onStuck: (code: string, lines: number) => void,
  { lang, relay, limits, clock = idleClock, today = Date.now, later = soon }: LogOptions,
): Sink => {
  const { log: about } = catalogues[lang].events
  const format = (event: ServerEvent, seq: number): string =>
    put(today(), event, sentenceOf(words, event), relay === undefined ? seq : undefined)
  const lostLine = (lines: number): string => {
    const event = { event: 'lost', lines } as const
    return put(today(), event, sentenceOf(about, event))
  }
  const backlog = limits?.backlog === undefined ? {} : { limits: limits.backlog }
  return { format, spool: new Spool(destination, { clock, later, lostLine, onStuck, ...backlog }) }
}

const open = (destination: Destination, path: string): void => {
  try {
    destination.open()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(Exit.failed, (say) => say.log(path, code))
  }
}
