import { describe, expect, test } from '@jest/globals'
import { type Rule, verify } from '../../src/verify/index.ts'
import { tlaOf } from '../../src/verify/tla/model.ts'
import { contract as credit, loadMachine } from '../examples/credit.ts'
import { faultless, mutants } from './mutants.ts'
import { runsOf } from './tla-runs.ts'

const limit = 1_000_000
const client = await loadMachine('producer.js')
const server = await loadMachine('consumer.js')
const lookingOnce = await loadMachine('deadlock/consumer.js')

/** The invariants and the property of the module that stand for rules. */
const standstills: readonly Rule[] = ['DEADLOCK', 'LIVELOCK', 'NO_ROOM']
const unpeaceful: readonly Rule[] = ['LEFT_OVER', 'ENDS_DIFFER']

/** Reading the text step by step takes its time: one mutant for each kind of property, and all in `npm run soak`. */
const looked = mutants.filter(
  (mutant) =>
    process.env.COLLOQUY_SPIN === 'all' ||
    (['LEFT_OVER', 'LIVELOCK', 'UNEXPECTED_MESSAGE'].includes(mutant.finds) &&
      mutant === mutants.find(({ finds, together }) => together && finds === mutant.finds)),
)

const pairs = [
  ['the pair as it is', faultless],
  ['credit', { contract: credit, client, server }],
  ['credit whose consumer looks once', { contract: credit, client, server: lookingOnce }],
  ...looked.map(({ name, pair }) => [name, pair] as const),
] as const

describe('the module of TLA+ has the same configurations, and the same rules are broken', () => {
  test.each(pairs)('%s', (_, pair) => {
    const { findings, pair: explored } = verify(pair, { bound: 2, limit })
    const rules = new Set<Rule>(findings.map(({ rule }) => rule))
    const runs = runsOf(tlaOf(pair, { bound: 2 }))
    const isAmiss = unpeaceful.some((rule) => rules.has(rule))
    expect(runs.violated).toEqual([
      ...(rules.has('UNEXPECTED_MESSAGE') ? ['Expected'] : []),
      ...(isAmiss ? ['Peaceful'] : []),
    ])
    if (!isAmiss) expect(runs.states).toBe(explored.configurations)
    if (runs.violated.length === 0) expect(runs.progresses).toBe(!standstills.some((rule) => rules.has(rule)))
  })
})

test('the module says how it is looked at, and has no long lines', () => {
  const text = tlaOf(faultless, { bound: 2 })
  expect(text).toContain('SPECIFICATION Spec')
  expect(text).toContain(`
\\* outcome proved.register
client_auth_prove_proved_register == ClientDoes("auth.prove", "auth.verify", <<"Register">>, Bound, FALSE)
`)
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110)
})
