// Generated from protocol/base.yaml by npm run codegen. Do not edit.
import type { Brand } from '../../src/codec/types.ts'

/** Why no answer, or no more of them, will come to a message. */
export type AbortReason = 'OVERLOADED' | 'LOST' | 'UNANSWERED' | `UNKNOWN_${number}`

/** Why a side ends the conversation. */
export type ByeReason = 'DONE' | 'LOGGED_OUT' | 'IDLE' | 'SHUTTING_DOWN' | 'REPLACED' | `UNKNOWN_${number}`

/** The first 8 bytes of the SHA-256 of the contract in its canonical form. 8 bytes. */
export type ContractHash = Brand<Uint8Array, 'ContractHash'>

/** Why a proof was not accepted. */
export type DenialReason =
  | 'BAD_CREDENTIALS'
  | 'NAME_TAKEN'
  | 'WEAK_PASSWORD'
  | 'TOO_MANY_ATTEMPTS'
  | 'TOKEN_EXPIRED'
  | 'REGISTRATION_CLOSED'
  | 'INSECURE_CHANNEL'
  | 'UNAVAILABLE'
  | `UNKNOWN_${number}`

/** What went wrong. */
export type FaultCode =
  | 'UNEXPECTED_MESSAGE'
  | 'MALFORMED'
  | 'TOO_LARGE'
  | 'TIMEOUT'
  | 'VERSION'
  | 'OVERLOADED'
  | 'INTERNAL'
  | 'GAP'
  | 'UNAUTHORIZED'
  | `UNKNOWN_${number}`

/** How many milliseconds a side may hear nothing before it says Ping. 1,000 to 600,000. */
export type Heartbeat = number

/** A password that may be registered. 8 to 256 bytes. Secret. */
export type NewPassword = Brand<string, 'NewPassword'>

/** What proves a name. Registering with one that is no NewPassword is denied. 1 to 256 bytes. Secret. */
export type Password = Brand<string, 'Password'>

/**
 * What a person is called. Two names are the same when NFKC, lower case, NFKC of them are, with one space for
 * each run of white space. 1 to 64 bytes.
 */
export type PersonName = Brand<string, 'PersonName'>

/** The name of a contract. 1 to 64 bytes. */
export type ProtocolName = string

/** A version of a contract. At least 1. */
export type ProtocolVersion = number

/** What came of ListSessions or RevokeSession. */
export type SessionsResult = 'DONE' | 'UNKNOWN_SESSION' | 'UNAVAILABLE' | `UNKNOWN_${number}`

/** What proves a session, in the manner of a cookie. Only its hash is stored. 43 bytes. Secret. */
export type Token = Brand<string, 'Token'>

/**
 * Opens the connection. Says which contract the client speaks, and which versions of it. Client to server,
 * number 1, since version 1.
 */
export interface Hello {
  readonly type: 'Hello'
  /** The lowest version the client speaks. At least 1. */
  readonly minVersion: ProtocolVersion
  /** The highest version the client speaks. At least 1. */
  readonly maxVersion: ProtocolVersion
  /** The contract the client was built from. 8 bytes. */
  readonly contract?: ContractHash
  /** The client's program and its version. At most 64 bytes. */
  readonly agent?: string
  /** The contract that the client speaks. 1 to 64 bytes. */
  readonly protocol: ProtocolName
  /** What the server is to prove its key with. 32 bytes. */
  readonly nonce?: Uint8Array
}

/**
 * Answers Hello. Chooses the version and says how the server keeps time. Server to client, number 2, since
 * version 1.
 */
export interface Welcome {
  readonly type: 'Welcome'
  /** The version that both sides speak from now on. At least 1. */
  readonly version: ProtocolVersion
  /** The contract the server was built from. 8 bytes. */
  readonly contract: ContractHash
  /** The server's program and its version. At most 64 bytes. */
  readonly server: string
  /** The name of this session in logs and in Resume. At most 32 bytes. */
  readonly session: string
  /** The largest body, in bytes, that the server takes in converse. Informs only. */
  readonly maxBody: number
  /** The heartbeat that both sides keep in converse, in milliseconds. 1,000 to 600,000. */
  readonly heartbeatMs: Heartbeat
  /** The contract that the server speaks. 1 to 64 bytes. */
  readonly protocol: ProtocolName
  /** The key that the server is known by. 32 bytes. */
  readonly identity?: Uint8Array
  /** Proves that the server has that key. 64 bytes. */
  readonly proof?: Uint8Array
}

/**
 * Says that the client's address is not known, and asks for a name. Server to client, number 3, since version
 * 1.
 */
export interface AskName {
  readonly type: 'AskName'
  /** The address as the server sees it. At most 64 bytes. */
  readonly address: string
}

/**
 * Answers AskName. The name is greeted with, and proves nothing. Client to server, number 4, since version 1.
 */
export interface MyName {
  readonly type: 'MyName'
  /** What the person wants to be called. 1 to 64 bytes. */
  readonly name: PersonName
}

/** Greets the person by name. Server to client, number 5, since version 1. */
export interface Greeting {
  readonly type: 'Greeting'
  /** Who is greeted. 1 to 64 bytes. */
  readonly name: PersonName
  /** Whether the address was known. */
  readonly known: boolean
  /** When the person was last here, in milliseconds since 1970. 0 is never. */
  readonly lastSeenMs: number
}

/** Asks for a proof of who is speaking. Server to client, number 6, since version 1. */
export interface Challenge {
  readonly type: 'Challenge'
  /** The name that the server suggests. May be empty. At most 64 bytes. */
  readonly name: string
  /** Whether Register is taken. */
  readonly registrationOpen: boolean
}

/**
 * Answers Challenge with a new name and the password that is to prove it. Client to server, number 7, since
 * version 1.
 */
export interface Register {
  readonly type: 'Register'
  /** The name to register. 1 to 64 bytes. */
  readonly name: PersonName
  /** The password that is to prove it. 1 to 256 bytes. */
  readonly password: Password
}

/** Answers Challenge with a name and its password. Client to server, number 8, since version 1. */
export interface Login {
  readonly type: 'Login'
  /** The registered name. 1 to 64 bytes. */
  readonly name: PersonName
  /** Its password. 1 to 256 bytes. */
  readonly password: Password
}

/** Answers Challenge with the token of an earlier Granted. Client to server, number 9, since version 1. */
export interface Resume {
  readonly type: 'Resume'
  /** The token. 43 bytes. */
  readonly token: Token
  /** The highest id that the client received in the conversation to go on with. */
  readonly received: number
  /**
   * The session in which the conversation to go on with began. Absent when none is to go on. At most 32
   * bytes.
   */
  readonly session?: string
}

/** Accepts the proof. The conversation begins. Server to client, number 10, since version 1. */
export interface Granted {
  readonly type: 'Granted'
  /** The name as it was registered. 1 to 64 bytes. */
  readonly name: PersonName
  /** The token that proves this session next time. 43 bytes. */
  readonly token: Token
  /** When the token expires, in milliseconds since 1970. */
  readonly expiresAtMs: number
  /** Whether the earlier conversation goes on. */
  readonly continued: boolean
  /** The highest id that the server received in it. */
  readonly received: number
}

/** Does not accept the proof, and says why. Server to client, number 11, since version 1. */
export interface Denied {
  readonly type: 'Denied'
  /** Why. */
  readonly reason: DenialReason
  /** One sentence for a person. At most 256 bytes. */
  readonly detail: string
  /** How often the client may still try on this connection. */
  readonly attemptsLeft: number
  /** How long to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number
}

/** No proof is asked for. The conversation begins. Server to client, number 12, since version 1. */
export interface Ready {
  readonly type: 'Ready'
}

/** Asks whether the other side is still there. Both ways, number 13, since version 1. */
export interface Ping {
  readonly type: 'Ping'
  /** Any number. */
  readonly nonce: number
}

/** Answers Ping. Both ways, number 14, since version 1. */
export interface Pong {
  readonly type: 'Pong'
  /** The number that Ping came with. */
  readonly nonce: number
}

/** Acknowledges what was received. Both ways, number 15, since version 1. */
export interface Ack {
  readonly type: 'Ack'
  /** The highest id received. */
  readonly received: number
}

/** Ends the conversation as Bye does, and revokes the token. Client to server, number 16, since version 1. */
export interface Logout {
  readonly type: 'Logout'
  /** Whether all sessions of the account end. */
  readonly everywhere: boolean
}

/** The last word of the side that says it. Both ways, number 17, since version 1. */
export interface Bye {
  readonly type: 'Bye'
  /** Why. */
  readonly reason: ByeReason
  /** One sentence for a person. At most 256 bytes. */
  readonly detail: string
}

/** Ends everything at once, and says what went wrong. Both ways, number 18, since version 1. */
export interface Fault {
  readonly type: 'Fault'
  /** What went wrong. */
  readonly code: FaultCode
  /** One sentence for a person. At most 256 bytes. */
  readonly detail: string
  /** How long to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number
  /** The number of the message that this answers. 0 is none. */
  readonly offending: number
}

/**
 * Wants no more answers to a message. What is on its way still arrives. Both ways, number 19, since version
 * 1.
 */
export interface Cancel {
  readonly type: 'Cancel'
  /** The message whose answers are not wanted any more. At least 1. */
  readonly id: number
}

/** Makes room for more answers of a stream. Both ways, number 20, since version 1. */
export interface More {
  readonly type: 'More'
  /** The message that the stream answers. At least 1. */
  readonly id: number
  /** How many more answers there is room for. At least 1. */
  readonly messages: number
}

/**
 * No answer, or no more of them, will come to a message. The conversation goes on. Both ways, number 21,
 * since version 1.
 */
export interface Aborted {
  readonly type: 'Aborted'
  /** The message. At least 1. */
  readonly id: number
  /** Why. */
  readonly reason: AbortReason
}

/**
 * Asks for the sessions of the account. Each comes as SessionInfo, then SessionsAnswered. Client to server,
 * number 22, since version 1.
 */
export interface ListSessions {
  readonly type: 'ListSessions'
}

/**
 * Tells of one session of the account. A session outlives connections, and ends with its token. Server to
 * client, number 23, since version 1.
 */
export interface SessionInfo {
  readonly type: 'SessionInfo'
  /** What RevokeSession names it by. Proves nothing. 1 to 64 bytes. */
  readonly id: string
  /** When it began, in milliseconds since 1970. */
  readonly beganAtMs: number
  /** When it was last known to be used, in milliseconds since 1970. */
  readonly usedAtMs: number
  /** Where it was last logged in or resumed from. May be empty. At most 64 bytes. */
  readonly address: string
  /** Whether it is the one of this conversation. */
  readonly current: boolean
}

/**
 * Ends a session of the account. Its token is good for nothing, and its conversations get Bye(LOGGED_OUT).
 * Client to server, number 24, since version 1.
 */
export interface RevokeSession {
  readonly type: 'RevokeSession'
  /** The session. 1 to 64 bytes. */
  readonly id: string
}

/** Ends the answer to ListSessions or RevokeSession. Server to client, number 25, since version 1. */
export interface SessionsAnswered {
  readonly type: 'SessionsAnswered'
  /** What came of it. */
  readonly result: SessionsResult
}

/** Every message. */
export type Message =
  | Hello
  | Welcome
  | AskName
  | MyName
  | Greeting
  | Challenge
  | Register
  | Login
  | Resume
  | Granted
  | Denied
  | Ready
  | Ping
  | Pong
  | Ack
  | Logout
  | Bye
  | Fault
  | Cancel
  | More
  | Aborted
  | ListSessions
  | SessionInfo
  | RevokeSession
  | SessionsAnswered

/** What the client may say. */
export type ClientMessage =
  | Hello
  | MyName
  | Register
  | Login
  | Resume
  | Ping
  | Pong
  | Ack
  | Logout
  | Bye
  | Fault
  | Cancel
  | More
  | Aborted
  | ListSessions
  | RevokeSession

/** What the server may say. */
export type ServerMessage =
  | Welcome
  | AskName
  | Greeting
  | Challenge
  | Granted
  | Denied
  | Ready
  | Ping
  | Pong
  | Ack
  | Bye
  | Fault
  | Cancel
  | More
  | Aborted
  | SessionInfo
  | SessionsAnswered

/** What is numbered, acknowledged and answered. */
export type ConversationMessage = never

/** The conversation messages of the client. */
export type ClientConversation = never

/** The conversation messages of the server. */
export type ServerConversation = never

/** Each message under its name. */
export interface MessageByName {
  readonly Hello: Hello
  readonly Welcome: Welcome
  readonly AskName: AskName
  readonly MyName: MyName
  readonly Greeting: Greeting
  readonly Challenge: Challenge
  readonly Register: Register
  readonly Login: Login
  readonly Resume: Resume
  readonly Granted: Granted
  readonly Denied: Denied
  readonly Ready: Ready
  readonly Ping: Ping
  readonly Pong: Pong
  readonly Ack: Ack
  readonly Logout: Logout
  readonly Bye: Bye
  readonly Fault: Fault
  readonly Cancel: Cancel
  readonly More: More
  readonly Aborted: Aborted
  readonly ListSessions: ListSessions
  readonly SessionInfo: SessionInfo
  readonly RevokeSession: RevokeSession
  readonly SessionsAnswered: SessionsAnswered
}
