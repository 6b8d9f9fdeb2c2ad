export * as client from './client.ts'
export * as session from './session.ts'
export { deadlines } from './shared.ts'
export type { Composed, Happening, Heard, Meta, Outcome, Outcomes, Said, StateName } from './words.ts'
