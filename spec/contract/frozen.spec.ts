import { expect, test } from '@jest/globals'
import { contract } from '../../protocol/base/contract.ts'

test('colloquy@1 is frozen: contracts on it, and peers of them, are out in the world', () => {
  // Where this fails the base has changed for others: a message or field of a later version of it has a later `since`, and all else
  // stays as it is.
  expect({ protocol: contract.protocol, version: contract.version, hash: contract.hash }).toEqual({
    protocol: 'colloquy',
    version: 1,
    hash: '6b02427707e4a999',
  })
})
