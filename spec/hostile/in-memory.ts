import { type Prover, password, personName } from '../../src/client/credentials.ts'
import { bytesOf, type Offer } from '../../src/conform/bytes.ts'
import { counting, type FrameStep, type HostileCase, type Step } from '../../src/conform/case.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { clientIn } from '../support/states.ts'
import { message, numberOf } from '../support/wire.ts'
import { World } from '../support/world.ts'
import { spokenWord } from './cases.ts'

const offer: Offer = { protocol: 'talk', minVersion: 1, maxVersion: 1 }

/** What came of a case. */
export interface Came {
  readonly words: readonly string[]
  /** The number of the message that the last Fault is about; null: there was none. */
  readonly offending: number | null
  readonly ended: boolean
}

interface Tried {
  readonly world: World
  readonly raw: RawPeer
  bye(): void
}

/** Does the steps of a case to an end over a link in memory, by a clock that is moved. */
export const tryInMemory = async (one: HostileCase): Promise<Came> => {
  const { world, raw, bye } = await (one.side === 'server' ? serverFor(one) : clientFor(one))
  const before = raw.frames.length
  const words = (): readonly string[] => raw.frames.slice(before).map(spokenWord)
  for (const step of inOneWrite(one.steps)) await take(step, { world, raw, bye }, words)
  await world.pass()
  await world.pass()
  const last = raw.frames.at(-1)
  return {
    words: counting(one, words()),
    offending: last?.name === 'Fault' ? numberOf(last, 4) : null,
    ended: raw.hasEnded || raw.reason !== undefined,
  }
}

const take = async (
  step: Step | Buffer,
  { world, raw, bye }: Tried,
  words: () => readonly string[],
): Promise<void> => {
  if (Buffer.isBuffer(step)) return raw.say(step)
  if ('wait' in step) return world.pass(step.wait)
  if ('hear' in step) return world.until(() => words().includes(step.hear))
  if ('end' in step) {
    raw.end()
    return world.pass()
  }
  if ('program' in step) {
    bye()
    return world.pass()
  }
  const bytes = bytesOf(step, offer)
  if (bytes === null) return
  for (const byte of bytes) {
    if (raw.hasEnded) return
    raw.say(Buffer.from([byte]))
    await world.pass((step as FrameStep).every ?? 0)
  }
}

/** What is sent at once arrives at once. */
const inOneWrite = (steps: readonly Step[]): readonly (Step | Buffer)[] =>
  steps.reduce<(Step | Buffer)[]>((done, step) => {
    const bytes = 'every' in step ? null : bytesOf(step, offer)
    const last = done.at(-1)
    if (bytes === null) done.push(step)
    else if (Buffer.isBuffer(last)) done.splice(-1, 1, Buffer.concat([last, bytes]))
    else done.push(bytes)
    return done
  }, [])

/** What a raw client says to bring a server into a state, and what it waits for. */
const wayTo = ({ state, mode = 'echo' }: HostileCase): readonly (readonly [Buffer, string])[] => {
  if (state === 'connect.hello') return []
  const hello = [message('Hello'), mode === 'echo' ? 'Ready' : 'AskName'] as const
  if (state === 'identify.name' || mode === 'echo') return [hello]
  const named = [message('MyName'), mode === 'identify' ? 'Ready' : 'Challenge'] as const
  if (state === 'auth.prove' || mode === 'identify') return [hello, named]
  return [hello, named, [message('Register'), 'Granted']]
}

const serverFor = async (one: HostileCase): Promise<Tried> => {
  const world = new World()
  const { session, raw } = world.rawClient({
    mode: one.mode ?? 'echo',
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
  })
  await world.pass()
  for (const [bytes, answer] of wayTo(one)) {
    raw.say(bytes)
    await world.until(() => raw.words.includes(answer))
  }
  return { world, raw, bye: () => session.bye('DONE') }
}

const proofs: Prover = (_, denied) =>
  denied === null
    ? Promise.resolve({ type: 'Login', name: personName('Ada'), password: password('eight or more') })
    : new Promise(() => {})

const clientFor = async ({ state, demands }: HostileCase): Promise<Tried> => {
  const { world, raw, caller } = await clientIn(
    state,
    demands === true ? { credentials: proofs, requireProof: true } : {},
  )
  return { world, raw, bye: () => caller.bye() }
}
