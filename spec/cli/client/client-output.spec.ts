import { expect, jest, test } from '@jest/globals'
import { isProblem, jsonOutput } from '../../../src/cli/client/client-output.ts'
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

test('a program that reads JSON hears which of its messages nobody has acknowledged, and nothing where all were', () => {
  const printed: unknown[] = []
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(JSON.parse(String(text)))
    return true
  })
  const ending = { how: 'lost', code: 'BROKEN', detail: '' } as const
  try {
    const { ended } = jsonOutput('en')
    ended({ ending, again: true, said: 6, heard: 3, acknowledged: 3, arrived: 3, written: 6 })
    ended({ ending, again: false, said: 2, heard: 2, acknowledged: 2, arrived: 2, written: 2 })
    ended({ ending, again: false, said: 9, heard: 2, acknowledged: 2, arrived: 2, written: 4 })
  } finally {
    stdout.mockRestore()
  }
  expect(printed).toEqual([
    { event: 'unacknowledged', first: 4, last: 6 },
    { event: 'unacknowledged', first: 3, last: 4 },
    { event: 'unsent', first: 5, last: 9 },
  ])
})
