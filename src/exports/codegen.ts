/**
 * Contract in, texts out: what `colloquy generate` writes, and `npm run codegen`.
 * @module
 */

export { type Difference, formatDifference } from '../codegen/compare.ts'
export { generate } from '../codegen/generate.ts'
export { contractHash } from '../codegen/index.ts'
export type { Language } from '../codegen/languages.ts'
export type { GenerateOptions, Origin } from '../codegen/options.ts'
export { type Imports, packageImports } from '../codegen/package-imports.ts'
export { generateSingleFile } from '../codegen/single-file.ts'
export { tablesOf } from '../codegen/tables-of.ts'
export { bringUpToDate } from '../codegen/write.ts'
