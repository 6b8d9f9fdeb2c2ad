/**
 * Hostile cases, and a peer that tries any server with them.
 * @module
 */

export { ProofDenied } from './approach.ts'
export { casesOf, type HostileCase } from './case.ts'
export { RULES } from './rules.ts'
export { conform, type Tried } from './run.ts'
export type { Target, TlsTarget } from './target.ts'
export type { LeftOut } from './try.ts'
