const two = (number: number): string => String(number).padStart(2, '0')

const dateOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

/** The local time of day, `HH:MM:SS`. `ms` is since 1970. */
export const timeOfDay = (ms: number): string => {
  const date = new Date(ms)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Since when something lasts: the time of day, and the date if that is another. */
export const since = (ms: number, nowMs: number): string => {
  const day = dateOf(new Date(ms))
  return day === dateOf(new Date(nowMs)) ? timeOfDay(ms) : `${day} ${timeOfDay(ms)}`
}
