import { expect, test } from '@jest/globals'
import { exitOf } from '../../../src/cli/client/outcome.ts'
import { ColloquyError, type Ending } from '../../../src/index.ts'

const bye = (code: 'DONE' | 'LOGGED_OUT' | 'SHUTTING_DOWN', by: 'us' | 'them' = 'them'): Ending => ({
  how: 'bye',
  code,
  by,
  detail: '',
})
const lost: Ending = { how: 'lost', code: 'BROKEN', detail: '' }
const fault = (code: 'INTERNAL' | 'GAP'): Ending => ({
  how: 'fault',
  code,
  by: 'them',
  detail: '',
  retryAfterMs: 0,
  offending: 0,
})
const denial = new ColloquyError(
  { code: 'DENIED', reason: 'TOKEN_EXPIRED', retryAfterMs: 0, attemptsLeft: 2 },
  'denied',
)
const how = { failure: null, logout: false, isStopped: false }

test.each([
  ['everything was said, and both sides said Bye', { input: 'said', ending: bye('DONE', 'us') }, 0],
  ['everything was said, and then it broke', { input: 'said', ending: lost }, 0],
  ['everything was said, and then the server stopped', { input: 'said', ending: bye('SHUTTING_DOWN') }, 0],
  ['everything was said, and then the server failed', { input: 'said', ending: fault('INTERNAL') }, 0],
  ['everything was said, and then the contract was broken', { input: 'said', ending: fault('GAP') }, 5],
  [
    'the token was to be revoked, and was',
    { input: 'said', ending: bye('LOGGED_OUT', 'us'), logout: true },
    0,
  ],
  ['the token was to be revoked, and it broke before', { input: 'said', ending: lost, logout: true }, 1],
  ['something lacks, though the last word was Bye', { input: 'lacking', ending: bye('DONE') }, 1],
  ['something lacks, since the session was revoked', { input: 'lacking', ending: bye('LOGGED_OUT') }, 1],
  [
    'something lacks, since the proof was denied',
    { input: 'lacking', ending: bye('DONE', 'us'), failure: denial },
    4,
  ],
  ['something lacks, and the contract was broken', { input: 'lacking', ending: fault('GAP') }, 5],
  ['the input goes on, and the server said Bye', { input: 'open', ending: bye('DONE') }, 0],
  ['the input goes on, and the session was revoked', { input: 'open', ending: bye('LOGGED_OUT') }, 1],
  [
    'the input goes on, and the proof was denied',
    { input: 'open', ending: bye('DONE', 'us'), failure: denial },
    4,
  ],
  ['nobody reads any more', { input: 'lacking', ending: bye('DONE', 'us'), isStopped: true }, 0],
] as const)('%s', (_, given, exit) => {
  expect(exitOf({ ...how, ...given })).toBe(exit)
})
