import { describe, expect, test } from '@jest/globals'
import { lints, rules, verify } from '../../src/verify/index.ts'
import { isSoak } from '../support/soak.ts'
import { continuationMutants, faultless, mutants } from './mutants.ts'
import { countNaively } from './naive.ts'
import { refactorings } from './refactorings.ts'

const limit = 1_000_000

/** The naive walk over three messages takes as long as all else here: `npm run soak` takes it, too. */
const NAIVE_BOUNDS = isSoak ? [2, 3] : [2]

describe('the pair as it is', () => {
  test.each(isSoak ? [2, 3, 4] : [2, 3])(
    'is found to be without fault with at most %d messages on their way',
    (bound) => {
      const { findings, warnings, pair, machines } = verify(faultless, { bound, limit })
      expect([...findings, ...warnings]).toEqual([])
      // And an answer that has room of its own.
      expect(pair.reached).toBe(bound + 1)
      expect(pair.configurations).toBeGreaterThan(1_000)
      expect(machines.client.steps).toBeGreaterThan(machines.client.places)
    },
  )

  test.each(NAIVE_BOUNDS)(
    'is walked through as a naive walk does, with at most %d messages on their way',
    (bound) => {
      const naive = countNaively(bound)
      expect(naive.problems).toEqual([])
      expect(verify(faultless, { bound, limit }).pair.configurations).toBe(naive.configurations)
    },
  )

  test('is not said to be without fault where there was no room to look', () => {
    const { findings, pair } = verify(faultless, { bound: 2, limit: 100 })
    expect(findings.map(({ rule }) => rule)).toEqual(['UNFINISHED'])
    expect(pair.configurations).toBeLessThan(200)
  })
})

describe('a pair that is only written differently', () => {
  test.each(refactorings.map(({ name, pair }) => [name, pair] as const))('is no fault: %s', (_, pair) => {
    expect(verify(pair, { bound: 2, limit }).findings).toEqual([])
  })
})

/** One fault of each rule, of a machine and of both together; `npm run soak` has all. */
const looked = mutants.filter(
  (mutant) =>
    isSoak ||
    mutant === mutants.find(({ finds, together }) => finds === mutant.finds && together === mutant.together),
)

describe('a pair with one fault', () => {
  test.each(looked.map((mutant) => [mutant.name, mutant] as const))('%s', (_, { pair, finds }) => {
    const { findings, warnings } = verify(pair, { bound: 2, limit })
    const told = lints.some((lint) => lint === finds) ? warnings : findings
    expect(told.map(({ rule }) => rule)).toContain(finds)
    for (const { way, moments } of findings)
      expect(moments.length).toBe(way.length === 0 ? moments.length : way.length + 1)
  })

  test('is there for every rule', () => {
    const elsewhere = ['UNFIT_MACHINE', 'UNFIT_CONTRACT', 'UNFINISHED']
    const found = new Set<string>([...mutants, ...continuationMutants].map(({ finds }) => finds))
    expect(Object.keys(rules).filter((rule) => !found.has(rule))).toEqual(elsewhere)
  })
})
