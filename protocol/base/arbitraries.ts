// Generated from protocol/base.yaml by npm run codegen. Do not edit.
import * as fc from 'fast-check'
import * as of from '../../src/codec/arbitraries.ts'
import type * as messages from './messages.ts'

/** Values of AbortReason. */
export const AbortReasonArbitrary: of.FieldArbitrary<unknown> = of.openEnum({ OVERLOADED: 1, LOST: 2, UNANSWERED: 3 })

/** Values of ByeReason. */
export const ByeReasonArbitrary: of.FieldArbitrary<unknown> = of.openEnum({ DONE: 1, LOGGED_OUT: 2, IDLE: 3, SHUTTING_DOWN: 4, REPLACED: 5 })

/** Values of ContractHash. */
export const ContractHashArbitrary: of.FieldArbitrary<unknown> = of.bytes(8, 8)

/** Values of DenialReason. */
export const DenialReasonArbitrary: of.FieldArbitrary<unknown> = of.openEnum({ BAD_CREDENTIALS: 1, NAME_TAKEN: 2, WEAK_PASSWORD: 3, TOO_MANY_ATTEMPTS: 4, TOKEN_EXPIRED: 5, REGISTRATION_CLOSED: 6, INSECURE_CHANNEL: 7, UNAVAILABLE: 8 })

/** Values of FaultCode. */
export const FaultCodeArbitrary: of.FieldArbitrary<unknown> = of.openEnum({ UNEXPECTED_MESSAGE: 1, MALFORMED: 2, TOO_LARGE: 3, TIMEOUT: 4, VERSION: 5, OVERLOADED: 6, INTERNAL: 7, GAP: 8, UNAUTHORIZED: 9 })

/** Values of Heartbeat. */
export const HeartbeatArbitrary: of.FieldArbitrary<unknown> = of.integer(1000, 600000)

/** Values of NewPassword. */
export const NewPasswordArbitrary: of.FieldArbitrary<unknown> = of.text(8, 256, null)

/** Values of Password. */
export const PasswordArbitrary: of.FieldArbitrary<unknown> = of.text(1, 256, null)

/** Values of PersonName. */
export const PersonNameArbitrary: of.FieldArbitrary<unknown> = of.text(1, 64, { nfc: true, printable: true, trimmed: true, pattern: null })

/** Values of ProtocolName. */
export const ProtocolNameArbitrary: of.FieldArbitrary<unknown> = of.text(1, 64, { nfc: false, printable: false, trimmed: false, pattern: of.wholly('[a-z0-9-]+') })

/** Values of ProtocolVersion. */
export const ProtocolVersionArbitrary: of.FieldArbitrary<unknown> = of.integer(1, 4294967295)

/** Values of SessionsResult. */
export const SessionsResultArbitrary: of.FieldArbitrary<unknown> = of.openEnum({ DONE: 1, UNKNOWN_SESSION: 2, UNAVAILABLE: 3 })

/** Values of Token. */
export const TokenArbitrary: of.FieldArbitrary<unknown> = of.text(43, 43, { nfc: false, printable: false, trimmed: false, pattern: of.wholly('[A-Za-z0-9_-]+') })

/** Hello: valid, at its bounds, beyond them. */
export const HelloArbitrary: of.MessageArbitrary<messages.Hello> = of.message<messages.Hello>('Hello', {
  minVersion: { values: ProtocolVersionArbitrary, optional: false },
  maxVersion: { values: ProtocolVersionArbitrary, optional: false },
  contract: { values: ContractHashArbitrary, optional: true },
  agent: { values: of.text(0, 64, null), optional: true },
  protocol: { values: ProtocolNameArbitrary, optional: false },
  nonce: { values: of.bytes(32, 32), optional: true },
})

/** Welcome: valid, at its bounds, beyond them. */
export const WelcomeArbitrary: of.MessageArbitrary<messages.Welcome> = of.message<messages.Welcome>('Welcome', {
  version: { values: ProtocolVersionArbitrary, optional: false },
  contract: { values: ContractHashArbitrary, optional: false },
  server: { values: of.text(0, 64, null), optional: false },
  session: { values: of.text(0, 32, null), optional: false },
  maxBody: { values: of.integer(0, 4294967295), optional: false },
  heartbeatMs: { values: HeartbeatArbitrary, optional: false },
  protocol: { values: ProtocolNameArbitrary, optional: false },
  identity: { values: of.bytes(32, 32), optional: true },
  proof: { values: of.bytes(64, 64), optional: true },
})

/** AskName: valid, at its bounds, beyond them. */
export const AskNameArbitrary: of.MessageArbitrary<messages.AskName> = of.message<messages.AskName>('AskName', {
  address: { values: of.text(0, 64, null), optional: false },
})

/** MyName: valid, at its bounds, beyond them. */
export const MyNameArbitrary: of.MessageArbitrary<messages.MyName> = of.message<messages.MyName>('MyName', {
  name: { values: PersonNameArbitrary, optional: false },
})

/** Greeting: valid, at its bounds, beyond them. */
export const GreetingArbitrary: of.MessageArbitrary<messages.Greeting> = of.message<messages.Greeting>('Greeting', {
  name: { values: PersonNameArbitrary, optional: false },
  known: { values: of.bool(), optional: false },
  lastSeenMs: { values: of.integer(0, 9007199254740991), optional: false },
})

/** Challenge: valid, at its bounds, beyond them. */
export const ChallengeArbitrary: of.MessageArbitrary<messages.Challenge> = of.message<messages.Challenge>('Challenge', {
  name: { values: of.text(0, 64, null), optional: false },
  registrationOpen: { values: of.bool(), optional: false },
})

/** Register: valid, at its bounds, beyond them. */
export const RegisterArbitrary: of.MessageArbitrary<messages.Register> = of.message<messages.Register>('Register', {
  name: { values: PersonNameArbitrary, optional: false },
  password: { values: PasswordArbitrary, optional: false },
})

/** Login: valid, at its bounds, beyond them. */
export const LoginArbitrary: of.MessageArbitrary<messages.Login> = of.message<messages.Login>('Login', {
  name: { values: PersonNameArbitrary, optional: false },
  password: { values: PasswordArbitrary, optional: false },
})

/** Resume: valid, at its bounds, beyond them. */
export const ResumeArbitrary: of.MessageArbitrary<messages.Resume> = of.message<messages.Resume>('Resume', {
  token: { values: TokenArbitrary, optional: false },
  received: { values: of.integer(0, 4294967295), optional: false },
  session: { values: of.text(0, 32, null), optional: true },
})

/** Granted: valid, at its bounds, beyond them. */
export const GrantedArbitrary: of.MessageArbitrary<messages.Granted> = of.message<messages.Granted>('Granted', {
  name: { values: PersonNameArbitrary, optional: false },
  token: { values: TokenArbitrary, optional: false },
  expiresAtMs: { values: of.integer(0, 9007199254740991), optional: false },
  continued: { values: of.bool(), optional: false },
  received: { values: of.integer(0, 4294967295), optional: false },
})

/** Denied: valid, at its bounds, beyond them. */
export const DeniedArbitrary: of.MessageArbitrary<messages.Denied> = of.message<messages.Denied>('Denied', {
  reason: { values: DenialReasonArbitrary, optional: false },
  detail: { values: of.text(0, 256, null), optional: false },
  attemptsLeft: { values: of.integer(0, 4294967295), optional: false },
  retryAfterMs: { values: of.integer(0, 4294967295), optional: false },
})

/** Ready: valid, at its bounds, beyond them. */
export const ReadyArbitrary: of.MessageArbitrary<messages.Ready> = of.message<messages.Ready>('Ready', {
})

/** Ping: valid, at its bounds, beyond them. */
export const PingArbitrary: of.MessageArbitrary<messages.Ping> = of.message<messages.Ping>('Ping', {
  nonce: { values: of.integer(0, 4294967295), optional: false },
})

/** Pong: valid, at its bounds, beyond them. */
export const PongArbitrary: of.MessageArbitrary<messages.Pong> = of.message<messages.Pong>('Pong', {
  nonce: { values: of.integer(0, 4294967295), optional: false },
})

/** Ack: valid, at its bounds, beyond them. */
export const AckArbitrary: of.MessageArbitrary<messages.Ack> = of.message<messages.Ack>('Ack', {
  received: { values: of.integer(0, 4294967295), optional: false },
})

/** Logout: valid, at its bounds, beyond them. */
export const LogoutArbitrary: of.MessageArbitrary<messages.Logout> = of.message<messages.Logout>('Logout', {
  everywhere: { values: of.bool(), optional: false },
})

/** Bye: valid, at its bounds, beyond them. */
export const ByeArbitrary: of.MessageArbitrary<messages.Bye> = of.message<messages.Bye>('Bye', {
  reason: { values: ByeReasonArbitrary, optional: false },
  detail: { values: of.text(0, 256, null), optional: false },
})

/** Fault: valid, at its bounds, beyond them. */
export const FaultArbitrary: of.MessageArbitrary<messages.Fault> = of.message<messages.Fault>('Fault', {
  code: { values: FaultCodeArbitrary, optional: false },
  detail: { values: of.text(0, 256, null), optional: false },
  retryAfterMs: { values: of.integer(0, 4294967295), optional: false },
  offending: { values: of.integer(0, 4294967295), optional: false },
})

/** Cancel: valid, at its bounds, beyond them. */
export const CancelArbitrary: of.MessageArbitrary<messages.Cancel> = of.message<messages.Cancel>('Cancel', {
  id: { values: of.integer(1, 4294967295), optional: false },
})

/** More: valid, at its bounds, beyond them. */
export const MoreArbitrary: of.MessageArbitrary<messages.More> = of.message<messages.More>('More', {
  id: { values: of.integer(1, 4294967295), optional: false },
  messages: { values: of.integer(1, 4294967295), optional: false },
})

/** Aborted: valid, at its bounds, beyond them. */
export const AbortedArbitrary: of.MessageArbitrary<messages.Aborted> = of.message<messages.Aborted>('Aborted', {
  id: { values: of.integer(1, 4294967295), optional: false },
  reason: { values: AbortReasonArbitrary, optional: false },
})

/** ListSessions: valid, at its bounds, beyond them. */
export const ListSessionsArbitrary: of.MessageArbitrary<messages.ListSessions> = of.message<messages.ListSessions>('ListSessions', {
})

/** SessionInfo: valid, at its bounds, beyond them. */
export const SessionInfoArbitrary: of.MessageArbitrary<messages.SessionInfo> = of.message<messages.SessionInfo>('SessionInfo', {
  id: { values: of.text(1, 64, null), optional: false },
  beganAtMs: { values: of.integer(0, 9007199254740991), optional: false },
  usedAtMs: { values: of.integer(0, 9007199254740991), optional: false },
  address: { values: of.text(0, 64, null), optional: false },
  current: { values: of.bool(), optional: false },
})

/** RevokeSession: valid, at its bounds, beyond them. */
export const RevokeSessionArbitrary: of.MessageArbitrary<messages.RevokeSession> = of.message<messages.RevokeSession>('RevokeSession', {
  id: { values: of.text(1, 64, null), optional: false },
})

/** SessionsAnswered: valid, at its bounds, beyond them. */
export const SessionsAnsweredArbitrary: of.MessageArbitrary<messages.SessionsAnswered> = of.message<messages.SessionsAnswered>('SessionsAnswered', {
  result: { values: SessionsResultArbitrary, optional: false },
})

/** Every message, valid. */
export const MessageArbitrary: fc.Arbitrary<messages.Message> = fc.oneof(
  HelloArbitrary.valid,
  WelcomeArbitrary.valid,
  AskNameArbitrary.valid,
  MyNameArbitrary.valid,
  GreetingArbitrary.valid,
  ChallengeArbitrary.valid,
  RegisterArbitrary.valid,
  LoginArbitrary.valid,
  ResumeArbitrary.valid,
  GrantedArbitrary.valid,
  DeniedArbitrary.valid,
  ReadyArbitrary.valid,
  PingArbitrary.valid,
  PongArbitrary.valid,
  AckArbitrary.valid,
  LogoutArbitrary.valid,
  ByeArbitrary.valid,
  FaultArbitrary.valid,
  CancelArbitrary.valid,
  MoreArbitrary.valid,
  AbortedArbitrary.valid,
  ListSessionsArbitrary.valid,
  SessionInfoArbitrary.valid,
  RevokeSessionArbitrary.valid,
  SessionsAnsweredArbitrary.valid,
)

/** The arbitraries of each message under its name. */
export const arbitraries: { readonly [N in keyof messages.MessageByName]: of.MessageArbitrary<messages.MessageByName[N]> } = {
  Hello: HelloArbitrary,
  Welcome: WelcomeArbitrary,
  AskName: AskNameArbitrary,
  MyName: MyNameArbitrary,
  Greeting: GreetingArbitrary,
  Challenge: ChallengeArbitrary,
  Register: RegisterArbitrary,
  Login: LoginArbitrary,
  Resume: ResumeArbitrary,
  Granted: GrantedArbitrary,
  Denied: DeniedArbitrary,
  Ready: ReadyArbitrary,
  Ping: PingArbitrary,
  Pong: PongArbitrary,
  Ack: AckArbitrary,
  Logout: LogoutArbitrary,
  Bye: ByeArbitrary,
  Fault: FaultArbitrary,
  Cancel: CancelArbitrary,
  More: MoreArbitrary,
  Aborted: AbortedArbitrary,
  ListSessions: ListSessionsArbitrary,
  SessionInfo: SessionInfoArbitrary,
  RevokeSession: RevokeSessionArbitrary,
  SessionsAnswered: SessionsAnsweredArbitrary,
}
