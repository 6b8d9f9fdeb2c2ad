/**
 * Machines that run: contracts without a base, and observers of every end.
 * @module
 */

export type {
  ByeReason,
  DenialReason,
  FaultCode,
  KnownByeReason,
  KnownFaultCode,
  UnknownCode,
} from '../engine/codes.ts'
export type { Ending, Loss, PlayEnding, Who } from '../engine/ending.ts'
export type { Failing } from '../engine/error-text.ts'
export type { MachineModule, MessageRef, Outcomes, OutgoingMessage } from '../engine/machine.ts'
export {
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
} from '../engine/observer.ts'
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
} from '../engine/peer.ts'
export { type Play, type PlayOptions, play } from '../engine/play.ts'
export type { Side } from '../engine/runtime.ts'
export type { Effect, MachineState, Step } from '../engine/stepper.ts'
