export { DEFAULT_HEARTBEAT_MS } from '../machines/index.ts'
export { Caller } from './client/caller.ts'
export type { Calling, ClientConverse, EndedConversation } from './client/calling.ts'
export {
  type Credentials,
  demandsProof,
  type Proof,
  type Prover,
  password,
  personName,
  type TakenToken,
  type TokenKeeper,
} from './client/credentials.ts'
export { checkConverse } from './converse.ts'
export type { Ending, Loss, Who } from './ending.ts'
export { ColloquyError, type Failure } from './error.ts'
export type { ClientEvent, Log, PeerEvent, ServerEvent, Totals } from './events.ts'
export { ask, say, tallyOf } from './exchange.ts'
export type { AskOptions } from './line/asks.ts'
export type { HeardMessage } from './line/conversation.ts'
export { Turn } from './line/turn.ts'
export { firstFailureOnly } from './notice.ts'
export type { Asker, Converse, Peer, Tally } from './peer.ts'
export { Drops } from './server/drops.ts'
export { LiveSessions } from './server/live.ts'
export { watchRevocations } from './server/revocations.ts'
export type { Mode, ServerConverse, ServerPeer, Service } from './server/service.ts'
export { Session } from './server/session.ts'
export { shielded } from './shielded.ts'
