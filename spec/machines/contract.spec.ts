import { describe, expect, test } from '@jest/globals'
import { opposite, type Side, sayable } from '../../src/contract/index.ts'
import { contract, stateNamed } from '../support/contract.ts'
import { client, server } from '../support/machines.ts'
import { type Leap, type Spot, walk } from '../support/walk.ts'

const courtesies = ['do.say.Say', 'do.ping', 'do.ack', 'do.cancel', 'do.more', 'do.aborted']
const spotsOf: Readonly<Record<Side, readonly Spot[]>> = {
  client: walk(client.machine, client.outcomes, [...courtesies, 'do.logout']),
  server: walk(server.machine, server.outcomes, courtesies),
}

const messageIn = (event: string): string | null =>
  event.startsWith('recv.') ? event.slice('recv.'.length) : null

/** Whether this side has said its last word in the state. */
const hasSaidLast = (state: string, side: Side): boolean =>
  stateNamed(state).inFlight && stateNamed(state).turn !== side

/** The contract's state after what was said; a breach where something was not sayable. */
const follow = (from: string, side: Side, said: readonly string[]): string =>
  said.reduce((state, word) => {
    const [message = ''] = word.split(' ')
    const next = sayable(contract, stateNamed(state), side).get(message)
    if (next === undefined) throw new Error(`${side} says ${word} in ${state}`)
    return next
  }, from)

describe.each<Side>(['client', 'server'])('the machine of the %s', (side) => {
  const spots = spotsOf[side]
  const online = spots.filter((spot) => spot.contract !== 'offline')
  const cases = online.map((spot): [string, Spot] => [spot.key, spot])
  const hears = (spot: Spot) => sayable(contract, stateNamed(spot.contract), opposite(side))

  test('stands for a state of the contract everywhere, and rests in all but those it passes through', () => {
    const names = contract.states.map(({ name }) => name)
    for (const spot of online) expect(names).toContain(spot.contract)
    expect(spots.some((spot) => spot.contract === 'offline')).toBe(side === 'client')
    const passing = side === 'client' ? ['connect.hello'] : ['connect.welcome', 'identify.named']
    expect(new Set(online.map((spot) => spot.contract))).toEqual(
      new Set(names.filter((name) => !passing.includes(name))),
    )
  })

  test.each(cases)('takes in %s exactly what the other side may say', (_, spot) => {
    const taken = spot.leaps
      .filter(({ event }) => messageIn(event) !== null)
      .filter((leap) => !isRefused(leap, side))
      .map(({ event }) => messageIn(event))
    const legal =
      spot.contract === 'close.done' ? contract.messages.map(({ name }) => name) : [...hears(spot).keys()]
    expect(taken).toEqual(legal)
  })

  test.each(cases)('goes from %s with every message where the contract leads', (_, spot) => {
    for (const leap of spot.leaps) {
      const message = messageIn(leap.event)
      const next = message === null ? undefined : hears(spot).get(message)
      if (next !== undefined)
        expect([leap.event, follow(next, side, leap.said)]).toEqual([leap.event, leap.to.contract])
    }
  })

  test.each(cases)(
    'refuses in %s what the other side may not say: with a word while it has one',
    (_, spot) => {
      for (const { event, said, to } of spot.leaps) {
        const message = messageIn(event)
        if (message === null || hears(spot).has(message)) continue
        if (spot.contract === 'close.done') expect([event, said, to.key]).toEqual([event, [], spot.key])
        else {
          const answer = hasSaidLast(spot.contract, side) ? [] : ['Fault UNEXPECTED_MESSAGE']
          expect([event, said, to.contract]).toEqual([event, answer, 'close.done'])
        }
      }
    },
  )

  test.each(cases)('says in %s only what the contract lets it say there, whatever happens', (_, spot) => {
    for (const { event, said, to } of spot.leaps) {
      if (messageIn(event) !== null) continue
      const state = follow(spot.contract, side, said)
      // Without a word a side leaves only by giving up: a loss, or what comes after its last word.
      const mayGiveUp = event === 'lost' || hasSaidLast(spot.contract, side) || spot.contract === 'close.done'
      if (mayGiveUp) expect([state, 'close.done', 'offline']).toContain(to.contract)
      else expect([event, to.contract]).toEqual([event, state])
    }
  })

  test.each(cases)('answers every breach in %s with its Fault, while it has a word', (_, spot) => {
    for (const { event, said, to } of spot.leaps) {
      if (!event.startsWith('refuse.')) continue
      const mute = hasSaidLast(spot.contract, side) || spot.contract === 'close.done'
      expect([event, said]).toEqual([event, mute ? [] : [event.replace('refuse.', 'Fault ')]])
      expect(to.contract).toBe('close.done')
    }
  })

  test.each(cases)('says in %s the Bye that it is asked for, unless one was said', (_, spot) => {
    for (const { event, said } of spot.leaps) {
      if (!event.startsWith('bye.')) continue
      const closing = spot.contract.startsWith('close.')
      expect([event, said]).toEqual([event, closing ? [] : [event.replace('bye.', 'Bye ')]])
    }
  })

  test.each(cases)('keeps time in %s only where it waits for the other side', (_, spot) => {
    const { turn, within } = stateNamed(spot.contract)
    const waits = turn === 'both' || turn === opposite(side)
    const heartbeatMs = 30_000
    const ms = within === null ? 0 : 'ms' in within ? within.ms : within.heartbeats * heartbeatMs
    expect([...spot.armed.values()]).toEqual(waits ? [ms] : [])
    for (const event of spot.armed.keys()) {
      const leap = spot.leaps.find((one) => one.event === event)
      const word = spot.contract === 'converse' ? ['Bye IDLE'] : ['Fault TIMEOUT']
      expect(leap?.said).toEqual(hasSaidLast(spot.contract, side) ? [] : word)
    }
  })

  test.each(cases)('does not restart the deadline of %s by staying', (_, spot) => {
    for (const { event, to } of spot.leaps)
      if (to.key === spot.key) expect([event, [...to.armed]]).toEqual([event, [...spot.armed]])
  })
})

test('the client tells nobody anything while it is offline, and opens with Hello', () => {
  for (const spot of spotsOf.client.filter((one) => one.contract === 'offline'))
    for (const { event, said, to } of spot.leaps) {
      expect([event, said]).toEqual([event, event === 'opened.done' ? ['Hello'] : []])
      if (event === 'opened.done') expect(follow('connect.hello', 'client', said)).toBe(to.contract)
      else expect(to.contract).toBe('offline')
    }
})

test('whoever logs out while nothing can be said of it leaves all the same', () => {
  for (const spot of spotsOf.client) {
    const leap = spot.leaps.find(({ event }) => event === 'do.logout')
    const said =
      spot.contract === 'converse' || spot.contract === 'close.server'
        ? ['Logout']
        : ['close.client', 'close.done', 'offline'].includes(spot.contract)
          ? []
          : ['Bye DONE']
    expect([spot.key, leap?.said]).toEqual([spot.key, said])
    if (spot.contract === 'offline') expect(leap?.to.key).toBe('{"offline":"ended"}')
  }
})

function isRefused({ event, said, to, from }: Leap, side: Side): boolean {
  if (said.includes('Fault UNEXPECTED_MESSAGE')) return true
  const next = sayable(contract, stateNamed(from.contract), opposite(side)).get(messageIn(event) ?? '')
  return hasSaidLast(from.contract, side) && to.contract === 'close.done' && next !== 'close.done'
}
