export { type Difference, formatDifference } from './compare.ts'
export { generate } from './generate.ts'
export type { GenerateOptions } from './options.ts'
export { bringUpToDate } from './write.ts'
