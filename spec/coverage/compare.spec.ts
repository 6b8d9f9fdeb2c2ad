import { expect, test } from '@jest/globals'
import { compare } from './compare.ts'
import { everything } from './reach.ts'
import { reasons } from './reasons.ts'

const all = ['state client converse', 'state client close.done', 'fault server GAP']

test('what is not reached needs a reason, and a reason needs something that is not reached', () => {
  const reached = new Set(['state client converse', 'bye server NEVER'])
  const given = { 'state client converse': 'stale', 'fault server GAP': 'so', 'fault server OLD': 'gone' }
  expect(compare(all, reached, given)).toEqual({
    kinds: [
      { kind: 'state', reached: 1, all: 2 },
      { kind: 'fault', reached: 0, all: 1 },
    ],
    excused: [['fault server GAP', 'so']],
    missing: ['state client close.done'],
    stale: ['state client converse', 'fault server OLD'],
    unknown: ['bye server NEVER'],
  })
})

test('every reason is for something of the protocol, and nothing is named twice', () => {
  const known = everything()
  expect(new Set(known).size).toBe(known.length)
  for (const thing of Object.keys(reasons)) expect(known).toContain(thing)
})
