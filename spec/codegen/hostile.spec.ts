import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { generate } from '../../src/codegen/generate.ts'
import { docComment, literal, mark, prose } from '../../src/codegen/source.ts'
import type { Contract, Scalar } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/index.ts'
import { ts } from '../support/typescript.ts'
import { field, message, named, options, sample } from './sample.ts'

const hash = new Uint8Array(8)

type Written = Readonly<Record<string, unknown>>

const about = 'A.'
const from = 'client'

/** Whether a contract of one message loads with something more in it. */
const loads = (more: {
  readonly protocol?: string
  readonly messages?: Written
  readonly fields?: Written
  readonly types?: Written
  readonly states?: Written
  readonly message?: Written
  readonly contract?: Written
}): boolean =>
  E.isRight(
    loadContract(
      JSON.stringify({
        protocol: more.protocol ?? 'odd',
        version: 1,
        about,
        types: { Nick: { base: 'bool', about }, ...more.types },
        messages: {
          Tell: {
            number: 1,
            from,
            about,
            fields: { nick: { tag: 9, type: 'Nick', about }, ...more.fields },
            ...more.message,
          },
          ...more.messages,
        },
        states: {
          open: { turn: from, within: '1 s', maxBody: 1024, about, says: { Tell: 'done' } },
          done: { turn: 'nobody', about },
          ...more.states,
        },
        anytime: Object.fromEntries(Object.keys(more.messages ?? {}).map((name) => [name, 'done'])),
        ...more.contract,
      }),
      'odd.yaml',
    ),
  )

const withMessage = (name: string, more: Written = {}): boolean =>
  loads({ messages: { [name]: { number: 2, from, about, ...more } } })
const withField = (name: string, tag: unknown = 1): boolean =>
  loads({ fields: { [name]: { tag, type: 'bool', about } } })
const withType = (name: string, type: Written = { base: 'bool' }): boolean =>
  loads({ types: { [name]: { ...type, about } } })
const withState = (name: string): boolean =>
  loads({
    states: {
      open: { turn: from, within: '1 s', maxBody: 1024, about, says: { Tell: name } },
      [name]: { turn: 'nobody', about },
    },
    messages: { Bye: { number: 2, from, about } },
  })
const withValue = (name: string, number: unknown = 1): boolean =>
  withType('Odd', { base: 'enum', values: { [name]: { number, about } } })

const hostile = [
  "A'",
  'A"',
  'A`',
  'A\x24{1}',
  'A*/',
  'A\n',
  'A\u2028',
  'A B',
  'A;',
  'A.b',
  'Ä',
  '',
  '__proto__',
  'A{',
  '//A',
  'A\\',
]

describe('a contract whose names could become code does not load', () => {
  test('but one with harmless names does', () => {
    expect([withMessage('A'), withType('A'), withField('a'), withState('a'), withValue('A')]).toEqual(
      Array(5).fill(true),
    )
    expect(loads({ protocol: 'a' })).toBe(true)
  })

  test.each(hostile)('%j', (name) => {
    expect(withMessage(name)).toBe(false)
    expect(withType(name)).toBe(false)
    expect(withField(name.toLowerCase())).toBe(false)
    expect(withState(name.toLowerCase().replace('.', '..'))).toBe(false)
    expect(withValue(name.replace('.', ';'))).toBe(false)
    expect(loads({ protocol: name })).toBe(false)
  })

  test.each([
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'type',
    '__proto__',
    '__defineGetter__',
  ])('a field %s', (name) => expect(withField(name)).toBe(false))

  test.each([
    'Message',
    'Uint8Array',
    'Reader',
    'Object',
    'TellJson',
    'TellWire',
    'ColorNumber',
    'TELL',
    'Nick',
  ])('a message %s, which means something already', (name) => expect(withMessage(name)).toBe(false))

  test.each([0, -1, 1.5, 0x20000000, 19000, '1; x', null])('a tag %j', (tag) =>
    expect(withField('odd', tag)).toBe(false),
  )

  test.each([
    { tags: [0] },
    { tags: [19000] },
    { tags: [4, 4] },
    { tags: [9] },
    { names: ['a"; option x = "'] },
    { names: ['old', 'old'] },
    { names: ['nick'] },
  ])('reserved %j', (reserved) => expect(loads({ message: { reserved } })).toBe(false))

  test.each([{ numbers: [65536] }, { names: ['Old\nimport "x";'] }])('reserved in all %j', (reserved) =>
    expect(loads({ contract: { reserved } })).toBe(false),
  )

  test.each([{ numbers: ['1; x'] }, { names: ['A"; x'] }])('reserved in an enum %j', (reserved) =>
    expect(withType('Odd', { base: 'enum', values: { A: { number: 1, about } }, reserved })).toBe(false),
  )

  test.each([0, -1, 0x80000000, 1.5, '1; x'])('a number %j of an enum', (number) =>
    expect(withValue('ODD', number)).toBe(false),
  )

  test('numbers and flags that are something else', () => {
    const code = '0; process.exit()'
    expect(withType('Odd', { base: 'string', maxBytes: code })).toBe(false)
    expect(withType('Odd', { base: 'uint32', min: code, max: 1 })).toBe(false)
    expect(withType('Odd', { base: 'bool', secret: code })).toBe(false)
    expect(withMessage('Odd', { conversation: code })).toBe(false)
    expect(withMessage('Odd', { since: code })).toBe(false)
    expect(loads({ message: { from: code } })).toBe(false)
    expect(loads({ contract: { version: code } })).toBe(false)
    expect(loads({ states: { done: { turn: 'nobody', about, maxBody: code } } })).toBe(false)
  })
})

describe('what a contract says in words stays words', () => {
  const words = '*/ process.exit() /* \' " ` \x24{process.exit()} \n// \u2028 \u202e \\ </script> {@link x}'

  test('in comments of every file', () => {
    const contract: Contract = {
      ...sample,
      about: words,
      types: sample.types.map((type) => ({
        ...type,
        about: words,
        value:
          type.value.base === 'enum'
            ? { ...type.value, values: type.value.values.map((value) => ({ ...value, about: words })) }
            : type.value,
      })),
      messages: sample.messages.map((m) => ({
        ...m,
        about: words,
        fields: m.fields.map((f) => ({ ...f, about: words })),
      })),
      states: sample.states.map((state) => ({ ...state, about: words })),
    }
    const plain = generate(sample, hash, options)
    for (const [file, text] of generate(contract, hash, options)) {
      if (!file.endsWith('.ts')) continue
      const bare = (source: string): string =>
        ts.transpileModule(source, {
          compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2022 },
        }).outputText
      expect(bare(text)).toBe(bare(plain.get(file) ?? ''))
    }
    for (const line of (generate(contract, hash, options).get('sample/v3/sample.proto') ?? '').split('\n')) {
      if (line.includes('process')) expect(line).toMatch(/^ *\/\/ /)
    }
  })

  test('in literals', () => {
    for (const text of [words, "'", '\\', "\\'", '"', '\r\n', '\0', '__proto__']) {
      // The literal is evaluated on purpose: it must be the text and nothing else.
      expect(new Function(`return ${literal(text)}`)()).toBe(text)
      expect(literal(text)).toMatch(/^'[\x20-\x7e\u0080-\u2027\u202a-\uffff]*'$/)
    }
  })

  test('a pattern is a string and never an expression', () => {
    const pattern = "[a-z]+/;process.exit()//'"
    const odd: Scalar = { base: 'string', minBytes: 1, maxBytes: 9, rules: [], pattern }
    const contract: Contract = { ...sample, types: [...sample.types, named('Odd', odd)] }
    const using = message('Using', 99, [field('odd', 1, odd, { type: 'Odd' })])
    const files = generate({ ...contract, messages: [...contract.messages, using] }, hash, options)
    expect(files.get('codec.ts')).toContain("pattern: wholly('[a-z]+/;process.exit()//\\'')")
  })

  test('comments are one paragraph, folded', () => {
    expect(docComment('Short.', '  ')).toEqual(['  /** Short. */'])
    const folded = docComment('word '.repeat(40))
    expect(folded.length).toBeGreaterThan(3)
    for (const line of folded) expect(line.length).toBeLessThanOrEqual(110)
    expect(prose('a\n\n b\u2028c')).toBe('a b c')
    expect(mark({ ...options, source: 'a\nb' })).toBe('Generated from a b by sample codegen. Do not edit.')
  })
})
