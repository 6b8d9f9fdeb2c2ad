/** Whether `npm run soak` runs, which has time: where more of the same finds little, `npm test` takes less of it. */
export const isSoak = process.env.COLLOQUY_SOAK_SECONDS !== undefined

/** Runs of a property whose inputs are new each time: all of them in `npm run soak`, a part of them otherwise. */
export const runsOf = (count: number): number => (isSoak ? count : Math.ceil(count / 4))
