/** The files that are mutated, between commas in COLLOQUY_MUTATE. */
export const mutated = (process.env.COLLOQUY_MUTATE ?? 'src/codec/text.ts').split(',')

/** The tests that are run on each mutant: those of COLLOQUY_SPECS, or of the folders that the files belong to. */
export const specs = process.env.COLLOQUY_SPECS?.split(',') ?? [
  ...new Set(mutated.map((file) => file.replace(/^src\/([^/]+)\/.*/, 'spec/$1'))),
]
