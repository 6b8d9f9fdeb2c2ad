import { fromPromise, setup } from 'xstate'
import type { ClientMessage } from '../../protocol/base/messages.ts'
import type { ContractTables } from '../codec/types.ts'
import { conversing, inFlight, promptsOf } from './conversing.ts'
import { bye, DEFAULT_HEARTBEAT_MS, deadlinesOf, fault, leaving, refusing, say, theTables } from './shared.ts'
import type { Heard, LocalEvent, Meta, Outcome, OutgoingMessage } from './types.ts'

/** The actors that the server's driver runs, and the events they end with. */
const outcomes = {
  /** Whether the address is known; waived where nobody is identified. */
  lookUp: ['looked.known', 'looked.unknown', 'looked.waived'],
  /** Whether this server asks for a proof. */
  requireProof: ['proof.required', 'proof.waived'],
  /** Checks Register, Login or Resume; last: denied, and no attempt is left. */
  verify: ['verified.granted', 'verified.denied', 'verified.last'],
  /** Running handlers came to their end, or were given up. */
  settle: ['settled'],
  /** As settle, and the token is revoked. */
  logOut: ['loggedOut.done', 'loggedOut.failed'],
} as const

/** The outcomes that the messages tell of. */
const means = {
  Granted: ['verified.granted'],
  Denied: ['verified.denied', 'verified.last'],
  AskName: ['looked.unknown'],
  Greeting: ['looked.known'],
  Challenge: ['proof.required'],
  Ready: ['looked.waived', 'proof.waived'],
} as const

/** The duties of an event: one of these actions or actors follows. */
const does = {
  'recv.Logout': ['logOut', 'revoke'],
  'verified.granted': ['rememberAddress'],
  'proof.waived': ['rememberAddress'],
} as const

/** An event of the server's program, its operator or the network. */
export type ServerEvent = Heard<ClientMessage> | LocalEvent | Outcome<typeof outcomes>

const placeholder = fromPromise<void>(() => Promise.reject(new Error('The driver runs this actor.')))

const timeout = { target: '#server.close.done', actions: fault('TIMEOUT') }

const setupOf = (tables: ContractTables) =>
  setup({
    types: { events: {} as ServerEvent, meta: {} as Meta },
    actors: {
      lookUp: placeholder,
      requireProof: placeholder,
      verify: placeholder,
      settle: placeholder,
      logOut: placeholder,
    },
    actions: {
      say: (_, _params: OutgoingMessage) => {},
      /** Writes the address book with the name that was granted, or given where no proof is asked for. */
      rememberAddress: () => {},
      /** Revokes the token without waiting. */
      revoke: () => {},
    },
    delays: deadlinesOf(tables),
  })

/** The server's side of a conversation. Its machine has no context: what an actor found is part of the event's type. */
export const serverMachine = (tables: ContractTables) => {
  theTables('tables', tables)
  const machine = setupOf(tables).createMachine({
    id: 'server',
    initial: 'connect',
    states: {
      connect: {
        initial: 'hello',
        states: {
          hello: {
            meta: { contract: 'connect.hello' },
            after: { 'connect.hello': timeout },
            on: { 'recv.Hello': 'welcome' },
          },
          welcome: {
            meta: { contract: 'connect.welcome' },
            always: { target: '#server.identify.greet', actions: say('Welcome') },
          },
        },
      },
      identify: {
        initial: 'greet',
        states: {
          greet: {
            meta: { contract: 'identify.greet' },
            invoke: { src: 'lookUp', id: 'lookUp' },
            on: {
              'looked.known': { target: 'greeted', actions: say('Greeting') },
              'looked.unknown': { target: 'name', actions: say('AskName') },
              'looked.waived': { target: '#server.converse', actions: say('Ready') },
            },
          },
          name: {
            meta: { contract: 'identify.name' },
            after: { 'identify.name': timeout },
            on: { 'recv.MyName': 'named' },
          },
          named: {
            meta: { contract: 'identify.named' },
            always: { target: 'greeted', actions: say('Greeting') },
          },
          greeted: {
            meta: { contract: 'identify.greeted' },
            invoke: { src: 'requireProof', id: 'requireProof' },
            on: {
              'proof.required': { target: '#server.auth.prove', actions: say('Challenge') },
              'proof.waived': { target: '#server.converse', actions: [say('Ready'), 'rememberAddress'] },
            },
          },
        },
      },
      auth: {
        initial: 'prove',
        states: {
          prove: {
            meta: { contract: 'auth.prove' },
            after: { 'auth.prove': timeout },
            on: { 'recv.Register': 'verify', 'recv.Login': 'verify', 'recv.Resume': 'verify' },
          },
          verify: {
            meta: { contract: 'auth.verify' },
            invoke: { src: 'verify', id: 'verify' },
            on: {
              'verified.granted': {
                target: '#server.converse',
                actions: [say('Granted'), 'rememberAddress'],
              },
              'verified.denied': { target: 'prove', actions: say('Denied') },
              'verified.last': {
                target: '#server.close.done',
                actions: [say('Denied'), fault('UNAUTHORIZED')],
              },
            },
          },
        },
      },
      converse: conversing(tables, {
        side: 'server',
        root: '#server',
        expired: { target: '#server.close.server', actions: bye('IDLE') },
        leaving: { 'recv.Logout': '#server.close.client.loggingOut' },
      }),
      close: {
        initial: 'done',
        states: {
          /** The client has said its last word. */
          client: {
            initial: 'settling',
            on: {
              'recv.Bye': { target: 'done', actions: fault('UNEXPECTED_MESSAGE') },
              'recv.Fault': { target: 'done', actions: fault('UNEXPECTED_MESSAGE') },
              'bye.*': {},
            },
            states: {
              settling: {
                meta: { contract: 'close.client' },
                invoke: { src: 'settle', id: 'settle' },
                on: { settled: { target: '#server.close.done', actions: bye('DONE') } },
              },
              loggingOut: {
                meta: { contract: 'close.client' },
                invoke: { src: 'logOut', id: 'logOut' },
                on: {
                  'loggedOut.done': { target: '#server.close.done', actions: bye('LOGGED_OUT') },
                  'loggedOut.failed': { target: '#server.close.done', actions: fault('INTERNAL') },
                },
              },
            },
          },
          /** The server has said its last word. What the client had in flight leads nowhere. */
          server: {
            meta: { contract: 'close.server' },
            after: { 'close.server': 'done' },
            on: {
              'recv.Bye': 'done',
              'recv.Logout': { target: 'done', actions: 'revoke' },
              ...inFlight(tables, 'close.server', 'server'),
              'recv.*': 'done',
              'refuse.*': 'done',
              'bye.*': {},
            },
          },
          done: {
            meta: { contract: 'close.done' },
            type: 'final',
            on: { '*': {} },
          },
        },
      },
    },
    on: {
      'recv.Bye': '.close.client',
      'recv.Fault': '.close.done',
      'recv.*': { target: '.close.done', actions: fault('UNEXPECTED_MESSAGE') },
      ...refusing,
      ...leaving('.close.server'),
      lost: '.close.done',
    },
  })
  return {
    machine,
    outcomes,
    prompts: promptsOf(tables, 'server'),
    means,
    does,
    heartbeatMs: DEFAULT_HEARTBEAT_MS,
  }
}
