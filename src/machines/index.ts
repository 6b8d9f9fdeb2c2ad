export * as client from './client.ts'
export * as session from './server.ts'
export { DEFAULT_HEARTBEAT_MS, deadlines } from './shared.ts'
export type {
  Heard,
  LocalEvent,
  MachineModule,
  MessageByName,
  MessageRef,
  Meta,
  Outcome,
  Outcomes,
  OutgoingMessage,
  StateName,
} from './types.ts'
