import { setTimeout as pause } from 'node:timers/promises'
import { approach, type Mode } from './approach.ts'
import { bytesOf, frameOf, inOneWrite } from './bytes.ts'
import { counting, endsBy, type HostileCase, type Step, timesToHear } from './case.ts'
import { ConformPeer } from './peer.ts'
import { dial, type Target } from './target.ts'
import { numbersOf } from './words.ts'

/** Why a case was not tried. */
export type LeftOut = 'PROOF' | 'MODE' | 'SLOW' | 'CONTRACT' | 'PROGRAM' | 'REGISTERS' | 'KNOWN' | 'CHANNEL'

/** The outcome of a case. */
export type Result =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'leftOut'; readonly why: LeftOut }
  | {
      readonly outcome: 'broken'
      /** The first bytes that were sent, beyond what led to the state. */
      readonly sent: Buffer
      readonly came: readonly string[]
      readonly ended: boolean
      /** The number that a Fault was about, where that was another one. */
      readonly offending?: number
    }

/** The wait where nothing is to come, in milliseconds. */
const QUIET_MS = 150

/** The number of a Ping that asks whether the other side is still there. */
const PROBE = 0x5eed

/** Why a case cannot be tried with this server, as far as that is known before. */
const leftOut = (one: HostileCase, target: Target): LeftOut | null => {
  if (one.contract !== undefined && one.contract !== target.offer.protocol) return 'CONTRACT'
  if (one.plainOnly === true) return 'CHANNEL'
  if (one.steps.some((step) => 'program' in step)) return 'PROGRAM'
  if (one.expect.some((word) => word.startsWith('Say '))) return 'PROGRAM'
  if (one.expect.includes('Granted')) return 'REGISTERS'
  const waits = one.steps.some((step) => 'wait' in step || 'every' in step)
  const isTimed = one.expect.length === 0 || one.expect.includes('Ping')
  if (waits && (!target.slow || isTimed)) return 'SLOW'
  return null
}

/** Does the steps of a case to a server. Rejects where no connection can be made, and with ProofDenied. */
export const tryCase = async (one: HostileCase, target: Target): Promise<Result> => {
  const why = leftOut(one, target)
  if (why !== null) return { outcome: 'leftOut', why }
  const peer = new ConformPeer(await dial(target))
  try {
    const reached = await approach(peer, target, one.state)
    if (reached === null) return broken(peer, peer.words.slice(-1))
    const unfit =
      reached.at === one.state ? misfit(one, reached.mode) : elsewhere(one, reached.at, reached.mode)
    if (unfit !== null) return { outcome: 'leftOut', why: unfit }
    return await judged(one, peer, target)
  } finally {
    peer.destroy()
  }
}

const misfit = ({ mode, state }: HostileCase, found: Mode | null): LeftOut | null => {
  if (mode === undefined || found === null || mode === found) return null
  // A name is asked for in both, and the same follows.
  return state === 'identify.name' ? null : 'MODE'
}

/** The server asks for less, or for more than there is. */
const elsewhere = ({ state }: HostileCase, at: string, mode: Mode | null): LeftOut => {
  if (state === 'identify.name' && mode !== 'echo') return 'KNOWN'
  return at === 'auth.prove' ? 'PROOF' : 'MODE'
}

const judged = async (one: HostileCase, peer: ConformPeer, target: Target): Promise<Result> => {
  peer.forgetSent()
  const before = peer.frames.length
  const words = (): readonly string[] => counting(one, peer.words.slice(before))
  const steps = inOneWrite(one.steps, target.offer)
  for (const at of steps.keys()) await take(steps, at, one, peer, target, words)
  const ends = endsBy(one)
  const came = (): boolean => isExpected(one, words())
  await peer.until(() => came() && (!ends || peer.hasEnded), target.withinMs)
  const isQuiet = one.more !== true && !ends && !peer.hasEnded
  if (isQuiet && one.state === 'converse' && one.steps.every((step) => !('cut' in step) && !isOpen(step))) {
    const probed = await isThere(peer, target)
    if (!probed) return broken(peer, words())
  } else if (isQuiet) await pause(QUIET_MS)
  const isWhole = one.more === true || (isExpected(one, words()) && peer.hasEnded === ends)
  if (!came() || !isWhole) return broken(peer, words())
  const last = peer.frames.at(-1)
  const offending = last === undefined ? 0 : (numbersOf(last.body).get(4) ?? 0)
  const isAbout = !peer.words.at(-1)?.startsWith('Fault') || offending === (one.offending ?? offending)
  return isAbout ? { outcome: 'passed' } : { ...broken(peer, words()), offending }
}

/** A frame of which more bytes are waited for. */
const isOpen = (step: Step): boolean => 'length' in step && (step.length ?? 0) > 0

/** Whether a Ping is answered: it is still there, and has said nothing else. */
const isThere = async (peer: ConformPeer, target: Target): Promise<boolean> => {
  const pongs = (): number =>
    peer.frames.filter(({ type, body }) => type === 14 && numbersOf(body).get(1) === PROBE).length
  peer.send(frameOf({ type: 13, body: '08edbd01' }, target.offer))
  const answered = await peer.until(() => pongs() > 0, target.withinMs)
  const at = peer.frames.findLastIndex(({ type }) => type === 14)
  if (answered) peer.frames.splice(at, 1)
  return answered
}

const broken = (peer: ConformPeer, came: readonly string[]) => ({
  outcome: 'broken' as const,
  sent: peer.sent,
  came,
  ended: peer.hasEnded,
})

/** Whether these words are those of the case, or what may come instead. */
const isExpected = ({ expect, orElse, more }: HostileCase, words: readonly string[]): boolean => {
  const some = more === true ? words.slice(0, expect.length) : words
  return alike(expect, some) || (orElse !== undefined && alike(orElse, some))
}

/**
 * A denial may have another reason, when too many failed before; who asks for a proof goes on with Challenge where another is
 * Ready.
 */
const alike = (expected: readonly string[], words: readonly string[]): boolean =>
  expected.length === words.length &&
  expected.every((word, index) => {
    const came = words[index] ?? ''
    if (word === came) return true
    if (word === 'Ready') return came === 'Challenge'
    return word.startsWith('Denied ') && came.startsWith('Denied ')
  })

const take = async (
  steps: readonly Step[],
  at: number,
  one: HostileCase,
  peer: ConformPeer,
  target: Target,
  words: () => readonly string[],
): Promise<void> => {
  const step = steps[at] as Step
  if ('wait' in step) {
    await peer.until(() => false, step.wait)
    return
  }
  if ('hear' in step) {
    const heard = (): number => words().filter((word) => alike([step.hear], [word])).length
    await peer.until(() => heard() >= timesToHear(steps, at), target.withinMs)
    return
  }
  if ('end' in step) return peer.halfClose()
  const bytes = bytesOf(step, target.offer)
  if (bytes === null) return
  if (!('every' in step)) return peer.send(bytes)
  for (const byte of bytes) {
    if (peer.hasEnded || isExpected(one, words())) return
    peer.send(Buffer.from([byte]))
    await peer.until(() => false, step.every ?? 0)
  }
}
