import type { ClientEvent, Log } from '../../index.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import type { Progress } from '../terminal/progress.ts'

/** Tells what a client waits for on its way to its first conversation. It begins to wait now. */
export const withConnectProgress = (
  log: Log<ClientEvent>,
  progress: Progress,
  say: Pick<ConsoleTexts, 'connecting' | 'waiting'>,
): Log<ClientEvent> => {
  const above = progress.above(log)
  let hasArrived = false
  progress.begin(say.connecting)
  return {
    data: log.data,
    level: log.level,
    write: (event) => {
      if (event.event === 'connected' && !hasArrived) progress.begin(say.waiting)
      if (event.event === 'ready' || event.event === 'disconnected') {
        hasArrived = true
        progress.end()
      }
      above.write(event)
    },
  }
}
