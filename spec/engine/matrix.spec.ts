import { describe, expect, test } from '@jest/globals'
import { opposite, type Side, sayable } from '../../src/contract/index.ts'
import { contract, stateNamed } from '../support/contract.ts'
import { type Brought, clientIn, passing, serverIn } from '../support/states.ts'
import { frame, message, type Name, number, numberOf, sample } from '../support/wire.ts'

const unknownNumbers = [0, 26, 63, 65, 65_535]

/** Legal in converse, but only once an account was proven, and to a client once it has asked. */
const aboutSessions = [22, 23, 24, 25]
const numbers = [...contract.messages.map((one) => one.number), ...unknownNumbers]
const states = contract.states.map(({ name }) => name)

const bring = (side: Side, state: string, held: readonly string[]): Promise<Brought> =>
  side === 'server' ? serverIn(state, { held }) : clientIn(state, { held })

const nameOf = (type: number): Name | undefined =>
  (Object.keys(number) as Name[]).find((name) => number[name] === type)

const frameOf = (type: number): Buffer => {
  const name = nameOf(type)
  if (name === undefined) return frame(type)
  return name === 'Say' ? message(name, sample.Say, { id: 1 }) : message(name)
}

/** Whether this side has said its last word. */
const isMute = (state: string, side: Side): boolean =>
  stateNamed(state).inFlight && stateNamed(state).turn !== side

/** Everything that would lead on by itself. */
const everyActor = [
  'lookUp',
  'requireProof',
  'verify',
  'settle',
  'logOut',
  'tellName',
  'prove',
  'hangUp',
  'backOff',
]

/** The first state after `next` in which this side rests. */
const restOf = (next: string, side: Side): string =>
  side === 'client'
    ? next
    : ({ 'connect.welcome': 'identify.greet', 'identify.named': 'identify.greeted' }[next] ?? next)

let judged = 0

describe.each<Side>(['client', 'server'])('the %s judges every frame in every state', (side) => {
  test.each(states)('in %s', async (state) => {
    const rests = !(passing[side] as readonly string[]).includes(state)
    if (!rests) {
      await expect(bring(side, state, [])).rejects.toThrow('never rests')
      judged += numbers.length
      return
    }
    const legal = sayable(contract, stateNamed(state), opposite(side))
    for (const type of numbers) {
      const { world, raw, state: now } = await bring(side, state, heldBut(state))
      const what = `${type} in ${state}`
      expect([what, now()]).toEqual([what, state])
      const before = raw.frames.length
      raw.say(frameOf(type))
      await world.pass()
      const said = raw.frames.slice(before)
      const words = raw.words.slice(before)
      const isAsked = state !== 'converse' || !aboutSessions.includes(type)
      const next = isAsked ? legal.get(nameOf(type) ?? '') : undefined
      if (state === 'close.done') expect([what, now(), words]).toEqual([what, 'close.done', []])
      else if (next !== undefined) {
        expect([what, words.filter((word) => word.startsWith('Fault'))]).toEqual([what, []])
        expect([what, now(), raw.hasEnded]).toEqual([what, restOf(next, side), next === 'close.done'])
      } else if (isMute(state, side)) expect([what, words, raw.hasEnded]).toEqual([what, [], true])
      else {
        expect([what, words, raw.hasEnded]).toEqual([what, ['Fault UNEXPECTED_MESSAGE'], true])
        expect([what, numberOf(said[0] as never, 4)]).toEqual([what, type])
      }
      judged += 1
    }
  })
})

/** The actors held so that a message leads to the next state and no further: all but those that lead to the state itself. */
function heldBut(state: string): readonly string[] {
  const needed: Readonly<Record<string, readonly string[]>> = {
    'identify.name': ['lookUp'],
    'identify.named': ['tellName'],
    'identify.greeted': ['lookUp'],
    'auth.prove': ['lookUp', 'requireProof'],
    'auth.verify': ['lookUp', 'requireProof', 'prove'],
    converse: ['lookUp'],
    'close.client': ['lookUp'],
    'close.server': ['lookUp'],
    'close.done': ['lookUp', 'settle'],
  }
  return everyActor.filter((actor) => !(needed[state] ?? []).includes(actor))
}

test('no state and no number was left out', () => {
  expect(judged).toBe(states.length * numbers.length * 2)
  expect(numbers).toHaveLength(31)
})
