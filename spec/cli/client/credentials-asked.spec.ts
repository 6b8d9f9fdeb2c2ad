import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import {
  type CredentialPrompts,
  type GivenCredentials,
  PromptedCredentials,
} from '../../../src/cli/client/prompted-credentials.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import type { Challenge, Denied } from '../../../src/index.ts'

/** The answers of a person to questions that begin so. A choice is made by its label; '' takes the first. */
type Script = readonly (readonly [asks: string, answer: string])[]

/** Asks by a script, and notes what was explained. Every question has to be the one that is next in it. */
const scripted = (script: Script) => {
  const left = [...script]
  const explained: string[] = []
  const next = (asks: string): string => {
    const [expected, answer] = left.shift() ?? ['nothing', '']
    expect(asks.slice(0, expected.length)).toBe(expected)
    return answer
  }
  const asking: CredentialPrompts = {
    texts: catalogues.en.prompts,
    ask: async ({ asks, rule, fallback = '' }) =>
      E.mapLeft(() => 'unwanted' as const)(rule(next(asks) || fallback)),
    askHidden: async ({ asks, rule }) => E.mapLeft(() => 'unwanted' as const)(rule(next(asks))),
    choose: async (asks, choices) => {
      const label = next(asks)
      const chosen = choices.find((choice) => choice[1] === label) ?? (label === '' ? choices[0] : undefined)
      return chosen === undefined ? E.left('unwanted') : E.right(chosen[0])
    },
    explain: (sentence) => explained.push(sentence),
    release: async () => {},
  }
  return { asking, explained, left }
}

const nobody: GivenCredentials = { name: null, password: null, register: false }
const open: Challenge = { type: 'Challenge', name: '', registrationOpen: true }
const wanted = new AbortController().signal

const denied = (reason: Denied['reason'], retryAfterMs = 0): Denied => ({
  type: 'Denied',
  reason,
  detail: '',
  attemptsLeft: 2,
  retryAfterMs,
})

/** The proofs, one challenge after the other, by a script that is used up. */
const proofs = async (
  script: Script,
  rounds: readonly (Denied | null)[],
  { given = nobody, challenge = open, isStranger = false } = {},
) => {
  const { asking, explained, left } = scripted(script)
  const prover = new PromptedCredentials(asking, given, async () => {})
  if (isStranger) await prover.name({ type: 'AskName', address: '127.0.0.1' }, wanted)
  const given_: unknown[] = []
  for (const round of rounds) given_.push(await prover.prove(challenge, round, wanted))
  expect(left).toEqual([])
  return { proofs: given_, explained, toldName: prover.toldName }
}

const login = (name: string, password: string) => ({ type: 'Login', name, password })
const register = (name: string, password: string) => ({ type: 'Register', name, password })

describe('whether a name is registered is asked', () => {
  const anna: Challenge = { ...open, name: 'anna' }

  test.each([
    ['the greeted one is', 'anna', anna, false, 'Password of'],
    ['the greeted one is, in another form', 'AＮNA', anna, false, 'Password of'],
    ['another one is not', 'bob', anna, false, 'New password of'],
    [
      'one that the server suggests, but has only just been told, is not',
      'anna',
      anna,
      true,
      'New password of',
    ],
    ['the first one of a stranger is not', 'bob', open, true, 'New password of'],
  ])('and %s, unless told', async (_case, name, challenge, isStranger, next) => {
    const script: Script = [
      ['What is your name?', name],
      [`Is ${name} registered here?`, ''],
      [next, 'long enough'],
      ...(next.startsWith('New') ? [['The same password again?', 'long enough'] as const] : []),
    ]
    const told = await proofs(script, [null], { challenge, isStranger })
    expect(told.proofs).toEqual([(next.startsWith('New') ? register : login)(name, 'long enough')])
  })

  test('not where no name is taken: that is told, once, of a name that was not greeted', async () => {
    const challenge = { ...anna, registrationOpen: false }
    const script: Script = [
      ['What is your name?', 'bob'],
      ['Password of bob?', 'wrong'],
      ['Password of bob? Enter alone', 'right'],
    ]
    const { explained } = await proofs(script, [null, denied('BAD_CREDENTIALS')], { challenge })
    expect(explained).toEqual([catalogues.en.prompts.registrationClosed])
    const greeted: Script = [
      ['What is your name?', ''],
      ['Password of anna?', 'right'],
    ]
    expect((await proofs(greeted, [null], { challenge })).explained).toEqual([])
  })
})

describe('after a password that does not do', () => {
  const given = { ...nobody, name: 'anna' }
  const wrong: Script = [
    ['Is anna registered here?', 'Yes: log in'],
    ['Password of anna?', 'wrong'],
  ]

  test('the next one is typed at once', async () => {
    const script: Script = [...wrong, ['Password of anna? Enter alone: register, or another name.', 'right']]
    const told = await proofs(script, [null, denied('BAD_CREDENTIALS')], { given })
    expect(told.proofs).toEqual([login('anna', 'wrong'), login('anna', 'right')])
  })

  test('or the name is registered', async () => {
    const script: Script = [
      ...wrong,
      ['Password of anna? Enter alone', ''],
      ['How to go on?', 'Register anna'],
      ['New password of anna?', 'long enough'],
      ['The same password again?', 'long enough'],
    ]
    const told = await proofs(script, [null, denied('BAD_CREDENTIALS')], { given })
    expect(told.proofs[1]).toEqual(register('anna', 'long enough'))
  })

  test('or another name is given, also in place of that of the command line', async () => {
    const script: Script = [
      ...wrong,
      ['Password of anna? Enter alone', ''],
      ['How to go on?', 'Give another name'],
      ['What is your name?', 'bob'],
      ['Is bob registered here?', 'Yes: log in'],
      ['Password of bob?', 'right'],
    ]
    const told = await proofs(script, [null, denied('TOO_MANY_ATTEMPTS')], { given })
    expect(told.proofs[1]).toEqual(login('bob', 'right'))
    expect(told.toldName).toBe('bob')
  })

  test('or, after all, the next password', async () => {
    const script: Script = [
      ...wrong,
      ['Password of anna? Enter alone', ''],
      ['How to go on?', ''],
      ['Password of anna? Enter alone', 'right'],
    ]
    const told = await proofs(script, [null, denied('BAD_CREDENTIALS')], { given })
    expect(told.proofs[1]).toEqual(login('anna', 'right'))
  })

  test('but no name is registered where none is taken', async () => {
    const script: Script = [
      ['Password of anna?', 'wrong'],
      ['Password of anna? Enter alone: another name.', ''],
      ['How to go on?', 'Register anna'],
    ]
    const challenge = { ...open, registrationOpen: false }
    const told = await proofs(script, [null, denied('BAD_CREDENTIALS')], { given, challenge })
    expect(told.proofs[1]).toBeNull()
  })
})

test('a name that is taken is most likely one’s own', async () => {
  const script: Script = [
    ['New password of anna?', 'long enough'],
    ['The same password again?', 'long enough'],
    ['What is your name?', ''],
    ['Is anna registered here?', ''],
    ['Password of anna?', 'long enough'],
  ]
  const given = { ...nobody, name: 'anna', register: true }
  const told = await proofs(script, [null, denied('NAME_TAKEN')], { given, isStranger: true })
  expect(told.proofs[1]).toEqual(login('anna', 'long enough'))
})

test('a new password is the same twice, however it is composed', async () => {
  const script: Script = [
    ['New password of anna?', 'caf\u00e9-caf\u00e9'],
    ['The same password again?', 'cafe\u0301-cafe\u0301'],
  ]
  const told = await proofs(script, [null], { given: { ...nobody, name: 'anna', register: true } })
  expect(told.explained).toEqual([])
})

test('what could not be checked is given again without a question, and a wait is told of', async () => {
  const script: Script = [
    ['Is anna registered here?', 'Yes: log in'],
    ['Password of anna?', 'right'],
  ]
  const given = { ...nobody, name: 'anna' }
  const told = await proofs(script, [null, denied('UNAVAILABLE')], { given })
  expect(told.proofs[1]).toEqual(told.proofs[0])
  expect(told.explained).toEqual([catalogues.en.prompts.waits(1)])
})
