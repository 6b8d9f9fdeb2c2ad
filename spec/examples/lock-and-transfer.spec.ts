import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { type Contract, checkContract, formatFailure, loadContract } from '../../src/contract/index.ts'
import type { MachineModule } from '../../src/engine/index.ts'
import { reportText, verify } from '../../src/verify/index.ts'

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const moduleAt = (path: string): Promise<MachineModule> =>
  import(new URL(`../../examples/${path}`, import.meta.url).href)
const contractAt = (path: string): Contract => {
  const loaded = loadContract(read(`examples/${path}`), path)
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))
  return loaded.right
}
const guide = read('docs/own-protocol.md')

const limit = 100_000
const flawsOf = (path: string): readonly string[] => {
  const checked = checkContract(read(`examples/${path}`), path.replace(/.*\//, ''))
  return E.isLeft(checked) ? checked.left.map(formatFailure) : []
}

describe('the lock', () => {
  const contract = contractAt('lock/lock.yaml')

  test.each([2, 3, 4])('is without fault with at most %d messages on their way', async (bound) => {
    const [client, server] = [await moduleAt('lock/holder.js'), await moduleAt('lock/keeper.js')]
    const { findings, warnings, pair } = verify({ contract, client, server }, { bound, limit })
    expect([...findings, ...warnings]).toEqual([])
    expect(pair.exhaustive).toBe(true)
  })

  test('with a race is found by its contract alone, as the guide shows', () => {
    expect(flawsOf('lock/lock.yaml')).toEqual([])
    const flaws = flawsOf('lock/race/lock.yaml')
    expect(flaws).toHaveLength(1)
    expect(guide).toContain(`\n\`\`\`\n${flaws[0]}\n1 found.\n\`\`\`\n`)
  })
})

describe('the transfer', () => {
  const contract = contractAt('transfer/transfer.yaml')

  test.each([2, 3, 4])('is without fault with at most %d messages on their way', async (bound) => {
    expect(flawsOf('transfer/transfer.yaml')).toEqual([])
    const [client, server] = [await moduleAt('transfer/sender.js'), await moduleAt('transfer/receiver.js')]
    const { findings, warnings, pair } = verify({ contract, client, server }, { bound, limit })
    expect([...findings, ...warnings]).toEqual([])
    expect(pair.exhaustive).toBe(true)
  })

  test('waits for ever where Acks are saved, as the guide shows', async () => {
    const [client, server] = [
      await moduleAt('transfer/sender.js'),
      await moduleAt('transfer/deadlock/receiver.js'),
    ]
    const report = verify({ contract, client, server }, { bound: 4, limit })
    expect(report.findings.map(({ rule }) => rule)).toEqual(['DEADLOCK'])
    const [, told] = reportText(report).split('\n\n')
    expect(guide).toContain(`\n\`\`\`\n${told}\n\`\`\`\n`)
  })
})
