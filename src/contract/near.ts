/** Of known names, the one that somebody most likely meant; null where none is near. */
export const nearest = (name: string, known: Iterable<string>): string | null => {
  const maxApart = Math.max(1, Math.floor(name.length / 3))
  let best: string | null = null
  let nearest = maxApart + 1
  if (name.length > MAX_LENGTH) return null
  for (const one of known) {
    if (one.length > MAX_LENGTH || Math.abs(one.length - name.length) >= nearest) continue
    const apart = one.toLowerCase() === name.toLowerCase() ? 0 : distance(one, name)
    if (apart < nearest) [best, nearest] = [one, apart]
  }
  return best
}

/** The question that a failure ends with where a name is near. */
export const didYouMean = (name: string, known: Iterable<string>): string => {
  const near = nearest(name, known)
  return near === null ? '' : ` Did you mean "${near}"?`
}

/** Longer names are not compared. */
const MAX_LENGTH = 64

/** How many letters are to be added, removed, changed or swapped with the next (optimal string alignment). */
const distance = (from: string, to: string): number => {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1]
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, last] = [last, row]
  }
  return last[to.length] ?? 0
}
