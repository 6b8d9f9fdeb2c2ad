import { expect, test } from '@jest/globals'
import { isProblem } from '../../../src/cli/client/client-output.ts'
import type { ClientEvent } from '../../../src/index.ts'

const sums = { detail: '', receivedBytes: 0, sentBytes: 0, heard: 0, said: 0, acknowledged: 0 }
const ended = (ending: object): ClientEvent => ({ event: 'disconnected', ...ending, ...sums }) as ClientEvent

test('where that alone is told which goes wrong, a conversation that the server ended early is, and its usual end is not', () => {
  for (const code of ['LOGGED_OUT', 'SHUTTING_DOWN', 'REPLACED', 'IDLE'])
    expect(isProblem(ended({ how: 'bye', by: 'them', code }))).toBe(true)
  expect(isProblem(ended({ how: 'lost', by: 'nobody', code: 'BROKEN' }))).toBe(true)
  expect(isProblem(ended({ how: 'fault', by: 'us', code: 'TIMEOUT' }))).toBe(true)
  expect(isProblem(ended({ how: 'bye', by: 'us', code: 'LOGGED_OUT' }))).toBe(false)
  for (const by of ['us', 'them']) expect(isProblem(ended({ how: 'bye', by, code: 'DONE' }))).toBe(false)
})
