// Generated from protocol/base.yaml by npm run codegen. Do not edit.
import type * as t from 'io-ts'
import * as io from '../../src/codec/io.ts'
import type { JsonOf } from '../../src/codec/io.ts'
import * as codec from './codec.ts'
import type * as messages from './messages.ts'

/** Why no answer, or no more of them, will come to a message. */
export type AbortReason = messages.AbortReason
export const AbortReason: t.Type<messages.AbortReason, messages.AbortReason, unknown> = io.openEnum<messages.AbortReason>('AbortReason', { OVERLOADED: 1, LOST: 2, UNANSWERED: 3 }, false)

/** Why a side ends the conversation. */
export type ByeReason = messages.ByeReason
export const ByeReason: t.Type<messages.ByeReason, messages.ByeReason, unknown> = io.openEnum<messages.ByeReason>('ByeReason', { DONE: 1, LOGGED_OUT: 2, IDLE: 3, SHUTTING_DOWN: 4, REPLACED: 5 }, false)

/** The first 8 bytes of the SHA-256 of the contract in its canonical form. */
export type ContractHash = messages.ContractHash
export const ContractHash: t.Type<messages.ContractHash, messages.ContractHash, unknown> = io.bytes<messages.ContractHash>('ContractHash', 8, 8, false)

/** Why a proof was not accepted. */
export type DenialReason = messages.DenialReason
export const DenialReason: t.Type<messages.DenialReason, messages.DenialReason, unknown> = io.openEnum<messages.DenialReason>('DenialReason', { BAD_CREDENTIALS: 1, NAME_TAKEN: 2, WEAK_PASSWORD: 3, TOO_MANY_ATTEMPTS: 4, TOKEN_EXPIRED: 5, REGISTRATION_CLOSED: 6, INSECURE_CHANNEL: 7, UNAVAILABLE: 8 }, false)

/** What went wrong. */
export type FaultCode = messages.FaultCode
export const FaultCode: t.Type<messages.FaultCode, messages.FaultCode, unknown> = io.openEnum<messages.FaultCode>('FaultCode', { UNEXPECTED_MESSAGE: 1, MALFORMED: 2, TOO_LARGE: 3, TIMEOUT: 4, VERSION: 5, OVERLOADED: 6, INTERNAL: 7, GAP: 8, UNAUTHORIZED: 9 }, false)

/** How many milliseconds a side may hear nothing before it says Ping. */
export type Heartbeat = messages.Heartbeat
export const Heartbeat: t.Type<messages.Heartbeat, messages.Heartbeat, unknown> = io.integer('Heartbeat', 1000, 600000, false)

/** A password that may be registered. */
export type NewPassword = messages.NewPassword
export const NewPassword: t.Type<messages.NewPassword, messages.NewPassword, unknown> = io.text<messages.NewPassword>('NewPassword', 8, 256, null, true)

/** What proves a name. Registering with one that is no NewPassword is denied. */
export type Password = messages.Password
export const Password: t.Type<messages.Password, messages.Password, unknown> = io.text<messages.Password>('Password', 1, 256, null, true)

/**
 * What a person is called. Two names are the same when NFKC, lower case, NFKC of them are, with one space for
 * each run of white space.
 */
export type PersonName = messages.PersonName
export const PersonName: t.Type<messages.PersonName, messages.PersonName, unknown> = io.text<messages.PersonName>('PersonName', 1, 64, { nfc: true, printable: true, trimmed: true, pattern: null }, false)

/** The name of a contract. */
export type ProtocolName = messages.ProtocolName
export const ProtocolName: t.Type<messages.ProtocolName, messages.ProtocolName, unknown> = io.text<messages.ProtocolName>('ProtocolName', 1, 64, { nfc: false, printable: false, trimmed: false, pattern: io.wholly('[a-z0-9-]+') }, false)

/** A version of a contract. */
export type ProtocolVersion = messages.ProtocolVersion
export const ProtocolVersion: t.Type<messages.ProtocolVersion, messages.ProtocolVersion, unknown> = io.integer('ProtocolVersion', 1, 4294967295, false)

/** What came of ListSessions or RevokeSession. */
export type SessionsResult = messages.SessionsResult
export const SessionsResult: t.Type<messages.SessionsResult, messages.SessionsResult, unknown> = io.openEnum<messages.SessionsResult>('SessionsResult', { DONE: 1, UNKNOWN_SESSION: 2, UNAVAILABLE: 3 }, false)

/** What proves a session, in the manner of a cookie. Only its hash is stored. */
export type Token = messages.Token
export const Token: t.Type<messages.Token, messages.Token, unknown> = io.text<messages.Token>('Token', 43, 43, { nfc: false, printable: false, trimmed: false, pattern: io.wholly('[A-Za-z0-9_-]+') }, true)

/** The JSON form of Hello. */
export const HelloJson: t.Type<messages.Hello, JsonOf<messages.Hello>, unknown> = io.messageJson<messages.Hello>(
  'Hello',
  {
    minVersion: { type: ProtocolVersion, optional: false },
    maxVersion: { type: ProtocolVersion, optional: false },
    contract: { type: io.hexOf(ContractHash, 8, false), optional: true },
    agent: { type: io.text('Hello.agent', 0, 64, null, false), optional: true },
    protocol: { type: ProtocolName, optional: false },
    nonce: { type: io.hexOf(io.bytes('Hello.nonce', 32, 32, false), 32, false), optional: true },
  },
  false,
)

/** Hello as the bytes of its body. */
export const HelloWire: t.Type<messages.Hello, Uint8Array, unknown> = io.wire(HelloJson, codec.encodeHello, codec.decodeHello, false)

/** The JSON form of Welcome. */
export const WelcomeJson: t.Type<messages.Welcome, JsonOf<messages.Welcome>, unknown> = io.messageJson<messages.Welcome>(
  'Welcome',
  {
    version: { type: ProtocolVersion, optional: false },
    contract: { type: io.hexOf(ContractHash, 8, false), optional: false },
    server: { type: io.text('Welcome.server', 0, 64, null, false), optional: false },
    session: { type: io.text('Welcome.session', 0, 32, null, false), optional: false },
    maxBody: { type: io.integer('Welcome.maxBody', 0, 4294967295, false), optional: false },
    heartbeatMs: { type: Heartbeat, optional: false },
    protocol: { type: ProtocolName, optional: false },
    identity: { type: io.hexOf(io.bytes('Welcome.identity', 32, 32, false), 32, false), optional: true },
    proof: { type: io.hexOf(io.bytes('Welcome.proof', 64, 64, false), 64, false), optional: true },
  },
  false,
)

/** Welcome as the bytes of its body. */
export const WelcomeWire: t.Type<messages.Welcome, Uint8Array, unknown> = io.wire(WelcomeJson, codec.encodeWelcome, codec.decodeWelcome, false)

/** The JSON form of AskName. */
export const AskNameJson: t.Type<messages.AskName, JsonOf<messages.AskName>, unknown> = io.messageJson<messages.AskName>(
  'AskName',
  {
    address: { type: io.text('AskName.address', 0, 64, null, false), optional: false },
  },
  false,
)

/** AskName as the bytes of its body. */
export const AskNameWire: t.Type<messages.AskName, Uint8Array, unknown> = io.wire(AskNameJson, codec.encodeAskName, codec.decodeAskName, false)

/** The JSON form of MyName. */
export const MyNameJson: t.Type<messages.MyName, JsonOf<messages.MyName>, unknown> = io.messageJson<messages.MyName>(
  'MyName',
  {
    name: { type: PersonName, optional: false },
  },
  false,
)

/** MyName as the bytes of its body. */
export const MyNameWire: t.Type<messages.MyName, Uint8Array, unknown> = io.wire(MyNameJson, codec.encodeMyName, codec.decodeMyName, false)

/** The JSON form of Greeting. */
export const GreetingJson: t.Type<messages.Greeting, JsonOf<messages.Greeting>, unknown> = io.messageJson<messages.Greeting>(
  'Greeting',
  {
    name: { type: PersonName, optional: false },
    known: { type: io.bool('Greeting.known', false), optional: false },
    lastSeenMs: { type: io.integer('Greeting.lastSeenMs', 0, 9007199254740991, false), optional: false },
  },
  false,
)

/** Greeting as the bytes of its body. */
export const GreetingWire: t.Type<messages.Greeting, Uint8Array, unknown> = io.wire(GreetingJson, codec.encodeGreeting, codec.decodeGreeting, false)

/** The JSON form of Challenge. */
export const ChallengeJson: t.Type<messages.Challenge, JsonOf<messages.Challenge>, unknown> = io.messageJson<messages.Challenge>(
  'Challenge',
  {
    name: { type: io.text('Challenge.name', 0, 64, null, false), optional: false },
    registrationOpen: { type: io.bool('Challenge.registrationOpen', false), optional: false },
  },
  false,
)

/** Challenge as the bytes of its body. */
export const ChallengeWire: t.Type<messages.Challenge, Uint8Array, unknown> = io.wire(ChallengeJson, codec.encodeChallenge, codec.decodeChallenge, false)

/** The JSON form of Register. */
export const RegisterJson: t.Type<messages.Register, JsonOf<messages.Register>, unknown> = io.messageJson<messages.Register>(
  'Register',
  {
    name: { type: PersonName, optional: false },
    password: { type: Password, optional: false },
  },
  true,
)

/** Register as the bytes of its body. */
export const RegisterWire: t.Type<messages.Register, Uint8Array, unknown> = io.wire(RegisterJson, codec.encodeRegister, codec.decodeRegister, true)

/** The JSON form of Login. */
export const LoginJson: t.Type<messages.Login, JsonOf<messages.Login>, unknown> = io.messageJson<messages.Login>(
  'Login',
  {
    name: { type: PersonName, optional: false },
    password: { type: Password, optional: false },
  },
  true,
)

/** Login as the bytes of its body. */
export const LoginWire: t.Type<messages.Login, Uint8Array, unknown> = io.wire(LoginJson, codec.encodeLogin, codec.decodeLogin, true)

/** The JSON form of Resume. */
export const ResumeJson: t.Type<messages.Resume, JsonOf<messages.Resume>, unknown> = io.messageJson<messages.Resume>(
  'Resume',
  {
    token: { type: Token, optional: false },
    received: { type: io.integer('Resume.received', 0, 4294967295, false), optional: false },
    session: { type: io.text('Resume.session', 0, 32, null, false), optional: true },
  },
  true,
)

/** Resume as the bytes of its body. */
export const ResumeWire: t.Type<messages.Resume, Uint8Array, unknown> = io.wire(ResumeJson, codec.encodeResume, codec.decodeResume, true)

/** The JSON form of Granted. */
export const GrantedJson: t.Type<messages.Granted, JsonOf<messages.Granted>, unknown> = io.messageJson<messages.Granted>(
  'Granted',
  {
    name: { type: PersonName, optional: false },
    token: { type: Token, optional: false },
    expiresAtMs: { type: io.integer('Granted.expiresAtMs', 0, 9007199254740991, false), optional: false },
    continued: { type: io.bool('Granted.continued', false), optional: false },
    received: { type: io.integer('Granted.received', 0, 4294967295, false), optional: false },
  },
  true,
)

/** Granted as the bytes of its body. */
export const GrantedWire: t.Type<messages.Granted, Uint8Array, unknown> = io.wire(GrantedJson, codec.encodeGranted, codec.decodeGranted, true)

/** The JSON form of Denied. */
export const DeniedJson: t.Type<messages.Denied, JsonOf<messages.Denied>, unknown> = io.messageJson<messages.Denied>(
  'Denied',
  {
    reason: { type: DenialReason, optional: false },
    detail: { type: io.text('Denied.detail', 0, 256, null, false), optional: false },
    attemptsLeft: { type: io.integer('Denied.attemptsLeft', 0, 4294967295, false), optional: false },
    retryAfterMs: { type: io.integer('Denied.retryAfterMs', 0, 4294967295, false), optional: false },
  },
  false,
)

/** Denied as the bytes of its body. */
export const DeniedWire: t.Type<messages.Denied, Uint8Array, unknown> = io.wire(DeniedJson, codec.encodeDenied, codec.decodeDenied, false)

/** The JSON form of Ready. */
export const ReadyJson: t.Type<messages.Ready, JsonOf<messages.Ready>, unknown> = io.messageJson<messages.Ready>(
  'Ready',
  {},
  false,
)

/** Ready as the bytes of its body. */
export const ReadyWire: t.Type<messages.Ready, Uint8Array, unknown> = io.wire(ReadyJson, codec.encodeReady, codec.decodeReady, false)

/** The JSON form of Ping. */
export const PingJson: t.Type<messages.Ping, JsonOf<messages.Ping>, unknown> = io.messageJson<messages.Ping>(
  'Ping',
  {
    nonce: { type: io.integer('Ping.nonce', 0, 4294967295, false), optional: false },
  },
  false,
)

/** Ping as the bytes of its body. */
export const PingWire: t.Type<messages.Ping, Uint8Array, unknown> = io.wire(PingJson, codec.encodePing, codec.decodePing, false)

/** The JSON form of Pong. */
export const PongJson: t.Type<messages.Pong, JsonOf<messages.Pong>, unknown> = io.messageJson<messages.Pong>(
  'Pong',
  {
    nonce: { type: io.integer('Pong.nonce', 0, 4294967295, false), optional: false },
  },
  false,
)

/** Pong as the bytes of its body. */
export const PongWire: t.Type<messages.Pong, Uint8Array, unknown> = io.wire(PongJson, codec.encodePong, codec.decodePong, false)

/** The JSON form of Ack. */
export const AckJson: t.Type<messages.Ack, JsonOf<messages.Ack>, unknown> = io.messageJson<messages.Ack>(
  'Ack',
  {
    received: { type: io.integer('Ack.received', 0, 4294967295, false), optional: false },
  },
  false,
)

/** Ack as the bytes of its body. */
export const AckWire: t.Type<messages.Ack, Uint8Array, unknown> = io.wire(AckJson, codec.encodeAck, codec.decodeAck, false)

/** The JSON form of Logout. */
export const LogoutJson: t.Type<messages.Logout, JsonOf<messages.Logout>, unknown> = io.messageJson<messages.Logout>(
  'Logout',
  {
    everywhere: { type: io.bool('Logout.everywhere', false), optional: false },
  },
  false,
)

/** Logout as the bytes of its body. */
export const LogoutWire: t.Type<messages.Logout, Uint8Array, unknown> = io.wire(LogoutJson, codec.encodeLogout, codec.decodeLogout, false)

/** The JSON form of Bye. */
export const ByeJson: t.Type<messages.Bye, JsonOf<messages.Bye>, unknown> = io.messageJson<messages.Bye>(
  'Bye',
  {
    reason: { type: ByeReason, optional: false },
    detail: { type: io.text('Bye.detail', 0, 256, null, false), optional: false },
  },
  false,
)

/** Bye as the bytes of its body. */
export const ByeWire: t.Type<messages.Bye, Uint8Array, unknown> = io.wire(ByeJson, codec.encodeBye, codec.decodeBye, false)

/** The JSON form of Fault. */
export const FaultJson: t.Type<messages.Fault, JsonOf<messages.Fault>, unknown> = io.messageJson<messages.Fault>(
  'Fault',
  {
    code: { type: FaultCode, optional: false },
    detail: { type: io.text('Fault.detail', 0, 256, null, false), optional: false },
    retryAfterMs: { type: io.integer('Fault.retryAfterMs', 0, 4294967295, false), optional: false },
    offending: { type: io.integer('Fault.offending', 0, 4294967295, false), optional: false },
  },
  false,
)

/** Fault as the bytes of its body. */
export const FaultWire: t.Type<messages.Fault, Uint8Array, unknown> = io.wire(FaultJson, codec.encodeFault, codec.decodeFault, false)

/** The JSON form of Cancel. */
export const CancelJson: t.Type<messages.Cancel, JsonOf<messages.Cancel>, unknown> = io.messageJson<messages.Cancel>(
  'Cancel',
  {
    id: { type: io.integer('Cancel.id', 1, 4294967295, false), optional: false },
  },
  false,
)

/** Cancel as the bytes of its body. */
export const CancelWire: t.Type<messages.Cancel, Uint8Array, unknown> = io.wire(CancelJson, codec.encodeCancel, codec.decodeCancel, false)

/** The JSON form of More. */
export const MoreJson: t.Type<messages.More, JsonOf<messages.More>, unknown> = io.messageJson<messages.More>(
  'More',
  {
    id: { type: io.integer('More.id', 1, 4294967295, false), optional: false },
    messages: { type: io.integer('More.messages', 1, 4294967295, false), optional: false },
  },
  false,
)

/** More as the bytes of its body. */
export const MoreWire: t.Type<messages.More, Uint8Array, unknown> = io.wire(MoreJson, codec.encodeMore, codec.decodeMore, false)

/** The JSON form of Aborted. */
export const AbortedJson: t.Type<messages.Aborted, JsonOf<messages.Aborted>, unknown> = io.messageJson<messages.Aborted>(
  'Aborted',
  {
    id: { type: io.integer('Aborted.id', 1, 4294967295, false), optional: false },
    reason: { type: AbortReason, optional: false },
  },
  false,
)

/** Aborted as the bytes of its body. */
export const AbortedWire: t.Type<messages.Aborted, Uint8Array, unknown> = io.wire(AbortedJson, codec.encodeAborted, codec.decodeAborted, false)

/** The JSON form of ListSessions. */
export const ListSessionsJson: t.Type<messages.ListSessions, JsonOf<messages.ListSessions>, unknown> = io.messageJson<messages.ListSessions>(
  'ListSessions',
  {},
  false,
)

/** ListSessions as the bytes of its body. */
export const ListSessionsWire: t.Type<messages.ListSessions, Uint8Array, unknown> = io.wire(ListSessionsJson, codec.encodeListSessions, codec.decodeListSessions, false)

/** The JSON form of SessionInfo. */
export const SessionInfoJson: t.Type<messages.SessionInfo, JsonOf<messages.SessionInfo>, unknown> = io.messageJson<messages.SessionInfo>(
  'SessionInfo',
  {
    id: { type: io.text('SessionInfo.id', 1, 64, null, false), optional: false },
    beganAtMs: { type: io.integer('SessionInfo.beganAtMs', 0, 9007199254740991, false), optional: false },
    usedAtMs: { type: io.integer('SessionInfo.usedAtMs', 0, 9007199254740991, false), optional: false },
    address: { type: io.text('SessionInfo.address', 0, 64, null, false), optional: false },
    current: { type: io.bool('SessionInfo.current', false), optional: false },
  },
  false,
)

/** SessionInfo as the bytes of its body. */
export const SessionInfoWire: t.Type<messages.SessionInfo, Uint8Array, unknown> = io.wire(SessionInfoJson, codec.encodeSessionInfo, codec.decodeSessionInfo, false)

/** The JSON form of RevokeSession. */
export const RevokeSessionJson: t.Type<messages.RevokeSession, JsonOf<messages.RevokeSession>, unknown> = io.messageJson<messages.RevokeSession>(
  'RevokeSession',
  {
    id: { type: io.text('RevokeSession.id', 1, 64, null, false), optional: false },
  },
  false,
)

/** RevokeSession as the bytes of its body. */
export const RevokeSessionWire: t.Type<messages.RevokeSession, Uint8Array, unknown> = io.wire(RevokeSessionJson, codec.encodeRevokeSession, codec.decodeRevokeSession, false)

/** The JSON form of SessionsAnswered. */
export const SessionsAnsweredJson: t.Type<messages.SessionsAnswered, JsonOf<messages.SessionsAnswered>, unknown> = io.messageJson<messages.SessionsAnswered>(
  'SessionsAnswered',
  {
    result: { type: SessionsResult, optional: false },
  },
  false,
)

/** SessionsAnswered as the bytes of its body. */
export const SessionsAnsweredWire: t.Type<messages.SessionsAnswered, Uint8Array, unknown> = io.wire(SessionsAnsweredJson, codec.encodeSessionsAnswered, codec.decodeSessionsAnswered, false)

/** The JSON form of every message, told apart by `type`. */
export const MessageJson: t.Type<messages.Message, JsonOf<messages.Message>, unknown> = io.unionJson<messages.Message>(
  'Message',
  new Map<string, t.Mixed>([
    ['Hello', HelloJson],
    ['Welcome', WelcomeJson],
    ['AskName', AskNameJson],
    ['MyName', MyNameJson],
    ['Greeting', GreetingJson],
    ['Challenge', ChallengeJson],
    ['Register', RegisterJson],
    ['Login', LoginJson],
    ['Resume', ResumeJson],
    ['Granted', GrantedJson],
    ['Denied', DeniedJson],
    ['Ready', ReadyJson],
    ['Ping', PingJson],
    ['Pong', PongJson],
    ['Ack', AckJson],
    ['Logout', LogoutJson],
    ['Bye', ByeJson],
    ['Fault', FaultJson],
    ['Cancel', CancelJson],
    ['More', MoreJson],
    ['Aborted', AbortedJson],
    ['ListSessions', ListSessionsJson],
    ['SessionInfo', SessionInfoJson],
    ['RevokeSession', RevokeSessionJson],
    ['SessionsAnswered', SessionsAnsweredJson],
  ]),
  true,
)
