import { expect, test } from '@jest/globals'
import { conversationCompletions } from '../../../src/cli/client/completions.ts'
import { ReplyableMessages } from '../../../src/cli/client/replyable-messages.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { operatorCompletions } from '../../../src/cli/operator/completions.ts'
import type { ConnectedClient } from '../../../src/cli/operator/connected-clients.ts'

const client = (name: string, number: number): ConnectedClient => ({
  number,
  peer: {
    name,
    version: 1,
    session: `session ${number}`,
    remote: { address: '127.0.0.1', port: 1 },
    counts: { said: 0, heard: 0, acknowledged: 0 },
    say: () => Promise.resolve(0),
    ask: () => Promise.reject(new Error('nobody asks')),
    stream: () => {
      throw new Error('nothing is streamed')
    },
    bye: () => {},
  },
  sinceMs: 0,
  messages: new ReplyableMessages(),
})

const clients = ['Ada', 'adam', 'Bob the', 'Straße', 'evil\u001b[2J'].map((name, index) =>
  client(name, index + 1),
)
const completed = (begun: string): readonly string[] => operatorCompletions(begun, clients)

test.each([
  ['/s', ['/status']],
  ['/l', ['/logout', '/lines ']],
  ['/re', ['/re ']],
  ['/x', []],
  ['', []],
  ['hello /s', []],
  ['//', []],
])('a line of a conversation that begins with “%s”', (begun, expected) => {
  expect(conversationCompletions(begun)).toEqual(expected)
})

test.each([
  ['/w', ['/who']],
  ['/bye', ['/bye #']],
  ['/bye #2', ['/bye #2']],
  ['@', ['@Ada ', '@adam ', '@Bob the ', '@Straße ']],
  ['@AD', ['@Ada ', '@adam ']],
  ['@bob t', ['@Bob the ']],
  ['@stras', []],
  ['@e', []],
  ['#', ['#1 ', '#2 ', '#3 ', '#4 ', '#5 ']],
  ['#3', ['#3 ']],
  ['#3 hello @', []],
  ['hello', []],
])('a line of an operator that begins with “%s”', (begun, expected) => {
  expect(completed(begun)).toEqual(expected)
})

test('more than can be looked over are not offered', () => {
  const many = Array.from({ length: 101 }, (_, index) => client(`name ${index}`, index + 1))
  expect(operatorCompletions('@', many)).toEqual([])
  expect(operatorCompletions('@name 10', many)).toEqual(['@name 10 ', '@name 100 '])
})

test('every command of the help is completed, and no other', () => {
  const commands = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => /^\/[a-z]+(?= )/.exec(line)?.[0] ?? []).toSorted()
  const offered = (words: readonly string[]): readonly string[] =>
    words.map((word) => word.replace(/ #?$/, '')).toSorted()
  expect(offered(conversationCompletions('/'))).toEqual(
    [...commands(catalogues.en.console.help), '/help'].toSorted(),
  )
  expect(offered(operatorCompletions('/', []))).toEqual(
    [...commands(catalogues.en.console.operatorHelp), '/help'].toSorted(),
  )
})
