import type { ClientEvent, Log } from '../../index.ts'

/** Notices a server that takes connections and never says a word, as one of another protocol may. */
export const noticeSilence = (
  log: Log<ClientEvent>,
): { readonly log: Log<ClientEvent>; readonly isSilent: () => boolean } => {
  let isSilent = false
  const write = (event: ClientEvent): void => {
    if (event.event === 'connected') isSilent = true
    if (event.event === 'welcome') isSilent = false
    log.write(event)
  }
  return { log: { data: log.data, level: log.level, write }, isSilent: () => isSilent }
}
