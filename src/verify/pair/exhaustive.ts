import { type Side, sides } from '../../contract/index.ts'
import type { Edges } from './edges.ts'

/**
 * A side that waits for room and does not get it while it stays in its place, with the first configuration in which it
 * does; null where there is none. Then the walk is exhaustive (k-exhaustive, as Lange and Yoshida call it): room comes by
 * steps of the other side, and by what this side hears that changes nothing.
 */
export const findStuckSides = (
  edges: Edges,
  waits: (index: number, side: Side) => boolean,
): { readonly side: Side; readonly at: number } | null => {
  for (const side of sides) {
    const met = edges.leadingTo(
      (index) => !waits(index, side),
      (edge) => edge.isReliable && (edge.side !== side || edge.stays),
    )
    const at = met.indexOf(0)
    if (at >= 0) return { side, at }
  }
  return null
}
