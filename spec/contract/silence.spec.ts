import { expect, jest, test } from '@jest/globals'
import type { Side } from '../../src/contract/index.ts'

// Another contract than the one that runs here: the program reads its deadlines from it, and from nowhere else.
const written = await import('../../protocol/talk/contract.ts')
const others: Readonly<Record<string, { readonly heartbeats: number }>> = {
  'identify.name': { heartbeats: 2 },
  converse: { heartbeats: 5 },
}
jest.unstable_mockModule('../../protocol/talk/contract.ts', () => ({
  ...written,
  contract: {
    ...written.contract,
    states: written.contract.states.map((state) => ({
      ...state,
      within: others[state.name] ?? state.within,
    })),
  },
}))
const { clientIn, serverIn } = await import('../support/states.ts')

const heartbeatMs = 30_000
const sides: readonly Side[] = ['client', 'server']

test.each(sides)('where converse has five heartbeats, the %s waits for five', async (side) => {
  const { world, raw } = await (side === 'server' ? serverIn : clientIn)('converse')
  const before = raw.frames.length
  await world.pass(5 * heartbeatMs - 1)
  expect(raw.words.slice(before)).toEqual(['Ping', 'Ping', 'Ping', 'Ping'])
  await world.pass(1)
  expect(raw.words.slice(before)).toEqual(['Ping', 'Ping', 'Ping', 'Ping', 'Bye IDLE'])
})

test('where a state before it has two, its deadline is two', async () => {
  const { world, raw } = await serverIn('identify.name')
  await world.pass(2 * heartbeatMs - 1)
  expect(raw.words.at(-1)).toBe('AskName')
  await world.pass(1)
  expect(raw.words.at(-1)).toBe('Fault TIMEOUT')
})
