/**
 * Loads a package once for all files of tests, outside of their contexts, each of which would compile it anew. Only for what
 * is large, and has no part in what is tested: its objects are of other classes than those of the tests.
 */
export const { requireOutside } = globalThis as unknown as { readonly requireOutside: NodeJS.Require }
