import { describe, expect, test } from '@jest/globals'
import { endsBy } from '../../src/conform/case.ts'
import { files } from './cases.ts'
import { tryInMemory } from './in-memory.ts'

describe.each(files)('%s', (_, some) => {
  test.each(some.map((one) => [`${one.side}: ${one.name}`, one] as const))('%s', async (__, one) => {
    const { words, offending, ended } = await tryInMemory(one)
    if (one.more === true) return expect(words.slice(0, one.expect.length)).toEqual(one.expect)
    expect([words, ended]).toEqual([one.expect, endsBy(one)])
    if (one.offending !== undefined) expect(offending).toBe(one.offending)
  })
})
