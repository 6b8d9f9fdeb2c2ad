import { createPrimary, type PrimaryServer, WorkerFailed } from '../../../../server/index.ts'
import { CliError } from '../../../errors.ts'
import { Exit, type ExitCode } from '../../../exit.ts'
import type { LogKind } from '../../../log/kinds.ts'
import type { ServerLog } from '../../../log/open.ts'
import type { Replier } from '../replier.ts'
import { forkWorker } from './fork-worker.ts'
import type { WorkerLogSettings } from './worker-log.ts'

/** Settings of the command line for a worker. */
export interface WorkerSettings extends WorkerLogSettings {
  readonly reply: string
  readonly contract: string | undefined
  readonly record: string | undefined
}

/** Answers in other processes: conversations are spread over so many workers. */
export const workersReplier = (workers: number, settings: WorkerSettings): Replier => {
  let log: ServerLog | null = null
  let primary: PrimaryServer | null = null
  return {
    listen: async (options) => {
      try {
        const server = await createPrimary({
          ...options,
          log: options.log ?? { data: false, write: () => {} },
          workers,
          spawn: forkWorker,
          settings: (): WorkerSettings => ({ ...settings, logLevel: log?.minLevel ?? settings.logLevel }),
          api: {
            log: {
              lines: (kind: LogKind, lines: string) => log?.takeLines(kind, lines),
              show: (event: Parameters<ServerLog['show']>[0]) => log?.show(event),
            },
          },
        })
        primary = server
        return {
          host: server.host,
          port: server.port,
          get readiness() {
            return server.readiness
          },
          get usage() {
            return server.usage
          },
          metrics: server.metrics,
          close: server.close,
          renewCertificate: server.renewCertificate,
          setRegistration: server.setRegistration,
          setSources: server.setSources,
          setLogLevel: (level) => server.tell('setLevel', level),
        }
      } catch (error) {
        throw error instanceof WorkerFailed ? ended(error) : error
      }
    },
    console: null,
    watch: (opened) => {
      log = opened
      return opened
    },
    attend: async () => {
      if (primary !== null) throw ended(await primary.broken)
    },
    close: () => {},
  }
}

const ended = ({ how, failure }: Pick<WorkerFailed, 'how' | 'failure'>): CliError => {
  if (failure === null) return new CliError(Exit.fault, (say) => say.workersEnd(how))
  const { exit, lines } = failure
  // It is one of ours, from a process of the same program; its words are in its language already.
  return new CliError(exit as ExitCode, () => lines.at(-1) ?? '', lines.slice(0, -1))
}
