import { expect, test } from '@jest/globals'

test.each(['Math', 'Uint8Array', 'Buffer'] as const)('%s is a constant, which is not looked up', (name) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, name) ?? {}
  Object.defineProperty(globalThis, name, { configurable: true, value: undefined })
  try {
    expect({ Math, Uint8Array, Buffer }[name]).toBeDefined()
  } finally {
    Object.defineProperty(globalThis, name, before)
  }
})
