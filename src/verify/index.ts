export type { Finding, Happened } from './finding.ts'
export type { Moment, Standing, Story } from './moment.ts'
export { type Rule, rules } from './rules.ts'
export { type Pair, type Report, type VerifyOptions, verify } from './verify.ts'
