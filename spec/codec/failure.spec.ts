import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse, withoutValue } from '../../src/codec/failure.ts'

const context: t.Context = [
  { key: '', type: t.UnknownRecord, actual: { password: 'canary' } },
  { key: 'password', type: t.string, actual: 'canary' },
]
const where = [
  { key: '', type: t.UnknownRecord, actual: undefined },
  { key: 'password', type: t.string, actual: undefined },
]

test('a failure without its value says where it is and why, and nothing of the objects around it', () => {
  expect(withoutValue({ value: 'canary', context, message: 'too short' })).toStrictEqual({
    value: undefined,
    context: where,
    message: 'too short',
  })
  expect(withoutValue({ value: 'canary', context })).toStrictEqual({ value: undefined, context: where })
})

test('a refusal has the value, unless it is secret', () => {
  const why = 'too short'
  expect(refuse('canary', context, why, false)).toStrictEqual(
    E.left([{ value: 'canary', context, message: why }]),
  )
  expect(refuse('canary', context, why, true)).toStrictEqual(
    E.left([{ value: undefined, context: where, message: why }]),
  )
})
