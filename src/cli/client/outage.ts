import type { ClientEvent, Log } from '../../index.ts'

/**
 * Notices that a conversation broke off, and that another connection is to follow. `noticed` resolves when the outage is over: before
 * that it is not called again.
 */
export const noticeOutage = (log: Log<ClientEvent>, noticed: () => Promise<void>): Log<ClientEvent> => {
  let isOut = false
  return {
    data: log.data,
    level: log.level,
    write: (event) => {
      log.write(event)
      if (event.event !== 'reconnecting' || isOut) return
      isOut = true
      void noticed().finally(() => {
        isOut = false
      })
    },
  }
}
