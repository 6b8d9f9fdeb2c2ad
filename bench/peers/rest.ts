import { sessionsWithin } from '../parts/sessions.ts'
import { PEER_NAMES, type PeerName, startPeer } from './peer.ts'

const MAX_SESSIONS = 2_000
/** Longer than an Ack is put off. */
const QUIET_MS = 1_500

/** Memory of the server, in bytes, for each session that has echoed one message and rests. */
export const memoryAtRest = async (): Promise<ReadonlyMap<PeerName, number>> => {
  const found = new Map<PeerName, number>()
  for (const name of PEER_NAMES) found.set(name, await residentBytes(name))
  return found
}

/** In processes of its own. What is there once, whatever the number of sessions, is there before the first reading. */
const residentBytes = async (name: PeerName): Promise<number> => {
  const sessions = await sessionsWithin(MAX_SESSIONS)
  const peer = await startPeer(name)
  try {
    await peer.open(Math.floor(sessions / 2))
    await quiet()
    const before = await peer.server('memory')
    await peer.open(sessions)
    await quiet()
    const after = await peer.server('memory')
    return (after.residentBytes - before.residentBytes) / sessions
  } finally {
    await peer.stop()
  }
}

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS))
