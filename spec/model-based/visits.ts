import { expect } from '@jest/globals'
import type * as fc from 'fast-check'
import type { CaptureEntry } from '../../src/capture/index.ts'
import type { Model, Outcome, Row, Visit } from './model.ts'
import { type Arrival, type Guest, Jar, type Stage } from './stage.ts'
import type { Talks } from './talks.ts'

/** The model and the talks: known without a look at the machines. */
export interface Known {
  readonly model: Model
  readonly talks: Talks
}

export type Command = fc.AsyncCommand<Known, Stage, true>

/** Long enough for everything to be said that is on its way. */
export const SETTLED_MS = 8_000

/** A command that a report names by its text. */
export const command = (
  text: string,
  run: (known: Known, stage: Stage) => Promise<void>,
  check: (known: Readonly<Known>) => boolean = () => true,
): Command => ({ check: async (known) => check(known), run, toString: () => text })

/** How somebody comes. */
export interface Coming extends Arrival {
  /** A second connection of the same client, at the same time. */
  readonly twice: boolean
}

/** Somebody comes, is greeted as the address book says, and is let in or not as the model expects it. */
export const comes = (coming: Coming): Command => {
  const { name, proof, address, twice } = coming
  // A client that connects again by itself would use the token at times that nobody can tell.
  const reconnect = coming.reconnect && proof === 'password'
  return command(`comes ${JSON.stringify(coming)}`, async ({ model, talks }, stage) => {
    const fromMs = stage.todayMs()
    const struckBefore = stage.store.struck
    const jar = jarFor(coming, model, stage)
    const token = proof === 'token' ? (jar?.token ?? null) : null
    const guests = [stage.bring({ ...coming, reconnect }, jar)]
    if (twice) guests.push(stage.bring({ ...coming, reconnect }, jar))
    await stage.world.pass(SETTLED_MS)
    const struck = stage.store.struck > struckBefore
    const visit: Visit = { name, proof, address, token, when: { fromMs, toMs: stage.todayMs() } }
    const greetable = [...model.greetable(address, struck), ...(twice ? [name] : [])]
    for (const guest of guests) expect(greetable).toContain(greetedAs(stage, guest))
    const rows = learnFrom(visit, guests, model, stage, struck)
    if (reconnect) model.returns(address, name)
    const row = rows.find((one) => one !== null) ?? null
    if (jar?.token != null && row !== null && proof !== 'revoked') model.keep(jar.token, row)
    for (const guest of guests)
      if (guest.begun) talks.all.push({ guest, row: twice ? null : row, returns: reconnect, calm: true })
  })
}

const jarFor = ({ name, proof }: Coming, model: Model, stage: Stage): Jar | null => {
  if (proof === 'revoked') return new Jar(model.revokedToken(name))
  return proof === 'token' || proof === 'register' ? stage.jarOf(name) : null
}

const learnFrom = (
  visit: Visit,
  guests: readonly Guest[],
  model: Model,
  stage: Stage,
  struck: boolean,
): readonly (Row | null)[] => {
  const outcomes = guests.map((guest) => outcomeOf(stage, guest))
  // Of two at once nobody knows who was first.
  outcomes.sort((one, other) => lateness(one) - lateness(other))
  return outcomes.map((outcome, index) => {
    const after = index > 0 ? secondOfTwo[visit.proof] : []
    expect([...model.allowed(visit, struck), ...after]).toContain(outcome)
    return model.learn(visit, outcome as Outcome, struck)
  })
}

/** The outcomes of the second of two at once, beside those of one alone. */
const secondOfTwo: Readonly<Record<Visit['proof'], readonly string[]>> = {
  token: ['resume', 'login'],
  // The name was free when it was looked for, and taken when it was to be stored.
  register: ['NAME_TAKEN'],
  password: [],
  wrong: [],
  revoked: [],
}

/** An outcome that only the second of two at once can have comes later. */
const lateness = (outcome: string): number =>
  ['NAME_TAKEN', 'resume', 'TOO_MANY_ATTEMPTS'].includes(outcome) ? 1 : 0

const how: Readonly<Record<string, string>> = { Register: 'register', Login: 'login', Resume: 'resume' }

/** The outcome of a visit, from the wire and from what the program was told. */
const outcomeOf = (stage: Stage, guest: Guest): string => {
  if (!guest.begun) return guest.failure ?? 'nothing'
  const said = messagesOf(stage, guest, 'says').flatMap(({ type }) => how[type] ?? [])
  return said.at(-1) ?? 'nothing'
}

/** By which name somebody was greeted as known; null: as nobody who is known. */
const greetedAs = (stage: Stage, guest: Guest): string | null => {
  const greeting = messagesOf(stage, guest, 'hears').find(({ type }) => type === 'Greeting')
  if (greeting === undefined) throw new Error('nobody was greeted')
  return greeting.known === true ? String(greeting.name) : null
}

/** The messages that passed the client's end of its first connection. */
const messagesOf = ({ recording, world }: Stage, { links: [link] }: Guest, does: 'says' | 'hears') => {
  const lived: readonly CaptureEntry[] =
    recording.incidents[link === undefined ? -1 : world.links.indexOf(link)] ?? []
  return lived.flatMap((one) => (one.does === does && one.side === 'client' ? [one.message] : []))
}
