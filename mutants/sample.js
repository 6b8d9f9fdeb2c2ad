/** A sample of the mutants of a file, the same for the same seed, in their order. */
export const sampleOf = (mutants, count, seed) => {
  if (mutants.length <= count) return mutants
  const random = randomOf(seed)
  const drawn = mutants
    .map((mutant, at) => ({ mutant, at, drawn: random() }))
    .toSorted((one, other) => one.drawn - other.drawn)
    .slice(0, count)
  return drawn.toSorted((one, other) => one.at - other.at).map(({ mutant }) => mutant)
}

/** Numbers from 0 to 1 (Mulberry32). */
const randomOf = (seed) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
