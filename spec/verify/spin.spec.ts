import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import type { Side } from '../../src/contract/index.ts'
import { type Pair, type Rule, verify } from '../../src/verify/index.ts'
import { promelaOf } from '../../src/verify/promela/model.ts'
import { needs } from '../support/tools/index.ts'
import { faultless, type Mutant, mutants } from './mutants.ts'
import { Spin } from './spin.ts'

/** What a single step can show. That an end can always be reached (NEVER_LEFT) is more than SPIN can be asked. */
const together: readonly Rule[] = ['ENDS_DIFFER', 'LEFT_OVER', 'UNEXPECTED_MESSAGE']

/** Nobody gets on: SPIN does not tell what they wait for. */
const standstills: readonly Rule[] = ['DEADLOCK', 'NO_ROOM', 'LIVELOCK']

const opinions = new WeakMap<Pair, ReturnType<typeof formOpinion>>()

/** What `verify` finds with at most two messages on their way, once for each pair. */
const ourOpinion = (pair: Pair) => {
  const opinion = opinions.get(pair) ?? formOpinion(pair, 2)
  opinions.set(pair, opinion)
  return opinion
}

/** What `verify` finds in both machines together, and how many configurations there are. */
const formOpinion = (pair: Pair, bound: number) => {
  const { findings, pair: explored } = verify(pair, { bound, limit: 1_000_000 })
  const found = new Set<Rule>(findings.map(({ rule }) => rule))
  return { found, rules: together.filter((rule) => found.has(rule)), configurations: explored.configurations }
}

/** The pair with another machine on one side: the same but for a part. */
const withPart = (side: Side, change: object): Pair => {
  const { config, implementations } = faultless[side].machine
  const machine = createMachine({ ...config, ...change } as never, implementations as never)
  return { ...faultless, [side]: { ...faultless[side], machine } }
}

const say = (type: string) => ({ type: 'say', params: { type } })

/** Compiling takes its time: what is much alike is looked at only where that is asked for, as npm run soak does. */
const isAll = process.env.COLLOQUY_SPIN === 'all'

/** Its server may say something for ever, and its client waits for something else. */
const TALKATIVE = 'Logout is no last word'

/** One fault of both machines for each rule, unless all are asked for. */
const isLookedAt = (mutant: Mutant): boolean =>
  isAll ||
  mutant.name === TALKATIVE ||
  mutant === mutants.find(({ finds, together: ofBoth }) => ofBoth && finds === mutant.finds)

const pairs: readonly (readonly [string, Pair])[] = [
  ['the pair as it is', faultless],
  ...mutants.filter(isLookedAt).map(({ name, pair }) => [name, pair] as const),
  ['a server that speaks first', withPart('server', { entry: say('Welcome') })],
  [
    'a client that says more at once than there is room for',
    withPart('client', {
      states: {
        ...faultless.client.machine.config.states,
        connect: { meta: { contract: 'connect.welcome' }, entry: [say('Hello'), say('Hello'), say('Hello')] },
      },
    }),
  ],
]

/** A client that waits in so many places, one after the other, before it connects again. */
const patient = (places: number): Pair => {
  const { offline, ...others } = faultless.client.machine.config.states ?? {}
  const name = (index: number): string => `wait${index}`
  const waits = Array.from({ length: places }, (_, index) => [
    name(index),
    {
      meta: { contract: 'offline' },
      invoke: { src: 'backOff', id: 'backOff' },
      on: { waited: index + 1 === places ? 'connecting' : name(index + 1) },
    },
  ])
  const waiting = {
    meta: { contract: 'offline' },
    invoke: { src: 'backOff', id: 'backOff' },
    on: { waited: name(0) },
  }
  const states = { ...offline?.states, waiting, ...Object.fromEntries(waits) }
  return withPart('client', { states: { offline: { ...offline, states }, ...others } })
}

const asked = pairs.map(([name, pair]) => ({ name, pair, model: promelaOf(pair, { bound: 2 }) }))

/** Circles take a model of their own: those of pairs that are much alike are looked for only where that is asked for. */
const isSearched = (name: string, pair: Pair): boolean =>
  isAll || pair === faultless || name === TALKATIVE || ourOpinion(pair).found.has('LIVELOCK')

needs('spin', 'gcc').describe('SPIN finds the same rules broken, over the same configurations', () => {
  const spin = new Spin()

  beforeAll(() => {
    // While one test compares, the next models are looked at. Each test hears of a failure of its own.
    for (const { model } of asked) spin.ask(model).catch(() => {})
  })

  afterAll(() => spin.rest(), 120_000)

  test.each(asked)(
    '$name',
    async ({ name, pair, model }) => {
      const { found, rules, configurations } = ourOpinion(pair)
      const opinion = await spin.ask(model)
      const ends = opinion.rules.includes('DEADLOCK')
      const others = opinion.rules.filter((rule) => rule !== 'DEADLOCK')
      // Each configuration is there twice: before calm and in it.
      expect({ ...opinion, rules: others }).toEqual({ rules, states: 2 * configurations })
      const isStandstill = standstills.some((rule) => found.has(rule))
      if (ends) expect(isStandstill).toBe(true)
      else if (isSearched(name, pair)) {
        const circles = await spin.circle(model)
        // An actor that may end for ever in a way that leads nowhere is another rule's.
        if (!(circles && found.has('OUTCOME_IGNORED'))) expect(circles).toBe(isStandstill)
      }
    },
    60_000,
  )

  if (isAll) {
    test.each([1, 3])(
      'with at most %d messages on their way',
      async (bound) => {
        const { configurations } = formOpinion(faultless, bound)
        const opinion = await spin.ask(promelaOf(faultless, { bound }))
        expect(opinion).toEqual({ rules: [], states: 2 * configurations })
      },
      60_000,
    )

    test('a client that begins with a connection', async () => {
      const online = withPart('client', { initial: 'connect' })
      const { rules, configurations } = ourOpinion(online)
      const opinion = await spin.ask(promelaOf(online, { bound: 2 }))
      // Here the model has a beginning before the first configuration.
      expect(opinion).toEqual({ rules, states: 2 * (configurations + 1) })
    }, 60_000)

    test('of a machine with more places than SPIN has names for, too', async () => {
      const { configurations } = formOpinion(patient(256), 1)
      const opinion = await spin.ask(promelaOf(patient(256), { bound: 1 }))
      expect(opinion).toEqual({ rules: [], states: 2 * configurations })
    }, 300_000)
  }

  test('and each of them is found somewhere', async () => {
    const opinions = await Promise.all(asked.map(({ model }) => spin.ask(model)))
    expect([...new Set(opinions.flatMap(({ rules }) => rules))].sort()).toEqual(['DEADLOCK', ...together])
    for (const rule of standstills)
      expect(asked.filter(({ pair }) => ourOpinion(pair).found.has(rule))).not.toEqual([])
  }, 60_000)
})

describe('the model', () => {
  const model = promelaOf(faultless, { bound: 2 })

  test('tells what is heard and said in the words of the contract', () => {
    expect(model).toContain(`
  :: d_step { client == client_connect_welcome && toClient?[Welcome] ->
       toClient?Welcome; client = client_identify_greet } GETS_ON
`)
    expect(model).toContain(
      '\n   To the server, Register stands for Login, Resume, too: it cannot tell them apart.\n',
    )
    expect(model).toContain(`
  /* outcome proved.register */
  :: d_step { client == client_auth_prove && !(calm && (!cut && !serverEnded && len(toServer) + 1 > bound)) ->
       if
       :: (!cut && !serverEnded && len(toServer) + 1 > bound) -> skip /* no room */
       :: serverEnded && !broken -> assert(broken)
       :: else -> serverIsTold(Register); client = client_auth_verify
       fi } GETS_ON
`)
  })

  test('numbers places where a machine has more than SPIN has names for', () => {
    expect(model).not.toContain('#define clientPlace short\n')
    expect(promelaOf(patient(256), { bound: 1 })).toContain('#define clientPlace short\n')
  })

  test('has no long lines, and is the same whenever it is written', () => {
    expect(Math.max(...model.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110)
    expect(promelaOf(faultless, { bound: 2 })).toBe(model)
  })
})
