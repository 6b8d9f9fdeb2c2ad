import type { Socket } from 'node:net'
import {
  type createServer,
  type KeyedCertificate,
  type Server,
  type SourceOptions,
  talk,
} from '../../../../index.ts'
import {
  type Handed,
  receivedOptions,
  remotePrimary,
  type Start,
  startServer,
} from '../../../../server/index.ts'
import { systemClock } from '../../../../transport/index.ts'
import { CliError, errorExit, errorPhrase } from '../../../errors.ts'
import { Exit, type ExitCode } from '../../../exit.ts'
import { loadSpoken } from '../../../files/spoken-contract.ts'
import { catalogues } from '../../../i18n/catalogues.ts'
import type { MinLevel } from '../../../log/levels.ts'
import { catchUncaught, UncaughtErrors } from '../../../uncaught.ts'
import { ownUsage } from '../process-text.ts'
import { recording } from '../recording.ts'
import { moduleOf, openReplier } from '../replier.ts'
import { primaryPort } from './primary-port.ts'
import { openWorkerLog } from './worker-log.ts'
import type { WorkerSettings } from './workers-replier.ts'

// A worker of `serve --workers`: a server whose connections, store and limits come from the process that has started it.

/** Time to say Bye in when the primary is gone: there is no store any more, and nobody to log in with. */
const ORPHANED_WITHIN_MS = 1_000

type Running = Pick<Server, 'close' | 'metrics' | 'renewCertificate' | 'setRegistration' | 'setSources'>

const run = (start: Start): void => {
  // Both are of the same program.
  const settings = start.settings as WorkerSettings
  const { lang, reply: given, contract, record } = settings
  let server: Running | null = null
  let end: ExitCode | null = null
  const primary = remotePrimary(port, start.place, start.options.sources, systemClock, {
    worker: {
      measure: () => [server?.metrics(), ownUsage()],
      stop: async (withinMs: number) => {
        await server?.close(withinMs)
        opened.close()
        end = Exit.done
      },
      setSources: (sources: SourceOptions) => {
        primary.setSources(sources)
        server?.setSources(sources)
      },
      setRegistration: (state: 'open' | 'closed') => server?.setRegistration(state),
      renewCertificate: (certificate: KeyedCertificate) => server?.renewCertificate(certificate),
      setLevel: (level: MinLevel) => opened.setLevel(level),
    },
  })
  const { calls } = primary
  const opened = openWorkerLog(settings, port, (name, given) => calls.tell('log', name, given))
  const { log } = opened

  const addGone = countedEachTurn((gone) => calls.tell('worker', 'gone', [gone]))
  port.onSocket((socket: Socket | undefined, { handed }: Handed) => {
    if (socket === undefined) {
      addGone()
      if (handed !== null) calls.tell('slots', 'leave', [handed.key])
    } else primary.take(socket.once('close', addGone), handed)
  })

  process.on('disconnect', () => {
    if (end !== null || server === null) process.exit(end ?? Exit.failed)
    void server.close(ORPHANED_WITHIN_MS).then(() => process.exit(Exit.failed))
  })
  /** Ends this process, once the primary has heard why. */
  const fail = (error: unknown): void => {
    end = errorExit(error)
    const above = error instanceof CliError ? error.above : []
    const lines = [...above, errorPhrase(error)(catalogues[lang].errors)]
    calls.tell('worker', 'failed', [{ exit: end, lines }])
    process.disconnect?.()
  }

  const faults = new UncaughtErrors(moduleOf(given))
  faults.tell(log)
  const begin = async (): Promise<void> => {
    const spoken = contract === undefined ? null : await loadSpoken(contract)
    // The server is one of the same options, whose parts are the primary's.
    const create = ((options: Parameters<typeof createServer>[0]) =>
      startServer({ ...options, contract: options.contract ?? talk }, primary)) as typeof createServer
    const reply = await faults.before(
      openReplier({ reply: given, lang, json: false }, spoken?.runnable, create),
    )
    const recorder = await recording({ record, log: settings.log, lang }, log, spoken)
    // Metrics are read at once here.
    server = (await reply.listen({
      ...receivedOptions(start.options),
      node: start.node,
      store: primary.store,
      log,
      ...(recorder === null ? {} : { observer: recorder }),
    })) as Running
    calls.tell('worker', 'ready', [])
    await faults.first
    await server.close()
    opened.close()
    faults.check()
  }
  begin().catch(fail)
}

/** Counts what happens, and tells the count once a turn of the event loop. */
const countedEachTurn = (tell: (count: number) => void): (() => void) => {
  let count = 0
  return () => {
    count += 1
    if (count > 1) return
    setImmediate(() => {
      tell(count)
      count = 0
    })
  }
}

const port = primaryPort()
// The keyboard or a supervisor signals the whole group; the primary tells its workers to stop itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
catchUncaught()
port.onMessage((message) => run(message as Start))
