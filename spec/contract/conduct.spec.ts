import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { checkContract, formatFailure, loadContract } from '../../src/contract/index.ts'
import { nearest } from '../../src/contract/near.ts'
import { base, bases, chat, colloquyBases, jobs, kv, talk, tiny } from './files.ts'

const told = (text: string, among = bases): readonly string[] => {
  const checked = checkContract(text, 'x.yaml', { bases: among })
  return E.isLeft(checked) ? checked.left.map(formatFailure) : []
}

const loads = (text: string): boolean => E.isRight(loadContract(text, 'x.yaml', { bases }))

describe('the conduct that a contract asks for', () => {
  test('is without flaw in the base, and in contracts that stand on it', () => {
    for (const text of [base, talk, kv, chat, jobs]) expect(told(text, colloquyBases)).toEqual([])
  })

  test('is told of where two messages cross and do not meet again, without a machine', () => {
    const diamond = tiny
      .replace('says: { Say: talk, Bye: done }', 'says: { Ask: ask, Answer: answer, Say: talk, Bye: done }')
      .replace('Say: { number: 64, from: both', 'Say: { number: 64, from: client')
    expect(loads(diamond)).toBe(true)
    expect(told(diamond).filter((flaw) => flaw.includes('CROSSING'))).toEqual([
      expect.stringMatching(
        /^x\.yaml:22:3 CROSSING_DIFFERS In "talk" Ask and Answer may cross: the client comes to nowhere, the server to nowhere\. /,
      ),
      expect.stringMatching(
        / In "talk" Say and Answer may cross: the client comes to answer, the server to nowhere\. /,
      ),
    ])
  })

  test('does not keep a contract from being loaded', () => {
    const silent = tiny.replace(
      'ask: { turn: client, within: 10 s',
      'ask: { turn: client, within: 3 heartbeats',
    )
    expect(loads(silent)).toBe(true)
    expect(told(silent)).toHaveLength(1)
  })
})

describe('what a contract may say', () => {
  test.each([
    [
      'within: 10 s, maxBody: 16, about: The client asks.',
      'within: 1 h, maxBody: 16, about: The client asks.',
    ],
    ['maxBody: 1 KiB', 'maxBody: 64 kB'],
    ['maxBody: 1 KiB', 'maxBody: 1 MB'],
  ])('instead of %s: %s', (one, other) => {
    expect(tiny).toContain(one)
    expect(told(tiny.replace(one, other))).toEqual([])
  })

  test('an hour is 3,600,000 ms, a kB 1,000 bytes', () => {
    const loaded = loadContract(
      tiny
        .replace(
          'within: 10 s, maxBody: 16, about: The client',
          'within: 1 h, maxBody: 16, about: The client',
        )
        .replace('maxBody: 1 KiB', 'maxBody: 64 kB'),
      'x.yaml',
    )
    if (E.isLeft(loaded)) throw new Error('It does not load.')
    expect(loaded.right.states[0]?.within).toEqual({ ms: 3_600_000 })
    expect(loaded.right.states[2]?.maxBody).toBe(64_000)
  })

  const inTurn = `
protocol: quiz
version: 1
about: Questions and answers, until somebody leaves.
types: {}
messages:
  Ask: { number: 1, from: client, about: Asks. }
  Answer: { number: 2, from: server, about: Answers. }
  Bye: { number: 3, from: both, about: The last word. }
  Fault: { number: 4, from: both, about: Ends everything. }
states:
  ask: { turn: client, within: 1 h, maxBody: 16, about: The client asks., says: { Ask: answer } }
  answer: { turn: server, within: 10 s, maxBody: 16, about: The server answers., says: { Answer: ask } }
  end.client: { turn: server, within: 5 s, inFlight: true, about: The client has left., says: { Bye: done } }
  end.server: { turn: client, within: 5 s, inFlight: true, about: The server has left., says: { Bye: done } }
  done: { turn: nobody, about: The end. }
anytime:
  Bye: { client: end.client, server: end.server }
  Fault: done
`

  test('a question and an answer in turn, which only Bye ends', () => {
    expect(told(inTurn)).toEqual([])
    // There is no end when nobody may leave.
    expect(told(inTurn.replace('  Bye: { client: end.client, server: end.server }\n', '')).join()).toMatch(
      /END_UNREACHABLE|STATE_UNREACHABLE/,
    )
  })
})

describe('flaws', () => {
  test('are told all at once: keys that there are not hide no others', () => {
    const text = tiny
      .replace('about: A tiny contract.', 'about: A tiny contract.\nverzion: 3')
      .replace('Ask: answer', 'Ask: anser')
    expect(told(text)).toEqual([
      'x.yaml:4:1 KEY_UNKNOWN There is no "verzion" here. Did you mean "version"? Remove the key, or correct its spelling.',
      'x.yaml:21:89 STATE_UNKNOWN There is no state "anser". Did you mean "answer"? Name a state that is listed under states.',
    ])
  })

  test.each([
    ['says: { Ask: answer }', 'says: { Aks: answer }', 'MESSAGE_UNKNOWN', 'Ask'],
    ['type: Name,', 'type: name,', 'TYPE_UNKNOWN', 'Name'],
    ['turn: client, within', 'trun: client, within', 'KEY_UNKNOWN', 'turn'],
  ])('instead of %s: %s is %s, and %s was meant', (one, other, rule, meant) => {
    expect(told(tiny.replace(one, other)).filter((flaw) => flaw.includes(` ${rule} `))).toEqual([
      expect.stringContaining(`Did you mean "${meant}"?`),
    ])
  })

  test('guess nothing where nothing is near', () => {
    expect(nearest('Sesame', ['Ask', 'Answer', 'Bye'])).toBeNull()
    expect(nearest('x'.repeat(1_000), ['x'.repeat(64)])).toBeNull()
  })
})
