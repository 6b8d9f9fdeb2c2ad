import type { Contract, Side, State } from '../../../src/contract/index.ts'
import type { Pair, Rule } from '../../../src/verify/index.ts'
import { contract } from '../../support/contract.ts'
import { client, server } from '../../support/machines.ts'
import {
  changed,
  drop,
  faultless,
  inSide,
  must,
  type Node,
  put,
  say,
  stateOf,
  type Written,
} from './changes.ts'

/** A pair with one fault in it. */
export interface Mutant {
  readonly name: string
  readonly pair: Pair
  /** The finding that verification must have, among others. */
  readonly finds: Rule
  /** Whether it is a matter of the two machines with each other. */
  readonly together: boolean
}

const inMachine =
  (side: Side) =>
  (name: string, finds: Rule, together: boolean, path: string, change: (node: Node) => void): Mutant => ({
    name,
    finds,
    together,
    pair: inSide(side, path, change),
  })

const inContract = (
  name: string,
  finds: Rule,
  together: boolean,
  state: string,
  change: (state: State) => State,
): Mutant => {
  const states = contract.states.map((one) => (one.name === state ? change(one) : one))
  const mutated: Contract = { ...contract, states }
  return { name, finds, together, pair: { ...faultless, contract: mutated } }
}

const says = (state: State, change: (says: Map<string, string>) => void): State => {
  const map = new Map(state.says)
  change(map)
  return { ...state, says: map }
}

const withoutRefusals = (node: Node): void => {
  node.on = Object.fromEntries(
    Object.entries(node.on ?? {}).filter(([event]) => !event.startsWith('refuse.')),
  )
  for (const inner of Object.values(node.states ?? {})) withoutRefusals(inner)
}

/** A machine that has no way out of converse: nobody leaves, and no silence is too long. */
const withoutLeaving = (node: Node): void => {
  node.on = Object.fromEntries(
    Object.entries(node.on ?? {}).filter(([event]) => !event.startsWith('bye.') && event !== 'do.logout'),
  )
  delete node.after
  for (const inner of Object.values(node.states ?? {})) withoutLeaving(inner)
}

/** The contract with one value more in an enum. */
const withValue = (type: string, name: string): Contract => ({
  ...contract,
  messages: contract.messages.map((message) => ({
    ...message,
    fields: message.fields.map((field) =>
      field.type === type && field.value.base === 'enum'
        ? {
            ...field,
            value: {
              ...field.value,
              values: [...field.value.values, { name, number: 99, about: 'More.' }],
            },
          }
        : field,
    ),
  })),
})

const inClient = inMachine('client')
const inServer = inMachine('server')

export const mutants: readonly Mutant[] = [
  // Hearing.
  inServer('the server does not hear Hello', 'HEARS_LESS', false, 'connect.hello', drop('recv.Hello')),
  inClient(
    'the client does not hear Greeting after its name',
    'HEARS_LESS',
    false,
    'identify.named',
    drop('recv.Greeting'),
  ),
  inServer('the server does not hear Resume', 'HEARS_LESS', false, 'auth.prove', drop('recv.Resume')),
  inClient(
    'the client does not skip what was in flight',
    'HEARS_LESS',
    false,
    'close.client',
    drop('recv.Say'),
  ),
  inServer('a Bye that crosses ours is no answer', 'WRONG_STATE', false, 'close.server', put('recv.Bye', {})),
  inServer('the server takes a second Bye', 'HEARS_MORE', false, 'close.client', put('recv.Bye', {})),
  inServer('the server hears Say before the proof', 'HEARS_MORE', false, 'auth.prove', put('recv.Say', {})),
  inClient(
    'the client hears Granted without a proof',
    'HEARS_MORE',
    false,
    'identify.greeted',
    put('recv.Granted', '#client.converse'),
  ),
  inServer('what is forbidden is dropped', 'HEARS_MORE', false, '', drop('recv.*')),

  // Next states.
  inClient(
    'Ready leads the client to the proof',
    'UNEXPECTED_MESSAGE',
    true,
    'identify.greeted',
    put('recv.Ready', '#client.auth'),
  ),
  inServer(
    'Register is taken for granted',
    'UNEXPECTED_MESSAGE',
    true,
    'auth.prove',
    put('recv.Register', '#server.converse'),
  ),
  inServer('a name is asked for once more', 'DEADLOCK', true, 'identify.name', put('recv.MyName', {})),
  inServer('Logout is no last word', 'WRONG_STATE', false, 'converse', put('recv.Logout', {})),
  inClient('a Fault is not final', 'WRONG_STATE', false, '', put('recv.Fault', '.close.server')),
  inServer('a Fault of ours is not final', 'WRONG_STATE', false, 'connect.hello', (node) => {
    node.after = {
      'connect.hello': { target: '#server.identify', actions: say('Fault', { code: 'TIMEOUT' }) },
    }
  }),
  inClient(
    'a second connection goes on where the first one was',
    'WRONG_STATE',
    false,
    'offline.connecting',
    put('opened.done', '#client.identify'),
  ),

  // Saying.
  inServer('Greeting is said one state early', 'SAYS_FORBIDDEN', false, 'connect.welcome', (node) => {
    node.always = { target: '#server.identify.greet', actions: [say('Greeting'), say('Welcome')] }
  }),
  inServer(
    'a refusal is not the last word',
    'SAYS_FORBIDDEN',
    false,
    '',
    put('recv.*', {
      target: '.close.done',
      actions: [say('Fault', { code: 'UNEXPECTED_MESSAGE' }), say('Welcome')],
    }),
  ),
  inServer('Welcome comes twice', 'UNEXPECTED_MESSAGE', true, 'connect.welcome', (node) => {
    node.always = { target: '#server.identify.greet', actions: [say('Welcome'), say('Welcome')] }
  }),
  inClient(
    'the client says Register and does not wait',
    'UNEXPECTED_MESSAGE',
    true,
    'auth.prove',
    put('proved.register', { target: '#client.converse', actions: say('Register') }),
  ),
  inServer(
    'the server grants and says nothing',
    'UNEXPECTED_MESSAGE',
    true,
    'auth.verify',
    put('verified.granted', '#server.converse'),
  ),
  inClient(
    'the client keeps its name to itself',
    'DEADLOCK',
    true,
    'identify.name',
    put('named.given', 'named'),
  ),
  inServer(
    'the last denial is no end',
    'UNEXPECTED_MESSAGE',
    true,
    'auth.verify',
    put('verified.last', { target: '#server.auth.verify', actions: say('Denied') }),
  ),
  inServer(
    'no answer to Bye',
    'WRONG_STATE',
    false,
    'close.client.settling',
    put('settled', '#server.close.done'),
  ),
  inClient(
    'no answer to Bye, and no end of it',
    'DEADLOCK',
    true,
    'close.server',
    put('settled', { actions: [] }),
  ),
  inClient(
    'the client says Bye and does not wait for the answer',
    'LEFT_OVER',
    true,
    '',
    put('bye.DONE', { target: '.close.done', actions: say('Bye', { reason: 'DONE' }) }),
  ),
  inServer(
    'the server says Bye twice',
    'SAYS_FORBIDDEN',
    false,
    'converse',
    put('bye.DONE', {
      target: 'close.server',
      actions: [say('Bye', { reason: 'DONE' }), say('Bye', { reason: 'DONE' })],
    }),
  ),

  // Time.
  inServer('no deadline for the proof', 'DEADLINE_MISSING', false, 'auth.prove', (node) => {
    delete node.after
  }),
  inClient('a deadline that says nothing', 'WRONG_STATE', false, 'connect.welcome', (node) => {
    node.after = { 'connect.welcome': { target: '#client.close.done' } }
  }),
  inServer('a deadline without effect', 'DEADLINE_WITHOUT_EFFECT', false, 'identify.name', (node) => {
    node.after = { 'identify.name': {} as Written }
  }),
  inClient('the deadline of another state', 'DEADLINE_DIFFERS', false, 'connect.welcome', (node) => {
    node.after = { 'auth.prove': must(node.after?.['connect.welcome'], 'deadline') }
  }),
  inServer(
    'every thought of a Ping begins the silence again',
    'DEADLINE_DIFFERS',
    false,
    'converse',
    put('do.ping', { target: 'converse', reenter: true, actions: say('Ping') }),
  ),

  // Actors, people, the network.
  inServer(
    'an address that is not known is no outcome',
    'OUTCOME_IGNORED',
    false,
    'identify.greet',
    drop('looked.unknown'),
  ),
  inServer(
    'an address that is not known changes nothing',
    'OUTCOME_IGNORED',
    false,
    'identify.greet',
    put('looked.unknown', { actions: 'rememberAddress' }),
  ),
  inServer('nobody looks for the address', 'DEADLOCK', true, 'identify.greet', (node) => {
    delete node.invoke
  }),
  inClient('nobody can say Ping', 'PROMPT_IGNORED', false, 'converse', drop('do.ping')),
  inServer('a broken connection goes unnoticed', 'DEADLOCK', true, '', drop('lost')),
  inServer('a state that nobody enters', 'NEVER_ENTERED', false, 'auth', (node) => {
    node.states = { ...node.states, spare: { type: 'final', ...{ meta: { contract: 'auth.verify' } } } }
  }),
  inClient(
    'a transition for what never happens',
    'NEVER_FIRES',
    false,
    'auth.verify',
    put('recv.Sesame', '#client.converse'),
  ),
  inClient(
    'the client never logs in',
    'NEVER_SAID',
    false,
    'auth.prove',
    put('proved.login', { target: 'verify', actions: say('Register') }),
  ),
  {
    name: 'both never answer a refusal',
    finds: 'REFUSAL_UNANSWERED',
    together: false,
    pair: {
      contract,
      client: changed(client, '', withoutRefusals),
      server: changed(server, '', withoutRefusals),
    },
  },
  inClient('a Bye while there is no connection is said', 'WRONG_STATE', false, 'offline', drop('bye.*')),
  inClient(
    'the wait is over, and it speaks without a connection',
    'WRONG_STATE',
    false,
    'offline.waiting',
    put('waited', '#client.connect'),
  ),
  // Meanings.
  inServer('granted and denied are swapped', 'OUTCOME_MISTOLD', false, 'auth.verify', (node) => {
    put('verified.granted', { target: 'prove', actions: [say('Denied'), 'rememberAddress'] })(node)
    put('verified.denied', { target: '#server.converse', actions: say('Granted') })(node)
  }),
  inClient('the client says Login for Resume', 'OUTCOME_MISTOLD', false, 'auth.prove', (node) => {
    put('proved.resume', { target: 'verify', actions: say('Login') })(node)
    put('proved.login', { target: 'verify', actions: say('Resume') })(node)
  }),
  inServer(
    'Logout revokes nothing',
    'ACTION_MISSING',
    false,
    'converse',
    put('recv.Logout', '#server.close.client'),
  ),
  inServer(
    'Logout after our Bye revokes nothing',
    'ACTION_MISSING',
    false,
    'close.server',
    put('recv.Logout', 'done'),
  ),
  {
    name: 'a heartbeat that the contract does not have',
    finds: 'DEADLINE_DIFFERS',
    together: false,
    pair: { ...faultless, server: { ...server, heartbeatMs: 1 } },
  },
  {
    name: 'a heartbeat of 24 days',
    finds: 'DEADLINE_DIFFERS',
    together: false,
    pair: { ...faultless, client: { ...client, heartbeatMs: 24 * 86_400_000 } },
  },
  // Refusals and reasons.
  inServer('a breach that is not answered', 'REFUSAL_UNANSWERED', false, '', drop('refuse.GAP')),
  inClient(
    'a breach that is taken in where names are asked',
    'REFUSAL_UNANSWERED',
    false,
    'identify.name',
    put('refuse.MALFORMED', {}),
  ),
  inServer(
    'a breach that is answered with the code of another',
    'REFUSAL_UNANSWERED',
    false,
    '',
    put('refuse.GAP', { target: '.close.done', actions: say('Fault', { code: 'MALFORMED' }) }),
  ),
  inClient(
    'a breach that nobody is told of',
    'REFUSAL_UNANSWERED',
    false,
    '',
    put('refuse.TOO_LARGE', '.close.done'),
  ),
  inClient(
    'a breach that is ignored after the last word',
    'REFUSAL_UNANSWERED',
    false,
    'close.client',
    put('refuse.*', {}),
  ),
  inClient('no breach is answered', 'REFUSAL_UNANSWERED', false, '', (node) => withoutRefusals(node)),
  inServer(
    'a code that the contract does not have',
    'SAYS_FORBIDDEN',
    false,
    '',
    put('refuse.GAP', { target: '.close.done', actions: say('Fault', { code: 'HOLE' }) }),
  ),
  {
    name: 'a code that neither side answers',
    finds: 'REFUSAL_UNANSWERED',
    together: false,
    pair: { ...faultless, contract: withValue('FaultCode', 'QUOTA') },
  },
  {
    name: 'a reason that neither side gives',
    finds: 'NEVER_SAID',
    together: false,
    pair: { ...faultless, contract: withValue('ByeReason', 'BORED') },
  },
  {
    name: 'two actors hand over to each other for ever',
    finds: 'LIVELOCK',
    together: true,
    pair: {
      contract,
      client: changed(client, 'close.client', (node) => {
        delete node.after
      }),
      server: changed(server, 'close.client', (node) => {
        put('settled', 'loggingOut')(stateOf(node, 'settling'))
        put('loggedOut.done', 'settling')(stateOf(node, 'loggingOut'))
        put('loggedOut.failed', 'settling')(stateOf(node, 'loggingOut'))
      }),
    },
  },
  {
    name: 'nobody ever leaves',
    finds: 'NEVER_LEFT',
    together: true,
    pair: {
      contract,
      client: changed(client, '', withoutLeaving),
      server: changed(server, '', withoutLeaving),
    },
  },
  {
    name: 'each Ping is answered twice',
    finds: 'NO_ROOM',
    together: true,
    pair: {
      contract,
      client: changed(client, 'converse', put('recv.Ping', { actions: [say('Pong'), say('Pong')] })),
      server: changed(server, 'converse', put('recv.Ping', { actions: [say('Pong'), say('Pong')] })),
    },
  },
  inServer(
    'no answer to Bye is a loss for who waits for it',
    'ENDS_DIFFER',
    true,
    'close.client.settling',
    put('settled', '#server.close.done'),
  ),
  inServer(
    'a connection that breaks in converse goes unnoticed',
    'DEADLOCK',
    true,
    'converse',
    put('lost', {}),
  ),
  inServer('a loss is told once, and not taken in', 'DEADLOCK', true, 'auth.verify', put('lost', {})),
  inClient(
    'a loss is told once, and not taken in, by the client',
    'DEADLOCK',
    true,
    'auth.prove',
    put('lost', {}),
  ),
  inServer(
    'Granted is said after Bye was heard',
    'SAYS_FORBIDDEN',
    false,
    'close.client.settling',
    (node) => {
      put('settled', {
        target: '#server.close.done',
        actions: [say('Granted'), say('Bye', { reason: 'DONE' })],
      })(node)
    },
  ),

  // The contract.
  inContract(
    'Ready is not for those who were greeted',
    'SAYS_FORBIDDEN',
    false,
    'identify.greeted',
    (state) => says(state, (map) => map.delete('Ready')),
  ),
  inContract('a denial ends the conversation', 'WRONG_STATE', false, 'auth.verify', (state) =>
    says(state, (map) => map.set('Denied', 'close.server')),
  ),
  inContract('what crosses Bye does not meet it', 'CROSSING_DIFFERS', false, 'close.client', (state) => ({
    ...state,
    inFlight: false,
  })),
  inContract('nothing is in flight after Bye', 'UNEXPECTED_MESSAGE', true, 'close.client', (state) => ({
    ...state,
    inFlight: false,
  })),
  inContract('a longer silence than the machines keep', 'DEADLINE_DIFFERS', false, 'converse', (state) => ({
    ...state,
    within: { heartbeats: 5 },
  })),
  inContract('less time for Hello', 'DEADLINE_DIFFERS', false, 'connect.hello', (state) => ({
    ...state,
    within: { ms: 5_000 },
  })),
]
