import { ColloquyError } from '../engine/index.ts'
import { descriptorRoom } from '../transport/index.ts'
import { roomToArrive } from './arrivals.ts'
import { cannotListen } from './listening.ts'

/** Connections beyond the limit that are told so at the same time; more are closed without a word. */
export const MAX_REFUSED = 16

/**
 * How many sessions there may be, and how many connections that are about to say what they are, in each of several processes. Descriptors
 * are counted with what is open now: the store, the log.
 */
export const roomFor = async (
  wanted: number | undefined,
  looks: boolean,
  processes = 1,
): Promise<{ readonly maxSessions: number; readonly maxArriving: number; readonly room: number }> => {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 0))
    throw new RangeError('maxSessions is a whole number, 0 or more.')
  const { limit, spare } = await descriptorRoom(MAX_REFUSED)
  const maxArriving = looks ? roomToArrive(limit - spare) : 0
  const room = (limit - spare - maxArriving) * processes
  if (wanted !== 0 && room < 1) throw cannotListen({ code: 'NO_DESCRIPTORS' })
  if (wanted !== undefined && wanted !== 0 && wanted > room)
    throw new ColloquyError(
      { code: 'TOO_MANY_SESSIONS', limit, spare: spare + maxArriving },
      `Of ${limit} files that may be open the server needs ${spare + maxArriving} itself; set maxSessions to ${room} at most, or raise the limit.`,
    )
  return { maxSessions: wanted ?? room, maxArriving: Math.ceil(maxArriving / processes), room: limit - spare }
}
