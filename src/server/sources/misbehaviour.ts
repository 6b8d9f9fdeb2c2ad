import type { Ending } from '../../engine/ending.ts'
import type { Misbehaviour } from './slots.ts'

/** The misbehaviour of a connection on which nothing was proven, by how it ended; null: nothing that is its own doing. */
export const misbehaviourOf = (ending: Ending): Misbehaviour | null => {
  if (ending.how === 'lost') return 'left'
  if (ending.by === 'them') return 'left'
  if (ending.how === 'bye') return null
  switch (ending.code) {
    case 'MALFORMED':
    case 'UNEXPECTED_MESSAGE':
    case 'TOO_LARGE':
    case 'GAP':
      return 'broke'
    case 'TIMEOUT':
      return 'waited'
    case 'UNAUTHORIZED':
      return 'failed'
    default:
      return null
  }
}
