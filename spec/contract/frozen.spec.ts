import { expect, test } from '@jest/globals'
import { contract } from '../../protocol/base/contract.ts'

test('colloquy@1 is frozen: contracts on it, and peers of them, are out in the world', () => {
  // A failure says that the base has changed for others: messages and fields of a later version have a later `since`, and
  // all else stays as it is.
  expect({ protocol: contract.protocol, version: contract.version, hash: contract.hash }).toEqual({
    protocol: 'colloquy',
    version: 1,
    hash: '6b02427707e4a999',
  })
})
