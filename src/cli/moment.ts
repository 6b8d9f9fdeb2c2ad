/** A moment, in milliseconds since 1970, as ISO 8601 in UTC. One that no calendar has is told by `otherwise`. */
export const moment = (atMs: number, otherwise: (atMs: number) => string = String): string => {
  const date = new Date(atMs)
  return Number.isNaN(date.getTime()) ? otherwise(atMs) : date.toISOString()
}
