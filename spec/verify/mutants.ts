export { faultless } from './mutants/changes.ts'
export { continuationMutants, shopPair } from './mutants/continuation.ts'
export { type Mutant, mutants } from './mutants/pair.ts'
