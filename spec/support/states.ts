import { type Prover, password, personName } from '../../src/client/credentials.ts'
import type { ClientSession } from '../../src/client/session.ts'
import type { ServerSession } from '../../src/server/session.ts'
import type { RawPeer } from './raw-peer.ts'
import { message, sample } from './wire.ts'
import { type ClientSide, type ServerSide, stateOf, World } from './world.ts'

/** An end that a raw peer has brought into a state of the contract. */
export interface Brought {
  readonly world: World
  readonly raw: RawPeer
  /** The contract's state that the end is in now. */
  state(): string
}

/** Where an end never rests: its machine goes on in the same step. */
export const passing = {
  server: ['connect.welcome', 'identify.named'],
  client: ['connect.hello'],
} as const

const hello = message('Hello')

/** How a raw client brings a server into a state, and what of the server must not go on. */
const toServer: Readonly<
  Record<string, { side?: ServerSide; frames: readonly Buffer[]; last?: (session: ServerSession) => void }>
> = {
  'connect.hello': { frames: [] },
  'identify.greet': { side: { held: ['lookUp'] }, frames: [hello] },
  'identify.name': { side: { mode: 'identify' }, frames: [hello] },
  'identify.greeted': {
    side: { mode: 'identify', held: ['requireProof'] },
    frames: [hello, message('MyName')],
  },
  'auth.prove': { side: { mode: 'auth' }, frames: [hello, message('MyName')] },
  'auth.verify': {
    side: { mode: 'auth', held: ['verify'] },
    frames: [hello, message('MyName'), message('Login')],
  },
  converse: { frames: [hello] },
  'close.client': { side: { held: ['settle'] }, frames: [hello, message('Bye')] },
  'close.server': { frames: [hello], last: (session) => session.bye('DONE') },
  'close.done': { frames: [hello, message('Bye')] },
}

/** The state, with everything else of the server held, too: it goes on to the next state and no further. */
export const serverIn = async (
  name: string,
  others: ServerSide = {},
): Promise<Brought & { session: ServerSession }> => {
  const way = toServer[name]
  if (way === undefined) throw new Error(`A server never rests in ${name}.`)
  const world = new World()
  const { session, raw } = world.rawClient({ ...way.side, ...others })
  await world.pass()
  for (const frame of way.frames) {
    raw.say(frame)
    await world.pass()
  }
  way.last?.(session)
  await world.pass()
  return { world, raw, session, state: () => stateOf(session) }
}

/** Proves once, and thinks for ever about a denial. */
const proveOnce: Prover = (_, denied) =>
  denied === null
    ? Promise.resolve({ type: 'Login', name: personName('Ada'), password: password('eight or more') })
    : new Promise(() => {})

/** How a raw server brings a client into a state. */
const toClient: Readonly<
  Record<string, { side?: ClientSide; frames: readonly Buffer[]; last?: (caller: ClientSession) => void }>
> = {
  'connect.welcome': { frames: [] },
  'identify.greet': { frames: [message('Welcome')] },
  'identify.name': { side: { held: ['tellName'] }, frames: [message('Welcome'), message('AskName')] },
  'identify.named': { side: { name: 'Ada' }, frames: [message('Welcome'), message('AskName')] },
  'identify.greeted': { frames: [message('Welcome'), message('Greeting')] },
  'auth.prove': {
    side: { held: ['prove'] },
    frames: [message('Welcome'), message('Greeting'), message('Challenge')],
  },
  'auth.verify': {
    side: { credentials: proveOnce },
    frames: [message('Welcome'), message('Greeting'), message('Challenge')],
  },
  converse: { frames: [message('Welcome'), message('Ready')] },
  'close.client': { frames: [message('Welcome'), message('Ready')], last: (caller) => caller.bye() },
  'close.server': {
    side: { held: ['settle'] },
    frames: [message('Welcome'), message('Ready'), message('Bye', sample.Bye)],
  },
  'close.done': { side: { held: ['hangUp'] }, frames: [message('Fault')] },
}

export const clientIn = async (
  name: string,
  others: ClientSide = {},
): Promise<Brought & { caller: ClientSession }> => {
  const way = toClient[name]
  if (way === undefined) throw new Error(`A client never rests in ${name}.`)
  const world = new World()
  const { caller, raws } = world.rawServer({ ...way.side, ...others })
  await world.pass()
  const raw = raws[0] as RawPeer
  for (const frame of way.frames) {
    raw.say(frame)
    await world.pass()
  }
  way.last?.(caller)
  await world.pass()
  return { world, raw, caller, state: () => stateOf(caller) }
}
