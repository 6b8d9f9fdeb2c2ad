import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { codePoint } from '../../src/codec/arbitraries.ts'
import { checkContract, formatFailure, loadContract, remedies } from '../../src/contract/index.ts'
import { runsOf } from '../support/soak.ts'
import { badContracts, base, bases, onBase, talk, tiny, tinyBase } from './files.ts'

const failuresOf = (text: string, file = 'x.yaml') => {
  const loaded = loadContract(text, file, { bases })
  return E.isLeft(loaded) ? loaded.left : []
}

const rulesOf = (text: string): readonly string[] => failuresOf(text).map(({ rule }) => rule)

describe('a good contract', () => {
  const loaded = loadContract(talk, 'protocol/talk.yaml', { bases: new Map([['colloquy@1', base]]) })
  const contract = E.isRight(loaded) ? loaded.right : null

  test('loads', () => {
    expect(failuresOf(base).map(formatFailure)).toEqual([])
    expect(failuresOf(tiny).map(formatFailure)).toEqual([])
    expect(failuresOf(tinyBase).map(formatFailure)).toEqual([])
    expect(failuresOf(onBase).map(formatFailure)).toEqual([])
  })

  test('has its messages in the order of their numbers', () => {
    expect(contract?.messages.map(({ number }) => number)).toEqual(
      [...Array(25).keys()].map((n) => n + 1).concat(64),
    )
  })

  test('has every bound written out', () => {
    const fieldsOf = (name: string) => contract?.messages.find((message) => message.name === name)?.fields
    expect(fieldsOf('MyName')).toEqual([
      {
        name: 'name',
        tag: 1,
        about: 'What the person wants to be called.',
        deprecated: null,
        since: 1,
        optional: false,
        secret: false,
        type: 'PersonName',
        value: {
          base: 'string',
          minBytes: 1,
          maxBytes: 64,
          rules: ['nfc', 'printable', 'trimmed'],
          pattern: null,
        },
        list: null,
      },
    ])
    expect(fieldsOf('Resume')?.[0]).toMatchObject({ secret: true, value: { pattern: '[A-Za-z0-9_-]+' } })
    expect(fieldsOf('Resume')?.[2]).toMatchObject({ optional: true, type: null, value: { minBytes: 0 } })
    expect(fieldsOf('Ack')?.[0]?.value).toEqual({ base: 'uint32', min: 0, max: 4294967295 })
    expect(fieldsOf('Greeting')?.[2]?.value).toEqual({ base: 'uint64', min: 0, max: 9007199254740991 })
    expect(fieldsOf('Hello')?.[0]?.value).toEqual({ base: 'uint32', min: 1, max: 4294967295 })
    expect(fieldsOf('Ready')).toEqual([])
  })

  test('is of version 1 where nothing else is said, and a field of that of its message', () => {
    const text = tiny
      .replace('since: 1, about: Answers. }', 'about: Answers. }')
      .replace('    since: 1\n', '    since: 2\n')
    const loaded = loadContract(text, 'x.yaml')
    const found = E.isRight(loaded) ? loaded.right.messages : []
    expect(found.map(({ name, since }) => [name, since])).toEqual([
      ['Ask', 2],
      ['Answer', 1],
      ['Bye', 1],
      ['Say', 1],
    ])
    expect(found[0]?.fields.map(({ since }) => since)).toEqual([2, 2])
  })

  test('has sizes with units wherever bytes are meant', () => {
    const text = tiny
      .replace('minBytes: 1, maxBytes: 8', 'minBytes: 1 KiB, maxBytes: 1100 KiB')
      .replaceAll('maxBody: 16', 'maxBody: 2 MiB')
    const loaded = loadContract(text, 'x.yaml')
    if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))
    expect(loaded.right.types[0]?.value).toMatchObject({ minBytes: 1_024, maxBytes: 1_126_400 })
    expect(loaded.right.states[0]?.maxBody).toBe(2_097_152)
  })

  test('has its states as written, with deadlines and limits in milliseconds, heartbeats and bytes', () => {
    const states = new Map(contract?.states.map((state) => [state.name, state]))
    expect([...states.keys()].slice(0, 2)).toEqual(['connect.hello', 'connect.welcome'])
    expect(states.get('identify.name')).toMatchObject({ within: { ms: 120_000 }, maxBody: 1024 })
    expect(states.get('converse')).toMatchObject({ within: { heartbeats: 3 }, maxBody: 73_733 })
    expect(states.get('close.client')).toMatchObject({ within: { ms: 5_000 }, inFlight: true })
    expect(states.get('close.done')).toEqual({
      name: 'close.done',
      turn: 'nobody',
      about: 'Nothing more is said, and what is heard is dropped.',
      within: null,
      maxBody: 0,
      inFlight: false,
      says: new Map(),
    })
    expect(contract?.anytime).toEqual([
      { message: 'Bye', next: { client: 'close.client', server: 'close.server' } },
      { message: 'Fault', next: { client: 'close.done', server: 'close.done' } },
    ])
  })
})

describe('what a contract leaves unsaid', () => {
  const talk = tiny
    .replaceAll('talk', 'converse')
    .replace('maxBody: 1 KiB, ', '')
    .replace('{ Say: converse, Bye: done }', '{ Bye: done }')

  const stateOf = (text: string, name: string) => {
    const loaded = loadContract(text, 'x.yaml')
    if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))
    return loaded.right.states.find((state) => state.name === name)
  }

  test('a message that no state names may be said in converse, and leads nowhere', () => {
    expect(stateOf(talk, 'converse')?.says).toEqual(
      new Map([
        ['Bye', 'done'],
        ['Say', 'converse'],
      ]),
    )
    expect(stateOf(talk, 'answer')?.says).toEqual(new Map([['Answer', 'converse']]))
  })

  test('it may be said in each state within converse where who says it has the turn', () => {
    const two = talk
      .replaceAll('answer: {', 'converse.first: {')
      .replace('Ask: answer', 'Ask: converse.first')
      .replace('converse: {', 'converse.second: {')
      .replace('Answer: converse', 'Answer: converse.second')
      .replace('  Say: {', '  Ask2: { number: 65, from: client, about: Asks. }\n  Say: {')
    expect(stateOf(two, 'converse.first')?.says).toEqual(
      new Map([
        ['Answer', 'converse.second'],
        ['Say', 'converse.first'],
      ]),
    )
    expect([...(stateOf(two, 'converse.second')?.says.keys() ?? [])]).toEqual(['Bye', 'Say', 'Ask2'])
  })

  test('where no state is within converse, it is never said', () => {
    expect(rulesOf(tiny.replace('Say: talk, ', ''))).toEqual(['MESSAGE_NEVER_SAID'])
  })

  test('that a message is part of the conversation is said by its number', () => {
    expect(failuresOf(talk.replace('conversation: true, ', ''))).toEqual([])
    const loaded = loadContract(talk.replace('conversation: true, ', ''), 'x.yaml')
    const messages = E.isRight(loaded) ? loaded.right.messages : []
    expect(messages.map(({ conversation }) => conversation)).toEqual([false, false, false, true])
  })

  // A text of n bytes takes its tag and its length besides.
  const saying = (fields: string): string =>
    talk.replace('about: Says. }', `about: Says., fields: { text: { tag: 1, ${fields}, about: What. } } }`)

  test.each([
    ['of no bytes', talk, 1_024],
    ['of 100 + 2', saying('type: string, maxBytes: 100'), 102 + 1_024],
    ['of 8,192', saying('type: string, maxBytes: 8189'), 8_192 + 1_024],
    ['of 8,193', saying('type: string, maxBytes: 8190'), 8_193 + 1_025],
    ['of 1 MiB + 4', saying('type: bytes, maxBytes: 1 MiB'), 1_048_580 + 131_073],
    ['of 15 MiB: there is no more room', saying('type: bytes, maxBytes: 15 MiB'), 16_777_215],
    ['of 16 MiB - 1', saying('type: bytes, maxBytes: 16777210'), 16_777_215],
  ])('the limit of converse is the largest body and an eighth, 1 KiB at least: %s', (_, text, limit) => {
    expect(stateOf(text, 'converse')?.maxBody).toBe(limit)
  })

  test('so is that of a state with inFlight, where all of a side may arrive', () => {
    const text = saying('type: string, maxBytes: 100').replace(
      'turn: server, within: 10 s, maxBody: 16',
      'turn: server, inFlight: true, within: 10 s',
    )
    expect(stateOf(text, 'answer')?.maxBody).toBe(102 + 1_024)
  })

  test('a limit that is given stays', () => {
    expect(stateOf(talk.replace('3 heartbeats,', '3 heartbeats, maxBody: 100,'), 'converse')?.maxBody).toBe(
      100,
    )
  })
})

describe('a bad contract', () => {
  test.each(badContracts)('$name gives $expected, and nothing else', ({ name, text, expected }) => {
    const checked = checkContract(text, name, { bases })
    const failures = (E.isLeft(checked) ? checked.left : []).map((failure) => ({
      failure,
      told: formatFailure(failure),
    }))
    expect(failures.map(({ told }) => told.split(' ').slice(0, 2).join(' '))).toEqual([`${name}:${expected}`])
    for (const { failure, told } of failures) {
      expect(told.endsWith(` ${failure.message} ${remedies[failure.rule]}`)).toBe(true)
    }
  })

  test('is refused by every rule, each with a remedy of one line', () => {
    const told = new Set(badContracts.map(({ rule }) => rule))
    // A file of that size is made below.
    expect(Object.keys(remedies).filter((rule) => !told.has(rule))).toEqual(['YAML_TOO_LARGE'])
    for (const remedy of Object.values(remedies)) expect(remedy).toMatch(/^[A-Z][ -~]+\.$/)
  })

  test('is told of all its flaws at once, in the order of the file', () => {
    const text = tiny
      .replace('tag: 2, type: Mood', 'tag: 1, type: Moood')
      .replace('number: 3', 'number: 2')
      .replace('maxBody: 1 KiB, ', '')
    expect(rulesOf(text)).toEqual(['TAG_DUPLICATE', 'TYPE_UNKNOWN', 'NUMBER_DUPLICATE', 'MAX_BODY_REQUIRED'])
  })

  test('is told of a wrong name once, however much rests on it', () => {
    expect(rulesOf(tiny.replace('  answer: {', '  reply: {'))).toEqual(['STATE_UNKNOWN'])
    expect(rulesOf(tiny.replace('  Say: {', '  Tell: {'))).toEqual(['MESSAGE_UNKNOWN'])
    expect(rulesOf(tiny.replace('  Name: {', '  Named: {'))).toEqual(['TYPE_UNKNOWN'])
  })

  test('is none where the largest message just fits', () => {
    expect(
      rulesOf(
        tiny.replace('turn: client, within: 10 s, maxBody: 16', 'turn: client, within: 10 s, maxBody: 12'),
      ),
    ).toEqual([])
  })

  test('is told of a message too large once, however many states are too small for it', () => {
    const large = 'about: Ends., fields: { why: { tag: 1, type: string, maxBytes: 2000, about: Why. } } }'
    const [failure, ...others] = failuresOf(tiny.replace('about: Ends. }', large))
    expect(others).toEqual([])
    expect(failure?.message).toBe('"Bye" can have 2003 bytes, more than "ask", "answer", "talk" allows.')
  })

  test('may say farewell at any time where both have the turn, and nowhere else', () => {
    const farewell = tiny
      .replace('Bye: done\n', 'Bye: { client: rest, server: rest }\n')
      .replace(
        '  done: {',
        '  rest: { turn: server, within: 1 s, maxBody: 1, about: Ends., says: { Bye: done } }\n  done: {',
      )
    expect(rulesOf(farewell.replace('{ Say: talk, Bye: done }', '{ Say: talk }'))).toEqual([])
    expect(
      rulesOf(farewell.replace('turn: both', 'turn: client').replace('Bye: done }', 'Bye: talk }')),
    ).toContain('STATE_NO_WAY_OUT')
  })

  test('is refused unread where it is too large', () => {
    expect(rulesOf('#'.repeat(524_289))).toEqual(['YAML_TOO_LARGE'])
    expect(rulesOf(`${tiny}#${'#'.repeat(524_287 - tiny.length)}`)).toEqual([])
  })

  test('does not exhaust the stack, and all its failures are told', () => {
    for (const nested of ['['.repeat(20_000), '- '.repeat(20_000), '{a: '.repeat(20_000)]) {
      expect(rulesOf(nested)).toEqual(['YAML_TOO_DEEP'])
    }
    expect(rulesOf('a: 1\n'.repeat(2_000))).toHaveLength(1_999)
  })

  test('does not reach a prototype', () => {
    expect(rulesOf(`${tiny}__proto__: { version: 1 }\n`)).toEqual(['KEY_UNKNOWN'])
    expect(rulesOf(tiny.replace('type: Mood', 'type: toString'))).toEqual(['TYPE_UNKNOWN'])
    expect(rulesOf(tiny.replace('{ Ask: answer }', '{ Ask: constructor }'))).toEqual(['STATE_UNKNOWN'])
    expect(({} as { readonly version?: number }).version).toBeUndefined()
  })
})

test('a failure is one line without anything that a terminal obeys', () => {
  const [failure] = failuresOf(`${tiny}"\\e[31m\\n\\u202Ered\\x9B": 1\n`, 'a\nb.yaml')
  expect(failure && formatFailure(failure)).toBe(
    `a\\u000ab.yaml:27:1 KEY_UNKNOWN There is no "\\u001b[31m\\u000a\\u202ered\\u009b" here. ${remedies.KEY_UNKNOWN}`,
  )
})

describe('any text', () => {
  const isJudged = (text: string): void => {
    const loaded = loadContract(text, 'x.yaml')
    if (E.isRight(loaded)) return
    expect(loaded.left.length).toBeGreaterThan(0)
    for (const { line, column, rule } of loaded.left) {
      expect(line).toBeGreaterThanOrEqual(1)
      expect(column).toBeGreaterThanOrEqual(1)
      expect(line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length)
      expect(remedies).toHaveProperty(rule)
    }
  }

  const lines = tiny.split('\n')
  const at = fc.nat(lines.length - 1)
  const edit = fc.oneof(
    at.map((i) => (all: readonly string[]) => all.toSpliced(i % all.length, 1)),
    at.map((i) => (all: readonly string[]) => all.toSpliced(i % all.length, 0, all[i % all.length] ?? '')),
    fc.tuple(at, at).map(([i, j]) => (all: readonly string[]) => {
      const [a, b] = [i % all.length, j % all.length]
      return all.with(a, all[b] ?? '').with(b, all[a] ?? '')
    }),
    fc
      .tuple(at, fc.nat(), fc.constantFrom(...'{}[]:,#&*!|>\'"%@`-? \t\0\u2028\ud800019aZ_.'), fc.nat(1))
      .map(([i, column, character, cut]) => (all: readonly string[]) => {
        const line = all[i % all.length] ?? ''
        const where = column % (line.length + 1)
        return all.with(i % all.length, line.slice(0, where) + character + line.slice(where + cut))
      }),
  )

  test('is a contract or has failures, each in a line of it', () => {
    fc.assert(fc.property(fc.string({ unit: codePoint, maxLength: 200 }), isJudged), { numRuns: runsOf(500) })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        isJudged(
          edits
            .reduce<readonly string[]>((all, change) => (all.length > 0 ? change(all) : all), lines)
            .join('\n'),
        )
      }),
      { numRuns: runsOf(500) },
    )
  })
})
