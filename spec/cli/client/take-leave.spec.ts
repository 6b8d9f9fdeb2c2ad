import { expect, test } from '@jest/globals'
import { takeLeave } from '../../../src/cli/client/take-leave.ts'
import { errors } from '../../../src/cli/i18n/en/errors.ts'
import { type Client, ColloquyError, type Ending } from '../../../src/index.ts'

const unconfirmed =
  'The server has not confirmed the logout, so the session may still be open; look with --sessions, and end it with --revoke-session.'

const loggedOut: Ending = { how: 'bye', code: 'LOGGED_OUT', by: 'us', detail: '' }
const shutDown: Ending = { how: 'bye', code: 'SHUTTING_DOWN', by: 'them', detail: '' }
const broken: Ending = { how: 'lost', code: 'BROKEN', detail: '' }

/** A client whose conversation ends so, and the words that were said and told. */
const leaving = (ending: Ending | null, failure: Error | null = null) => {
  const words: string[] = []
  const client: Pick<Client, 'bye' | 'logout' | 'over' | 'failure'> = {
    bye: async () => void words.push('Bye'),
    logout: async (everywhere) => void words.push(everywhere === true ? 'Logout everywhere' : 'Logout'),
    over: Promise.resolve(ending),
    failure,
  }
  return {
    client,
    words,
    output: { showError: (phrase: (say: typeof errors) => string) => void words.push(phrase(errors)) },
  }
}

test.each([
  ['a Bye asks for nothing', null, broken, ['Bye']],
  ['a Logout that was answered', 'here', loggedOut, ['Logout']],
  ['one that ends all sessions', 'everywhere', loggedOut, ['Logout everywhere']],
  ['one in an outage', 'here', broken, ['Logout', unconfirmed]],
  ['one to a server that has stopped', 'everywhere', shutDown, ['Logout everywhere', unconfirmed]],
  ['one without a connection', 'here', null, ['Logout', unconfirmed]],
] as const)(
  'whether the session is over is told where nobody has confirmed it: %s',
  async (_what, logout, ending, told) => {
    const { client, words, output } = leaving(ending)
    expect(await takeLeave(client, logout, output)).toBe(!told.includes(unconfirmed as never))
    expect(words).toEqual(told)
  },
)

test('of a session that the server has refused to go on with nothing more is told', async () => {
  const denied = new ColloquyError(
    { code: 'DENIED', reason: 'TOKEN_EXPIRED', retryAfterMs: 0, attemptsLeft: 2 },
    'Denied.',
  )
  const { client, words, output } = leaving(broken, denied)
  expect(await takeLeave(client, 'here', output)).toBe(true)
  expect(words).toEqual(['Logout'])
})
