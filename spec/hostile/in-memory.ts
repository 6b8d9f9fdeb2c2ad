import { type Prover, password, personName } from '../../src/client/credentials.ts'
import { bytesOf, inOneWrite, type Offer } from '../../src/conform/bytes.ts'
import { counting, type HostileCase, type Step, timesToHear } from '../../src/conform/case.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { clientIn } from '../support/states.ts'
import { message, numberOf } from '../support/wire.ts'
import { World } from '../support/world.ts'
import { spokenWord } from './cases.ts'

const offer: Offer = { protocol: 'talk', minVersion: 1, maxVersion: 1 }

/** The outcome of a case. */
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
  const steps = inOneWrite(one.steps, offer)
  for (const [at, step] of steps.entries())
    if ('hear' in step) {
      const heard = (): number => words().filter((word) => word === step.hear).length
      await world.until(() => heard() >= timesToHear(steps, at))
    } else await take(step, { world, raw, bye })
  await world.pass()
  await world.pass()
  const last = raw.frames.at(-1)
  return {
    words: counting(one, words()),
    offending: last?.name === 'Fault' ? numberOf(last, 4) : null,
    ended: raw.hasEnded || raw.reason !== undefined,
  }
}

const take = async (step: Step, { world, raw, bye }: Tried): Promise<void> => {
  if ('wait' in step) return world.pass(step.wait)
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
  if (!('every' in step)) return raw.say(bytes)
  for (const byte of bytes) {
    if (raw.hasEnded) return
    raw.say(Buffer.from([byte]))
    await world.pass(step.every)
  }
}

/** The frames of a raw client that bring a server into a state, and those that it waits for. */
const pathTo = ({ state, mode = 'echo' }: HostileCase): readonly (readonly [Buffer, string])[] => {
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
  for (const [bytes, answer] of pathTo(one)) {
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
