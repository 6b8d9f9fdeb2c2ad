const two = (number: number): string => String(number).padStart(2, '0')

/** The local date, `YYYY-MM-DD`. */
const dateOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

const timeOf = (date: Date): string =>
  `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`

const isDate = (date: Date): boolean => !Number.isNaN(date.getTime())

/** The local time of day, `HH:MM:SS`. `ms` is since 1970. */
export const timeOfDay = (ms: number): string => timeOf(new Date(ms))

/**
 * A moment for a person: the local time of day, and the date if it is another than today. `ms` is since 1970; one that no
 * calendar has is told by `otherwise`.
 */
export const localMoment = (
  ms: number,
  nowMs: number = Date.now(),
  otherwise: (ms: number) => string = String,
): string => {
  const date = new Date(ms)
  if (!isDate(date)) return otherwise(ms)
  const day = dateOf(date)
  return day === dateOf(new Date(nowMs)) ? timeOf(date) : `${day} ${timeOf(date)}`
}

/** A moment for a program: ISO 8601 in UTC. `ms` is since 1970; one that no calendar has is told by `otherwise`. */
export const isoMoment = (ms: number, otherwise: (ms: number) => string = String): string => {
  const date = new Date(ms)
  return isDate(date) ? date.toISOString() : otherwise(ms)
}

/** Tells of each new day, where only times of day are shown. */
export class Calendar {
  private day: string

  constructor(nowMs: number) {
    this.day = dateOf(new Date(nowMs))
  }

  /** The date, if it is another than when it was last asked for; null: the same. */
  turn(nowMs: number): string | null {
    const day = dateOf(new Date(nowMs))
    if (day === this.day) return null
    this.day = day
    return day
  }
}
