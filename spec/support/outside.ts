import type typescript from 'typescript'

/** What the environment of the tests has beside Jest's. */
const { requireOutside } = globalThis as unknown as { readonly requireOutside: NodeJS.Require }

/** The TypeScript compiler, loaded once for all files of tests: within a context of their own it takes some three seconds. */
export const ts: typeof typescript = requireOutside('typescript')
