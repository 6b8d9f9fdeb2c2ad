import type { Log, ServerEvent } from '../../../../index.ts'
import type { Language } from '../../../i18n/language.ts'
import type { MinLevel } from '../../../log/levels.ts'
import { openLog } from '../../../log/open.ts'
import type { LogTarget } from '../../../log/options.ts'
import { logInFrontOf } from '../../../terminal/log-in-front.ts'
import type { PrimaryPort } from './primary-port.ts'

/** More messages to the primary may not wait: lines are kept here then, and at last lost, as where a disk is full. */
const MAX_QUEUED = 64

/** Events of the server as a whole: its primary tells of them, once. */
const OF_THE_WHOLE: ReadonlySet<ServerEvent['event']> = new Set([
  'starting',
  'listening',
  'stopping',
  'stopped',
  'renewed',
])

/** Settings of a log that another process writes. */
export interface WorkerLogSettings {
  readonly log: LogTarget
  readonly logLevel: MinLevel
  readonly lang: Language
}

/** A log that another process writes. */
interface WorkerLog {
  readonly log: Log<ServerEvent>
  readonly setLevel: (level: MinLevel) => void
  /** Sends what is gathered. What comes later is dropped. */
  readonly close: () => void
}

/** Opens the log of a worker, whose lines the primary writes. */
export const openWorkerLog = (
  { log: to, logLevel: level, lang }: WorkerLogSettings,
  port: PrimaryPort,
  tell: (name: string, given: readonly unknown[]) => void,
): WorkerLog => {
  const log = openLog({
    folder: '',
    to,
    level,
    lang,
    relay: {
      lines: (kind) => ({
        open: () => true,
        write: (bytes) => {
          if (port.queued > MAX_QUEUED) throw Object.assign(new Error('It is full.'), { code: 'EAGAIN' })
          tell('lines', [kind, bytes.toString('utf8')])
          return bytes.length
        },
        close: () => {},
      }),
      show: (event) => {
        if (port.queued <= MAX_QUEUED) tell('show', [event])
      },
    },
  })
  const inFront = logInFrontOf<ServerEvent>(log, (event) => {
    if (!OF_THE_WHOLE.has(event.event)) log.write(event)
  })
  return { log: inFront, setLevel: log.setLevel, close: log.close }
}
