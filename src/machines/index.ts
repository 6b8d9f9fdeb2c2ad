export * as client from './client.ts'
export * as session from './server.ts'
export { DEFAULT_HEARTBEAT_MS, deadlines } from './shared.ts'
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
} from './types.ts'
