import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { failing } from '../../src/engine/error-text.ts'

/** An error whose stack is given, as V8 writes one. */
const errorOf = (message: string, stack: string, more: object = {}): Error =>
  Object.assign(new Error(message), { stack, ...more })

const place = (name: string): string => `    at ${name} (file:///app/replies.mjs:3:9)`

test('an error is told with its name, its message and its frames', () => {
  const error = errorOf('no answer', `Error: no answer\n${place('answer')}\n${place('Say')}`)
  expect(failing('handler', error)).toEqual({
    what: 'handler',
    detail: 'Error: no answer',
    stack: `Error: no answer\n${place('answer')}\n${place('Say')}`,
  })
})

test('the stack of a real error names this file', () => {
  expect(failing('handler', new TypeError('x')).stack).toMatch(
    /^TypeError: x\n {4}at .*detail\.spec\.ts:\d+:\d+/,
  )
})

test('a message that looks like a frame forges none', () => {
  const message = `x\n${place('forged')}`
  const { stack } = failing('handler', errorOf(message, `Error: ${message}\n${place('Say')}`))
  expect(stack).toBe(`Error: ${message}\n${place('Say')}`)
  const renamed = errorOf(message, `Error: ${message}\n${place('Say')}`, { name: 'Other' })
  expect(failing('handler', renamed).stack).toBe(`Other: ${message}\n${place('Say')}`)
})

test('causes and gathered errors are told below, each once, also where they go in a circle', () => {
  const inner = errorOf('inner', `Error: inner\n${place('inner')}`)
  const one = errorOf('one', `Error: one\n${place('one')}`)
  const outer = errorOf('outer', `Error: outer\n${place('outer')}`, { cause: inner, errors: [one, inner, 7] })
  Object.assign(inner, { cause: outer })
  expect(failing('handler', outer).stack?.split('\n')).toEqual([
    'Error: outer',
    place('outer'),
    'Caused by: Error: inner',
    place('inner'),
    'Gathers: Error: one',
    place('one'),
  ])
})

test('what an error holds beside is not told: it may be a secret', () => {
  const secret = 'canary of a password'
  const error = errorOf('x', `Error: x\n${place('Say')}`, {
    cause: secret,
    errors: [secret],
    password: secret,
  })
  expect(JSON.stringify(failing('handler', error))).not.toContain(secret)
})

describe('everything is bounded', () => {
  test('a long message, many frames and long ones, many causes', () => {
    const frames = Array.from({ length: 1_000 }, (_, index) => place(`f${index}`.padEnd(2_000, 'x')))
    const message = 'm'.repeat(1_000_000)
    let error = errorOf(message, `Error: ${message}\n${frames.join('\n')}`)
    for (let depth = 0; depth < 100; depth++)
      error = errorOf('outer', `Error: outer\n${frames.slice(0, 20).join('\n')}`, { cause: error })
    const { detail, stack = '' } = failing('handler', error)
    expect(detail).toBe('Error: outer')
    expect(stack.length).toBeLessThanOrEqual(4_097)
    expect(failing('handler', new Error(message)).detail).toHaveLength(513)
  })

  test('a gathering of many', () => {
    const many = new AggregateError(Array.from({ length: 1_000 }, () => new Error('x')))
    expect(failing('handler', many).stack?.match(/^Gathers: /gm)).toHaveLength(4)
  })
})

const thrower = (): never => {
  throw new Error('a getter')
}
const traps: ProxyHandler<object> = { get: thrower, has: thrower, getPrototypeOf: thrower, ownKeys: thrower }
const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

test.each<readonly [string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['a text', 'no'],
  ['a symbol', Symbol('no')],
  ['a bigint', 7n],
  ['an object without a prototype', Object.create(null)],
  ['a proxy whose traps throw', new Proxy({}, traps)],
  ['a revoked proxy', revoked],
  ['a function', () => {}],
  ['a stack that is no text', { stack: [1] }],
])('anything can be thrown, and has no stack: %s', (_, thrown) => {
  const told = failing('handler', thrown)
  expect(told).toEqual({ what: 'handler', detail: expect.any(String) })
  expect(told.detail).not.toBe('')
})

test('an error whose properties throw when they are read is told all the same', () => {
  const error = new Error('x')
  for (const name of ['stack', 'cause', 'errors', 'message'])
    Object.defineProperty(error, name, { get: thrower })
  expect(failing('handler', error)).toEqual({ what: 'handler', detail: expect.any(String) })
})

test('whatever is thrown is told without throwing, and bounded', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, maxDepth: 2 }), (thrown) => {
      const { detail, stack = '' } = failing('handler', thrown)
      expect(detail.length).toBeLessThanOrEqual(513)
      expect(stack.length).toBeLessThanOrEqual(4_097)
    }),
  )
})
