import { chmodSync, closeSync, openSync } from 'node:fs'
import { destination, type Level, type LevelWithSilent, pino } from 'pino'
import type { Log, ServerEvent } from '../index.ts'
import { Exit, Trouble } from './exit.ts'
import { printable } from './printable.ts'
import { sentence, serverSentences } from './sentences.ts'

const levels: Readonly<Record<ServerEvent['event'], Level>> = {
  starting: 'info',
  listening: 'info',
  connected: 'info',
  identified: 'info',
  granted: 'info',
  ready: 'info',
  received: 'info',
  sent: 'info',
  disconnected: 'info',
  stopping: 'info',
  stopped: 'info',
  denied: 'warn',
  refused: 'warn',
  failed: 'error',
}

/** Everything that could act on a terminal leaves as an escape of JSON; a line stays one line, and parses. */
const oneLine = (line: string): string => `${printable(line.trimEnd())}\n`

/** Opens the log, one JSON object a line, for its owner only. Throws a Trouble if it cannot be opened. */
export const openLogFile = (file: string, level: LevelWithSilent): Log<ServerEvent> => {
  let descriptor: number
  try {
    descriptor = openSync(file, 'a', 0o600)
    chmodSync(file, 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Trouble(
      Exit.failed,
      `The log ${file} cannot be opened (${code}); check the folder and its rights.`,
    )
  }
  const sink = destination({ fd: descriptor, sync: true })
  sink.on('error', () => closeSync(descriptor))
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => sink.write(oneLine(line)) },
  )
  return {
    data: logger.isLevelEnabled('info'),
    write: (event) => logger[levels[event.event]](fields(event), sentence(serverSentences, event)),
  }
}

const fields = (event: ServerEvent): object =>
  'remote' in event ? { ...event, remote: `${event.remote.address}:${event.remote.port}` } : event
