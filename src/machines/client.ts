import { fromPromise, setup } from 'xstate'
import type { ServerMessage } from '../../protocol/base/messages.ts'
import type { ContractTables } from '../codec/types.ts'
import { conversing, inFlight, promptsOf } from './conversing.ts'
import { bye, DEFAULT_HEARTBEAT_MS, deadlinesOf, fault, leaving, refusing, say, theTables } from './shared.ts'
import type { Heard, LocalEvent, Meta, Outcome, OutgoingMessage } from './types.ts'

/** The actors that the client's driver runs, and the events they end with. */
const outcomes = {
  /** Opens the connection; later: it failed, and is worth another try. */
  open: ['opened.done', 'opened.failed', 'opened.later'],
  /** Asks the program for a name. */
  tellName: ['named.given', 'named.withheld'],
  /** Asks the program for a proof. */
  prove: ['proved.register', 'proved.login', 'proved.resume', 'proved.withheld'],
  /** Running handlers came to their end, or were given up. */
  settle: ['settled'],
  /** The connection is gone; later: the conversation is worth another connection. */
  hangUp: ['hungUp.final', 'hungUp.later'],
  /** Waits before the next connection. */
  backOff: ['waited'],
} as const

/** The outcomes that the messages tell of. */
const means = {
  MyName: ['named.given'],
  Register: ['proved.register'],
  Login: ['proved.login'],
  Resume: ['proved.resume'],
} as const

/** An event of the client's program, a person or the network. */
export type ClientEvent =
  | Heard<ServerMessage>
  | LocalEvent
  | { readonly type: 'do.logout' }
  | Outcome<typeof outcomes>

const placeholder = fromPromise<void>(() => Promise.reject(new Error('The driver runs this actor.')))

const timeout = { target: '#client.close.done', actions: fault('TIMEOUT') }
const withdraw = { target: '#client.close.client', actions: bye('DONE') }

const setupOf = (tables: ContractTables) =>
  setup({
    types: { events: {} as ClientEvent, meta: {} as Meta },
    actors: {
      open: placeholder,
      tellName: placeholder,
      prove: placeholder,
      settle: placeholder,
      hangUp: placeholder,
      backOff: placeholder,
    },
    actions: {
      say: (_, _params: OutgoingMessage) => {},
      /** Nothing follows. */
      end: () => {},
    },
    delays: deadlinesOf(tables),
  })

/** The client's side of a conversation. Its machine has no context: what an actor found is part of the event's type. */
export const clientMachine = (tables: ContractTables) => {
  theTables('tables', tables)
  const machine = setupOf(tables).createMachine({
    id: 'client',
    initial: 'offline',
    states: {
      offline: {
        initial: 'connecting',
        states: {
          connecting: {
            meta: { contract: 'offline' },
            invoke: { src: 'open', id: 'open' },
            on: {
              'opened.done': '#client.connect',
              'opened.failed': 'ended',
              'opened.later': 'waiting',
            },
          },
          waiting: {
            meta: { contract: 'offline' },
            invoke: { src: 'backOff', id: 'backOff' },
            on: { waited: 'connecting' },
          },
          ended: { meta: { contract: 'offline' }, type: 'final', entry: 'end' },
        },
        on: { 'bye.*': '.ended', 'do.logout': '.ended', 'refuse.*': '.ended', 'recv.*': {}, lost: '.ended' },
      },
      connect: {
        initial: 'hello',
        states: {
          hello: {
            meta: { contract: 'connect.hello' },
            always: { target: 'welcome', actions: say('Hello') },
          },
          welcome: {
            meta: { contract: 'connect.welcome' },
            after: { 'connect.welcome': timeout },
            on: { 'recv.Welcome': '#client.identify' },
          },
        },
      },
      identify: {
        initial: 'greet',
        states: {
          greet: {
            meta: { contract: 'identify.greet' },
            after: { 'identify.greet': timeout },
            on: { 'recv.AskName': 'name', 'recv.Greeting': 'greeted', 'recv.Ready': '#client.converse' },
          },
          name: {
            meta: { contract: 'identify.name' },
            invoke: { src: 'tellName', id: 'tellName' },
            on: { 'named.given': { target: 'named', actions: say('MyName') }, 'named.withheld': withdraw },
          },
          named: {
            meta: { contract: 'identify.named' },
            after: { 'identify.named': timeout },
            on: { 'recv.Greeting': 'greeted' },
          },
          greeted: {
            meta: { contract: 'identify.greeted' },
            after: { 'identify.greeted': timeout },
            on: { 'recv.Challenge': '#client.auth', 'recv.Ready': '#client.converse' },
          },
        },
      },
      auth: {
        initial: 'prove',
        states: {
          prove: {
            meta: { contract: 'auth.prove' },
            invoke: { src: 'prove', id: 'prove' },
            on: {
              'proved.register': { target: 'verify', actions: say('Register') },
              'proved.login': { target: 'verify', actions: say('Login') },
              'proved.resume': { target: 'verify', actions: say('Resume') },
              'proved.withheld': withdraw,
            },
          },
          verify: {
            meta: { contract: 'auth.verify' },
            after: { 'auth.verify': timeout },
            on: { 'recv.Granted': '#client.converse', 'recv.Denied': 'prove' },
          },
        },
      },
      converse: conversing(tables, {
        side: 'client',
        root: '#client',
        expired: { target: '#client.close.client', actions: bye('IDLE') },
        leaving: { 'do.logout': { target: '#client.close.client', actions: say('Logout') } },
      }),
      close: {
        initial: 'done',
        states: {
          /** The client has said its last word. What the server had in flight leads nowhere. */
          client: {
            meta: { contract: 'close.client' },
            after: { 'close.client': 'done' },
            on: {
              'recv.Bye': 'done',
              ...inFlight(tables, 'close.client', 'client'),
              'recv.*': 'done',
              'refuse.*': 'done',
              'bye.*': {},
              'do.logout': {},
            },
          },
          /** The server has said its last word. */
          server: {
            meta: { contract: 'close.server' },
            invoke: { src: 'settle', id: 'settle' },
            on: {
              settled: { target: 'done', actions: bye('DONE') },
              'do.logout': { target: 'done', actions: say('Logout') },
              'recv.Bye': { target: 'done', actions: fault('UNEXPECTED_MESSAGE') },
              'recv.Fault': { target: 'done', actions: fault('UNEXPECTED_MESSAGE') },
              'bye.*': {},
            },
          },
          done: {
            meta: { contract: 'close.done' },
            invoke: { src: 'hangUp', id: 'hangUp' },
            on: {
              'hungUp.final': '#client.offline.ended',
              'hungUp.later': '#client.offline.waiting',
              '*': {},
            },
          },
        },
      },
    },
    on: {
      'recv.Bye': '.close.server',
      'recv.Fault': '.close.done',
      'recv.*': { target: '.close.done', actions: fault('UNEXPECTED_MESSAGE') },
      ...refusing,
      ...leaving('.close.client'),
      /** The token is forgotten here even where Logout cannot be said. */
      'do.logout': { target: '.close.client', actions: bye('DONE') },
      lost: '.close.done',
    },
  })
  return {
    machine,
    outcomes,
    prompts: [...promptsOf(tables, 'client'), 'do.logout'],
    means,
    heartbeatMs: DEFAULT_HEARTBEAT_MS,
  }
}
