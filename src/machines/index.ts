export * as client from './client.ts'
export * as session from './session.ts'
export { DEFAULT_HEARTBEAT_MS, deadlines } from './shared.ts'
export { type Effect, type Place, type Step, stepper } from './stepper.ts'
export type {
  Composed,
  Happening,
  Heard,
  MachineModule,
  Meta,
  Outcome,
  Outcomes,
  Said,
  StateName,
  Word,
} from './words.ts'
export {
  assertSteppable,
  isSteppableVersion,
  MIN_XSTATE_VERSION,
  unsteppable,
  unsteppableVersions,
} from './xstate.ts'
