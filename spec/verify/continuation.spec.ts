import { describe, expect, test } from '@jest/globals'
import { reportText, verify } from '../../src/verify/index.ts'
import { verifyBy } from '../../src/verify/verify.ts'
import { continuationMutants, faultless, mutants, shopPair } from './mutants.ts'

const options = { bound: 2, limit: 100_000 }

describe('a conversation that goes on over another connection', () => {
  test.each([
    ['of talk', faultless],
    ['in whose states it matters what was said', shopPair],
  ] as const)('is found to be without fault: %s', (_, pair) => {
    const report = verify(pair, options)
    expect(report.findings).toEqual([])
    expect(report.continuation).toMatchObject({ bound: 2 })
    // Without continuation there are fewer.
    expect(report.continuation?.configurations).toBeGreaterThan(report.pair.configurations)
  })

  test('is part of the verdict, with the bound that holds for it', () => {
    expect(reportText(verify(faultless, { ...options, bound: 3 }))).toContain(
      '\nNothing was found, with any number of messages on their way, and at most 2 where a conversation goes on over another connection.\n',
    )
  })

  test('has one message on its way where there is no room for two', () => {
    const { findings, continuation } = verify(shopPair, { bound: 2, limit: 5_000 })
    expect(findings).toEqual([])
    expect(continuation).toMatchObject({ bound: 1 })
  })

  test('is not looked at where it cannot go on, or something was found without it', () => {
    const without = { ...shopPair, contract: { ...shopPair.contract, base: null } }
    const found = mutants.find(({ finds }) => finds === 'DEADLOCK')?.pair ?? faultless
    for (const pair of [without, found]) {
      const report = verify(pair, options)
      expect(report.continuation).toBeNull()
      expect(reportText(report)).toContain('\ncontinued no conversation goes on over another connection\n')
    }
  })
})

describe('a conversation that goes on in a wrong way', () => {
  test.each(continuationMutants.map((mutant) => [mutant.name, mutant] as const))('%s', (_, mutant) => {
    const { finds, rules } = mutant
    const { findings } = verifyBy({ rules }, shopPair, { bound: 2, limit: 10_000 })
    expect(findings.map(({ rule }) => rule)).toContain(finds)
    for (const { way, moments, rule } of findings) {
      if (rule !== finds) continue
      expect(way.length).toBeGreaterThan(0)
      expect(moments).toHaveLength(way.length + 1)
    }
  })
})
