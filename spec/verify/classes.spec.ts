import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { tablesOf } from '../../src/codegen/index.ts'
import { loadContract } from '../../src/contract/index.ts'
import { clientMachine, serverMachine } from '../../src/machines/index.ts'
import { type Pair, type Report, verify } from '../../src/verify/index.ts'
import { standsFor, unmerged } from '../../src/verify/pair/classes.ts'
import { mergedSidesOf } from '../../src/verify/pair/merged-sides.ts'
import { verifyBy } from '../../src/verify/verify.ts'
import { colloquyBases, kv } from '../contract/files.ts'
import { faultless, mutants } from './mutants.ts'

const limit = 2_000_000

const kvPair = (): Pair => {
  const loaded = loadContract(kv, 'kv.yaml', { bases: colloquyBases })
  if (E.isLeft(loaded)) throw new Error('kv is no contract.')
  const tables = tablesOf(loaded.right)
  return { contract: loaded.right, client: clientMachine(tables), server: serverMachine(tables) }
}

/** By the side that hears them: the messages that stand for others. */
const standing = (pair: Pair) => {
  const { client, server } = mergedSidesOf(pair)
  return { client: standsFor(client, pair.contract), server: standsFor(server, pair.contract) }
}

test('messages stand for each other where their hearer does the same, whoever else says them', () => {
  expect(standing(faultless)).toEqual({
    client: { Pong: ['Ack', 'Cancel', 'More', 'Aborted', 'SessionInfo', 'SessionsAnswered', 'Say'] },
    server: {
      Register: ['Login', 'Resume'],
      Pong: ['Ack', 'Cancel', 'More', 'Aborted', 'ListSessions', 'RevokeSession', 'Say'],
    },
  })
  expect(standing(kvPair())).toEqual({
    client: {
      Pong: [
        'Ack',
        'Cancel',
        'More',
        'Aborted',
        'SessionInfo',
        'SessionsAnswered',
        'Found',
        'NotFound',
        'Done',
        'Refused',
        'Changed',
      ],
    },
    server: {
      Register: ['Login', 'Resume'],
      Pong: [
        'Ack',
        'Cancel',
        'More',
        'Aborted',
        'ListSessions',
        'RevokeSession',
        'Get',
        'Put',
        'Delete',
        'List',
        'Watch',
      ],
    },
  })
})

test('a contract of ten messages is looked at whole with four of them on their way', () => {
  const { findings, pair } = verify(kvPair(), { bound: 4, limit: 100_000 })
  expect(findings).toEqual([])
  expect(pair.exhaustive).toBe(true)
})

/** What is found: of a class one message is told of. */
const found = ({ findings, warnings, pair: { exhaustive } }: Report) => ({
  findings: [...new Set(findings.map(({ rule }) => rule))],
  warnings: warnings.map(({ rule, about }) => `${rule} ${about}`),
  exhaustive,
})

/** Message by message it takes long: a fault of both machines for some rules, and all in `npm run soak`. */
const looked = mutants.filter(
  (mutant) =>
    process.env.COLLOQUY_SPIN === 'all' ||
    (['DEADLOCK', 'LEFT_OVER', 'UNEXPECTED_MESSAGE'].includes(mutant.finds) &&
      mutant === mutants.find(({ finds, together }) => together && finds === mutant.finds)),
)

describe('the same is found message by message, over more configurations', () => {
  test.each([
    ['the pair as it is', faultless] as const,
    ...looked.map(({ name, pair }) => [name, pair] as const),
  ])('%s', (_, pair) => {
    const one = verify(pair, { bound: 2, limit })
    const other = verifyBy({ classesOf: unmerged }, pair, { bound: 2, limit })
    expect(found(one)).toEqual(found(other))
    expect(one.pair.configurations).toBeLessThanOrEqual(other.pair.configurations)
  })
})
