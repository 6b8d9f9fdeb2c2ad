export type { EndedConversation } from './config.ts'
export {
  type Client,
  type ClientHandlersOption,
  type ClientSettings,
  connect,
} from './connect.ts'
export {
  type Credentials,
  type Proof,
  type Prover,
  password,
  personName,
  type TakenToken,
  type TokenKeeper,
} from './credentials.ts'
export type { KeyKind, KnownServer } from './known-server.ts'
export type { OwnSession } from './own-sessions.ts'
