import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { generateSingleFile } from '../../src/codegen/index.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { circles } from '../../src/contract/graph.ts'
import { crossingsOf, loadContract } from '../../src/contract/index.ts'
import { colloquyBases } from './files.ts'

const withMessages = (count: number): Contract => {
  const messages = Array.from(
    { length: count },
    (_, i) => `  M${i}: { number: ${64 + i}, from: both, about: A message. }`,
  )
  const text = [
    'protocol: large',
    'base: colloquy@1',
    'version: 1',
    'about: Large.',
    'messages:',
    ...messages,
    '',
  ]
  const loaded = loadContract(text.join('\n'), 'x.yaml', { bases: colloquyBases })
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  return loaded.right
}

/** How often something walks over the messages, or the types, of a contract, or looks whether it has any. */
const walksOf = (count: number, look: (contract: Contract) => unknown): number => {
  const contract = withMessages(count)
  let walks = 0
  const counting = new Proxy(contract, {
    get: (target, key, receiver) => {
      if (key === 'messages' || key === 'types') walks += 1
      return Reflect.get(target, key, receiver)
    },
  })
  look(counting)
  return walks
}

test('crossings are looked for with as many walks over 100 messages as over 10', () => {
  expect(walksOf(100, crossingsOf)).toBe(walksOf(10, crossingsOf))
})

test('what a side says is put together once a state', () => {
  const { states } = withMessages(2)
  expect(walksOf(100, crossingsOf)).toBeLessThanOrEqual(10 * states.length)
})

test('code is generated with walks that grow no faster than the messages', () => {
  const generate = (contract: Contract) =>
    generateSingleFile(contract, 'x.ts', 'typescript', { source: 'x.yaml', command: 'none' })
  expect(walksOf(40, generate)).toBeLessThanOrEqual(4 * 40)
})

/** A graph that counts how often it is asked where a name leads. */
class CountingGraph extends Map<string, readonly string[]> {
  asked = 0

  override get(name: string): readonly string[] | undefined {
    this.asked += 1
    return super.get(name)
  }
}

test('names that lead to one another are a circle, found by asking each a few times', () => {
  const ring = Array.from({ length: 100 }, (_, i) => [`s${i}`, [`s${(i + 1) % 100}`]] as const)
  const graph = new CountingGraph([...ring, ['before', ['s0']], ['alone', []]])
  const found = circles(graph)
  expect(found.map((circle) => circle.length)).toEqual([100, 1, 1])
  expect(found.flat().sort()).toEqual([...graph.keys()].sort())
  expect(graph.asked).toBeLessThanOrEqual(3 * 102)
})
