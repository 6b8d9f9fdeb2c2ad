import type { Log, ServerEvent } from '../../index.ts'
import { kindOf, type LogKind, logKinds } from './kinds.ts'
import { isWanted, levels, type MinLevel } from './levels.ts'
import { numbered } from './line.ts'
import type { LogOptions } from './options.ts'
import { consoleSink, fileSink } from './sinks.ts'

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

/** Opens a server's log, its files for their owner only. Throws a CliError if one cannot be opened. */
export const openLog = (options: LogOptions): ServerLog => {
  let { level } = options
  const { to, relay, kinds = logKinds } = options
  const files = new Map(to === 'console' ? [] : kinds.map((kind) => [kind, fileSink(kind, options)]))
  const terminal = to === 'file' || relay !== undefined ? null : consoleSink(options)
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
