export { checkBase } from './check-base.ts'
export { checkConverse } from './check-handlers.ts'
export type { AbortReason, ByeReason, DenialReason, FaultCode } from './codes.ts'
export type { Ending, Loss, PlayEnding, Who } from './ending.ts'
export { ColloquyError, type Failure } from './errors.ts'
export { aLog, type ClientEvent, type Log, type PeerEvent, type ServerEvent, type Totals } from './events.ts'
export { firstFailureOnly } from './first-failure.ts'
export { FlushScheduler } from './flush-scheduler.ts'
export {
  aMachineModule,
  DEFAULT_HEARTBEAT_MS,
  type MachineModule,
  type MessageRef,
  type Outcomes,
  type OutgoingMessage,
} from './machine.ts'
export { ask, say, stream } from './message-context.ts'
export {
  combined,
  type EndedConnection,
  type EnteredState,
  type FrameListener,
  type ObservedEnd,
  type ObservedFrame,
  type Observer,
  observeAll,
  type PassedMessage,
  type PassingFrame,
  type SteppedMachine,
  type SwitchedReading,
} from './observer.ts'
export type {
  AnswerContext,
  Answered,
  AnswerStream,
  AnswerTo,
  Askable,
  AskOptions,
  Handler,
  HeardMessage,
  MessageContext,
  MessageCounts,
  Peer,
  Sayable,
  StreamOptions,
} from './peer.ts'
export { type Play, type PlayOptions, play } from './play.ts'
export { compile, type Runtime, type Side } from './runtime.ts'
export { shielded, shieldedObserver } from './shielded.ts'
