import type { Observer } from '../../../index.ts'
import type { Store } from '../../../store/index.ts'
import { makeDataFolder } from '../../files/data-folder.ts'
import { openLog, type ServerLog } from '../../log/open.ts'
import type { UncaughtErrors } from '../../uncaught.ts'
import { openChannel, type ServedChannel } from './channel.ts'
import { loadContract } from './load-contract.ts'
import { openServedStore } from './open-store.ts'
import { recording } from './recording.ts'
import { openReplier, type Replier } from './replier.ts'
import type { Settings } from './settings.ts'
import { workersReplier } from './workers/workers-replier.ts'

/** The parts that a server of the command stands on. */
export interface ServedParts {
  readonly reply: Replier
  readonly folder: string
  readonly log: ServerLog
  /** Records what is said; null: nothing is recorded here. */
  readonly recorder: Observer | null
  readonly channel: ServedChannel
  /** Null: nobody is remembered. */
  readonly opened: { readonly store: Store; readonly release: () => void } | null
}

/**
 * Opens the parts that the settings name, the log as soon as there is a folder for it: faults are told there from then on. Throws a
 * CliError for what cannot be opened.
 */
export const openParts = async (settings: Settings, faults: UncaughtErrors): Promise<ServedParts> => {
  const { workers, mode } = settings
  const spoken = await loadContract(settings)
  const reply =
    workers === undefined
      ? await faults.before(openReplier(settings, spoken?.runnable))
      : workersReplier(workers, settings)
  const folder = makeDataFolder(settings.data)
  const log = openServedLog(settings, folder, reply)
  faults.tell(log)
  // With workers each records its own connections.
  const recorder = workers === undefined ? await recording(settings, log, spoken) : null
  const channel = await openChannel(settings, folder, mode)
  // In echo and raw mode nobody is remembered.
  const opened = mode === 'echo' || mode === 'raw' ? null : await openServedStore(settings, folder)
  return { reply, folder, log, recorder, channel, opened }
}

/** Opens the log, which is whole however the process ends. */
const openServedLog = (
  { log: to, logLevel: level, lang }: Settings,
  folder: string,
  { console }: Replier,
): ServerLog => {
  const log = openLog({ folder, to, level, lang, ...(console === null ? {} : { console }) })
  process.once('exit', log.close)
  return log
}

/** Closes what was opened. */
export const closeParts = async ({ reply, log, opened }: ServedParts): Promise<void> => {
  await opened?.store.close()()
  opened?.release()
  reply.close()
  log.close()
}
