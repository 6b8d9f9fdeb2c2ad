import type { ClientEvent, Log } from '../../index.ts'

/** Notices a server that takes connections and never says a word, as one of another protocol may. */
export const noticeSilence = (
  log: Log<ClientEvent>,
): { readonly log: Log<ClientEvent>; readonly isSilent: () => boolean } => {
  let isConnected = false
  let hasSpoken = false
  const write = (event: ClientEvent): void => {
    if (event.event === 'connected') isConnected = true
    if (event.event === 'welcome') hasSpoken = true
    log.write(event)
  }
  return { log: { data: log.data, level: log.level, write }, isSilent: () => isConnected && !hasSpoken }
}
