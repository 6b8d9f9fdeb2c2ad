/** Whether `npm run soak` runs, which has time: where more of the same finds little, `npm test` takes less of it. */
export const isSoak = process.env.COLLOQUY_SOAK_SECONDS !== undefined
