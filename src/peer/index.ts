export type { AskOptions } from './asks.ts'
export { Caller, type Calling, type ClientConverse } from './caller.ts'
export type { HeardMessage } from './conversation.ts'
export {
  type Credentials,
  type Proof,
  type Prover,
  password,
  personName,
  type TakenToken,
  type TokenKeeper,
} from './credentials.ts'
export type { Ending, Loss, Who } from './ending.ts'
export { ColloquyError, type Failure } from './error.ts'
export type { ClientEvent, Log, PeerEvent, ServerEvent, Totals } from './events.ts'
export { ask, say } from './exchange.ts'
export { LiveSessions } from './live.ts'
export type { Asker, Converse, Peer } from './peer.ts'
export { type Mode, type ServerConverse, type ServerPeer, type Service, Session } from './session.ts'
export { Turn } from './turn.ts'
