import { expect, test } from '@jest/globals'
import { checkConverse } from '../../src/engine/check-handlers.ts'
import { kv } from '../support/kv/index.ts'
import { runtime } from '../support/machines.ts'

const refusalOf = (
  converse: unknown,
  tables = runtime.tables,
  side: 'client' | 'server' = 'server',
): string => {
  try {
    checkConverse(converse, tables, side)
    return ''
  } catch (error) {
    return `${error}`
  }
}

const handle = (): void => {}

test.each([['none'], [null], [undefined], [[]], [handle]])('%p is no object of handlers', (converse) => {
  expect(refusalOf(converse)).toBe('TypeError: converse is an object with a handler for each message: Say.')
})

test('handlers are functions for messages that the other side says; what is undefined is absent', () => {
  expect([{}, { Say: handle }, { Say: undefined }].map((converse) => refusalOf(converse))).toEqual([
    '',
    '',
    '',
  ])
  expect(refusalOf({ Say: 7 })).toBe(
    'TypeError: converse.Say is no function; give one that takes the message and the peer.',
  )
  const none = (name: string): string =>
    `TypeError: converse.${name} is for no message that a client says; there are: Say.`
  expect(refusalOf({ Sag: handle })).toBe(none('Sag'))
  expect(refusalOf(Object.create({ Sag: handle }))).toBe(none('Sag'))
  expect(refusalOf({ ['x'.repeat(40)]: handle })).toBe(none('x'.repeat(40)))
  expect(refusalOf({ ['x'.repeat(41)]: handle })).toBe(none(`${'x'.repeat(40)}…`))
})

test('a handler is there for each message that waits for an answer', () => {
  const { tables } = kv
  const all = { Get: handle, Put: handle, Delete: handle, List: handle, Watch: handle }
  const asked = Object.keys(all).filter((name) =>
    tables.messages.some((row) => row.name === name && row.answer),
  )
  expect(asked).toContain('Get')
  expect(asked).toContain('List')
  const given = Object.fromEntries(asked.map((name) => [name, handle]))
  expect(refusalOf(given, tables)).toBe('')
  expect(refusalOf({ ...given, Get: undefined }, tables)).toBe(
    'TypeError: converse.Get is missing: clients wait for Found or NotFound.',
  )
  expect(refusalOf({ ...given, List: undefined }, tables)).toBe(
    'TypeError: converse.List is missing: clients wait for Found, and then Done or Refused.',
  )
  // The client is asked for nothing.
  expect(refusalOf({}, tables, 'client')).toBe('')
  expect(refusalOf({ Get: handle }, tables, 'client')).toMatch(/is for no message that a server says/)
})
