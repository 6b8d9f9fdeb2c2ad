import { combined } from '../../../engine/index.ts'
import type { Inspector } from '../../../inspect/index.ts'
import { Exit, type ExitCode } from '../../exit.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import { onStopSignal } from '../../signals.ts'
import { openProgress } from '../../terminal/progress.ts'
import { UncaughtErrors } from '../../uncaught.ts'
import { announce } from './announce.ts'
import { HangupReload } from './hangup.ts'
import { openInspection } from './inspect.ts'
import { listen } from './listen.ts'
import { serveMetrics } from './metrics.ts'
import type { ServeFlags } from './options.ts'
import { closeParts, openParts } from './parts.ts'
import { moduleOf } from './replier.ts'
import type { Settings } from './settings.ts'
import { notifySystemd } from './systemd.ts'

/**
 * Runs a server until a signal, whoever answers at the console, or a fault of a module stops it in order. Resolves with 0; throws a
 * CliError for what cannot be opened, and for a fault.
 */
export const runServer = async (settings: Settings, flags: ServeFlags): Promise<ExitCode> => {
  const hangup = new HangupReload(flags)
  const stop = new Promise<void>((stopped) => onStopSignal(stopped, hangup.hungUp))
  const faults = new UncaughtErrors(moduleOf(settings.reply))
  const parts = await openParts(settings, faults)
  const { reply, folder, log, recorder, channel, opened } = parts
  let inspector: Inspector | null = null
  try {
    inspector = await openInspection(settings, folder)
    const progress = openProgress()
    const server = await listen(settings, {
      reply,
      channel,
      log: progress.above(reply.watch(log)),
      observer: combined([recorder, inspector?.observer].filter((one) => one != null)),
      store: opened?.store ?? null,
    })
    const metrics = await serveMetrics(settings, server)
    announce(settings, { server, channel, metrics, inspector })
    hangup.begin(server, log)
    await Promise.race([stop, faults.first, reply.attend()])
    reply.close()
    hangup.stop()
    notifySystemd('stopping', process.env)
    progress.begin(catalogues[settings.lang].console.stopping)
    await server.close()
    metrics?.close()
    progress.end()
    faults.check()
    return Exit.done
  } finally {
    await inspector?.close()
    await closeParts(parts)
  }
}
