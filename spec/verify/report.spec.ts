import { describe, expect, test } from '@jest/globals'
import {
  type Finding,
  reportMarkdown,
  reportText,
  sequenceText,
  strictly,
  verify,
} from '../../src/verify/index.ts'
import { faultless, mutants } from './mutants.ts'

const reportOf = (name: string) => {
  const mutant = mutants.find((one) => one.name === name)
  if (mutant === undefined) throw new Error(`There is no mutant ${name}.`)
  return verify(mutant.pair, { bound: 2, limit: 100_000 })
}

const deadlock = reportOf('the client keeps its name to itself')

test('a finding is the shortest conversation that leads to it', () => {
  const finding = deadlock.findings.find(({ rule }) => rule === 'DEADLOCK') as Finding
  expect(finding.way).toEqual([
    { side: 'client', event: 'opened.done', said: ['Hello'] },
    { side: 'server', event: 'recv.Hello', said: ['Welcome'] },
    { side: 'client', event: 'recv.Welcome', said: [] },
    { side: 'server', event: 'looked.unknown', said: ['AskName'] },
    { side: 'client', event: 'recv.AskName', said: [] },
    { side: 'client', event: 'named.given', said: [] },
  ])
  expect(finding.moments).toHaveLength(7)
  expect(finding.moments[2]).toEqual({
    text: 'server, recv.Hello: says Welcome',
    client: { state: 'connect.welcome', place: 'connect.welcome' },
    server: { state: 'identify.greet', place: 'identify.greet' },
    toServer: [],
    toClient: ['Welcome'],
  })
  expect(finding.moments.at(-1)).toMatchObject({
    client: { state: 'identify.named' },
    server: { state: 'identify.name' },
  })
})

test('a message that is left is told of with the step that leaves it', () => {
  const { findings } = reportOf('the client says Bye and does not wait for the answer')
  const left = findings.find(({ rule }) => rule === 'LEFT_OVER')
  expect(left?.text).toBe('The client never hears Welcome: it has ended the conversation by then.')
  expect(left?.way.at(-1)).toEqual({ side: 'server', event: 'recv.Hello', said: ['Welcome'] })
})

test('the text fits one screen and names every finding that it tells', () => {
  const lines = reportText(deadlock).split('\n')
  expect(lines.length).toBeLessThanOrEqual(40)
  expect(lines).toContain('   1  client   opened.done     says Hello')
  expect(lines).toContain(
    'DEADLOCK  Both wait, and nothing is on its way: the client is in identify.named, the server in identify.name.',
  )
  expect(lines.at(-2)).toBe(`${deadlock.findings.length} findings, ${deadlock.warnings.length} warnings.`)
  expect(reportText(verify(faultless, { bound: 2, limit: 100_000 }))).toContain(
    '\nNothing was found, with any number of messages on their way, and at most 2 where a conversation goes on over another connection.\n',
  )
})

test('a finding is drawn as a sequence of messages', () => {
  const finding = deadlock.findings.find(({ rule }) => rule === 'DEADLOCK') as Finding
  expect(sequenceText(finding)).toBe(`sequenceDiagram
  participant client
  participant server
  Note over client: opened.done
  client-)server: Hello
  server-)client: Welcome
  Note over server: looked.unknown
  server-)client: AskName
  Note over client: named.given
  Note over client,server: DEADLOCK
`)
  expect(reportMarkdown(deadlock)).toContain(`\`\`\`mermaid\n${sequenceText(finding)}\`\`\``)
})

test('what crosses is noted where it is heard, and what Mermaid would read is escaped', () => {
  const crossing: Finding = {
    rule: 'LEFT_OVER',
    text: '',
    about: '',
    also: [],
    repeatsFrom: null,
    moments: [],
    way: [
      { side: 'client', event: 'bye.DONE', said: ['Bye DONE'] },
      { side: 'server', event: 'do.say.Say', said: ['Say'] },
      { side: 'client', event: 'recv.Say', said: [] },
      { side: 'server', event: 'recv.Bye', said: [] },
      { side: null, event: 'cut', said: [] },
      { side: 'server', event: 'a;b#c<d>\n%%{e}', said: [] },
      { side: 'server', event: 'recv.Login', said: [] },
    ],
  }
  expect(sequenceText(crossing).split('\n').slice(3, -1)).toEqual([
    '  Note over client: bye.DONE',
    '  client-)server: Bye DONE',
    '  Note over server: do.say.Say',
    '  server-)client: Say',
    '  Note over server: hears Bye',
    '  Note over client,server: cut',
    '  Note over server: a#59;b#35;c#60;d#62;\\u000a#37;#37;{e}',
    '  client-)server: Login',
    '  Note over client,server: LEFT_OVER',
  ])
})

test('findings of one cause are one, the cause before what follows from it, and the states are named', () => {
  const anytime = faultless.contract.anytime.map((one) =>
    one.message === 'Bye' ? { ...one, next: { client: 'close.done', server: 'close.done' } } : one,
  )
  const { findings } = verify(
    { ...faultless, contract: { ...faultless.contract, anytime } },
    { bound: 2, limit: 100_000 },
  )
  const [first] = findings
  expect(first).toMatchObject({ rule: 'WRONG_STATE', about: 'Bye close.done' })
  expect(first?.text).toMatch(
    /^The client goes from \S+ to close\.\S+ on \S*(recv\.Bye|, saying Bye \S+); the contract leads to close\.done\.$/,
  )
  expect(first?.also.length).toBeGreaterThan(20)
  expect(findings.length).toBeLessThanOrEqual(8)
  expect(reportText({ ...deadlock, findings })).toContain(
    `\n      and ${first?.also.length} more of the same cause\n`,
  )
})

describe('parts that are never used', () => {
  const { pair } = mutants.find(({ finds }) => finds === 'NEVER_ENTERED') ?? { pair: faultless }
  const options = { bound: 2, limit: 100_000 }

  test('are warnings, and faults only where they are taken for such', () => {
    const report = verify(pair, options)
    expect(report).toMatchObject({
      findings: [],
      warnings: [{ rule: 'NEVER_ENTERED', about: 'auth.spare' }],
    })
    expect(reportText(report)).toMatch(
      /\nwarning NEVER_ENTERED {2}The server never enters auth\.spare\.\n\nNothing was found, /,
    )
    expect(strictly(report)).toMatchObject({ findings: [{ rule: 'NEVER_ENTERED' }], warnings: [] })
  })

  test('are told of no more where the module allows them', () => {
    const server = { ...pair.server, allowed: { NEVER_ENTERED: ['auth.spare'] } }
    expect(verify({ ...pair, server }, options)).toMatchObject({ findings: [], warnings: [] })
  })
})
