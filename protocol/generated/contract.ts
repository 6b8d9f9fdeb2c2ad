// Generated from protocol/colloquy.yaml by npm run codegen. Do not edit.
import type { ContractTables } from '../../src/codec/types.ts'

/** A conversation over TCP: connect, identify, authenticate, converse, close. */
export const contract = {
  protocol: 'colloquy',
  version: 1,
  speaks: 1,
  hash: '35a74f8badeb85ba',
  base: null,
  messages: [
    { name: 'Hello', number: 1, from: 'client', conversation: false },
    { name: 'Welcome', number: 2, from: 'server', conversation: false },
    { name: 'AskName', number: 3, from: 'server', conversation: false },
    { name: 'MyName', number: 4, from: 'client', conversation: false },
    { name: 'Greeting', number: 5, from: 'server', conversation: false },
    { name: 'Challenge', number: 6, from: 'server', conversation: false },
    { name: 'Register', number: 7, from: 'client', conversation: false },
    { name: 'Login', number: 8, from: 'client', conversation: false },
    { name: 'Resume', number: 9, from: 'client', conversation: false },
    { name: 'Granted', number: 10, from: 'server', conversation: false },
    { name: 'Denied', number: 11, from: 'server', conversation: false },
    { name: 'Ready', number: 12, from: 'server', conversation: false },
    { name: 'Ping', number: 13, from: 'both', conversation: false },
    { name: 'Pong', number: 14, from: 'both', conversation: false },
    { name: 'Ack', number: 15, from: 'both', conversation: false },
    { name: 'Logout', number: 16, from: 'client', conversation: false },
    { name: 'Bye', number: 17, from: 'both', conversation: false },
    { name: 'Fault', number: 18, from: 'both', conversation: false },
    { name: 'Say', number: 64, from: 'both', conversation: true },
  ],
  states: [
    {
      name: 'connect.hello',
      turn: 'client',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Hello: 'connect.welcome',
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'connect.welcome',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Welcome: 'identify.greet',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.greet',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          AskName: 'identify.name',
          Greeting: 'identify.greeted',
          Ready: 'converse',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.name',
      turn: 'client',
      within: { ms: 120000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          MyName: 'identify.named',
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.named',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Greeting: 'identify.greeted',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'identify.greeted',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Challenge: 'auth.prove',
          Ready: 'converse',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'auth.prove',
      turn: 'client',
      within: { ms: 120000 },
      maxBody: 2048,
      inFlight: false,
      says: {
        client: {
          Register: 'auth.verify',
          Login: 'auth.verify',
          Resume: 'auth.verify',
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'auth.verify',
      turn: 'server',
      within: { ms: 30000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Bye: 'close.client',
          Fault: 'close.done',
        },
        server: {
          Granted: 'converse',
          Denied: 'auth.prove',
          Bye: 'close.server',
          Fault: 'close.done',
        },
      },
    },
    {
      name: 'converse',
      turn: 'both',
      within: { heartbeats: 3 },
      maxBody: 65552,
      inFlight: false,
      says: {
        client: {
          Ping: 'converse',
          Pong: 'converse',
          Ack: 'converse',
          Logout: 'close.client',
          Bye: 'close.client',
          Fault: 'close.done',
          Say: 'converse',
        },
        server: {
          Ping: 'converse',
          Pong: 'converse',
          Ack: 'converse',
          Bye: 'close.server',
          Fault: 'close.done',
          Say: 'converse',
        },
      },
    },
    {
      name: 'close.client',
      turn: 'server',
      within: { ms: 5000 },
      maxBody: 65552,
      inFlight: true,
      says: {
        client: {},
        server: {
          Welcome: 'close.client',
          AskName: 'close.client',
          Greeting: 'close.client',
          Challenge: 'close.client',
          Granted: 'close.client',
          Denied: 'close.client',
          Ready: 'close.client',
          Ping: 'close.client',
          Pong: 'close.client',
          Ack: 'close.client',
          Bye: 'close.done',
          Fault: 'close.done',
          Say: 'close.client',
        },
      },
    },
    {
      name: 'close.server',
      turn: 'client',
      within: { ms: 5000 },
      maxBody: 65552,
      inFlight: true,
      says: {
        client: {
          Hello: 'close.server',
          MyName: 'close.server',
          Register: 'close.server',
          Login: 'close.server',
          Resume: 'close.server',
          Ping: 'close.server',
          Pong: 'close.server',
          Ack: 'close.server',
          Logout: 'close.done',
          Bye: 'close.done',
          Fault: 'close.done',
          Say: 'close.server',
        },
        server: {},
      },
    },
    {
      name: 'close.done',
      turn: 'nobody',
      within: null,
      maxBody: 0,
      inFlight: false,
      says: {
        client: {},
        server: {},
      },
    },
  ],
} as const satisfies ContractTables

/** The number of each message. */
export const MessageNumber = {
  Hello: 1,
  Welcome: 2,
  AskName: 3,
  MyName: 4,
  Greeting: 5,
  Challenge: 6,
  Register: 7,
  Login: 8,
  Resume: 9,
  Granted: 10,
  Denied: 11,
  Ready: 12,
  Ping: 13,
  Pong: 14,
  Ack: 15,
  Logout: 16,
  Bye: 17,
  Fault: 18,
  Say: 64,
} as const

/** The numbers of ByeReason. */
export const ByeReasonNumber = {
  DONE: 1,
  LOGGED_OUT: 2,
  IDLE: 3,
  SHUTTING_DOWN: 4,
  REPLACED: 5,
} as const

/** The numbers of DenialReason. */
export const DenialReasonNumber = {
  BAD_CREDENTIALS: 1,
  NAME_TAKEN: 2,
  WEAK_PASSWORD: 3,
  TOO_MANY_ATTEMPTS: 4,
  TOKEN_EXPIRED: 5,
  REGISTRATION_CLOSED: 6,
  INSECURE_CHANNEL: 7,
  UNAVAILABLE: 8,
} as const

/** The numbers of FaultCode. */
export const FaultCodeNumber = {
  UNEXPECTED_MESSAGE: 1,
  MALFORMED: 2,
  TOO_LARGE: 3,
  TIMEOUT: 4,
  VERSION: 5,
  OVERLOADED: 6,
  INTERNAL: 7,
  GAP: 8,
  UNAUTHORIZED: 9,
} as const

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
  ContractHash: { minBytes: 8, maxBytes: 8 },
  Heartbeat: { min: 1000, max: 600000 },
  NewPassword: { minBytes: 8, maxBytes: 256 },
  Password: { minBytes: 1, maxBytes: 256 },
  PersonName: { minBytes: 1, maxBytes: 64 },
  ProtocolVersion: { min: 1, max: 4294967295 },
  Token: { minBytes: 43, maxBytes: 43 },
  'Hello.agent': { minBytes: 0, maxBytes: 64 },
  'Welcome.server': { minBytes: 0, maxBytes: 64 },
  'Welcome.session': { minBytes: 0, maxBytes: 32 },
  'Welcome.maxBody': { min: 0, max: 4294967295 },
  'AskName.address': { minBytes: 0, maxBytes: 64 },
  'Greeting.lastSeenMs': { min: 0, max: 9007199254740991 },
  'Challenge.name': { minBytes: 0, maxBytes: 64 },
  'Resume.received': { min: 0, max: 4294967295 },
  'Resume.session': { minBytes: 0, maxBytes: 32 },
  'Granted.expiresAtMs': { min: 0, max: 9007199254740991 },
  'Granted.received': { min: 0, max: 4294967295 },
  'Denied.detail': { minBytes: 0, maxBytes: 256 },
  'Denied.attemptsLeft': { min: 0, max: 4294967295 },
  'Denied.retryAfterMs': { min: 0, max: 4294967295 },
  'Ping.nonce': { min: 0, max: 4294967295 },
  'Pong.nonce': { min: 0, max: 4294967295 },
  'Ack.received': { min: 0, max: 4294967295 },
  'Bye.detail': { minBytes: 0, maxBytes: 256 },
  'Fault.detail': { minBytes: 0, maxBytes: 256 },
  'Fault.retryAfterMs': { min: 0, max: 4294967295 },
  'Fault.offending': { min: 0, max: 4294967295 },
  'Say.text': { minBytes: 0, maxBytes: 65536 },
} as const
