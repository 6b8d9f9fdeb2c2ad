import { expect, test } from '@jest/globals'
import { bindable } from '../../src/store/sqlite/bind.ts'

test('what libsql can bind passes', () => {
  const parameters = ['text', 1, 1.5, 2n, null, Buffer.from('bytes')]
  expect(bindable(parameters)).toEqual(parameters)
})

test('what would end the process is thrown, without its value', () => {
  for (const value of [
    true,
    undefined,
    new Uint8Array(1),
    new Date(),
    { canary: 1 },
    ['canary'],
    Symbol('canary'),
  ]) {
    expect(() => bindable([value])).toThrow(TypeError)
    expect(() => bindable([value])).not.toThrow(/canary/)
  }
})
