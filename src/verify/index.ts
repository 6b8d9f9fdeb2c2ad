/**
 * Machines against their contract and with each other: rules, findings, traces.
 * @module
 */

export { type Certificate, certificateOf, checkCertificate, type Hashing } from './certificate/certificate.ts'
export { MAX_CERTIFICATE_CHARACTERS, readCertificate } from './certificate/read.ts'
export type { Finding, TraceEvent } from './finding.ts'
export type { VerifyOptions } from './pair/explore.ts'
export { type PromelaOptions, promelaOf } from './promela/model.ts'
export { type FoundStories, type ReportFailure, readReport, reportBounds } from './report/read.ts'
export { reportMarkdown, reportText } from './report/report.ts'
export { sequenceText } from './report/sequence.ts'
export { type Lint, lints, type Rule, rules } from './rules.ts'
export { type TlaOptions, tlaOf } from './tla/model.ts'
export type { SideState, Trace, TraceStep } from './trace.ts'
export { misfits, type Pair, type Report, strictly, verify } from './verify.ts'
