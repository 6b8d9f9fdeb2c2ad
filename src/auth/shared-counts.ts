import type { Source } from '../address.ts'

/**
 * Something that counts at each server on a store, as it is told from one to the others. Names are told as digests: what somebody types
 * for a name may be a password.
 * - `failed`: a proof of a name from a source failed; `guesses` is 0 where the same password had failed before
 * - `succeeded`: one was accepted
 * - `registered`: new names of a source; -1: one was not taken after all
 * - `misbehaved`: points of a source, for connections without a proof
 * - `trusted`: somebody of a source has proven who they are
 */
export type SharedCount =
  | { readonly what: 'failed'; readonly tried: string; readonly source: Source; readonly guesses: number }
  | { readonly what: 'succeeded'; readonly tried: string }
  | { readonly what: 'registered'; readonly source: Source; readonly names: number }
  | { readonly what: 'misbehaved'; readonly source: Source; readonly points: number }
  | { readonly what: 'trusted'; readonly source: Source }

/** Tells other servers what counts there, too, and hears them. */
export interface SharedCounts {
  /** `address` is where it came from: what comes from this machine itself is of no other's concern. */
  readonly tell: (count: SharedCount, address: string) => void
  /** `hear` is told what counts at the others, from now on. */
  readonly onHeard: (hear: (count: SharedCount) => void) => void
}

/** There are no others. */
export const UNSHARED: SharedCounts = { tell: () => undefined, onHeard: () => undefined }
