/** A sample in a few numbers, in its own unit. NaN where it is empty. */
export interface Summary {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** The value below which this share of an ascending sample lies (nearest rank). */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN

export const summaryOf = (sample: readonly number[]): Summary => {
  const ascending = sample.toSorted((one, other) => one - other)
  return {
    count: ascending.length,
    p50: quantile(ascending, 0.5),
    p99: quantile(ascending, 0.99),
    max: quantile(ascending, 1),
  }
}

/**
 * The chance that a value of `one` is above a value of `other` (the area under the ROC curve; Mann and Whitney's U over
 * the number of pairs). Ties count half. 0.5: nobody can tell them apart by order.
 */
export const auc = (one: readonly number[], other: readonly number[]): number => {
  let above = 0
  for (const a of one) for (const b of other) above += a > b ? 1 : a === b ? 0.5 : 0
  return above / (one.length * other.length)
}

/** The slope of the line of least squares through points (x, y). */
export const slope = (points: readonly (readonly [number, number])[]): number => {
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  let [over, under] = [0, 0]
  for (const [x, y] of points) {
    over += (x - meanX) * (y - meanY)
    under += (x - meanX) ** 2
  }
  return over / under
}
