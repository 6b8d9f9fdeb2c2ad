import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { generate } from '../../src/codegen/generate.ts'
import { docComment, literal, mark, prose } from '../../src/codegen/source.ts'
import type { Contract, Scalar } from '../../src/contract/contract.ts'
import { field, message, named, options, sample } from './sample.ts'

const hash = new Uint8Array(8)
const bool: Scalar = { base: 'bool' }

const withMessage = (name: string): Contract => ({
  ...sample,
  messages: [...sample.messages, message(name, 99, [])],
})
const withField = (name: string, tag = 1): Contract => ({
  ...sample,
  messages: [...sample.messages, message('Odd', 99, [field(name, tag, bool)])],
})
const withType = (name: string, scalar: Scalar = bool): Contract => ({
  ...sample,
  types: [...sample.types, named(name, scalar)],
})
const withState = (name: string): Contract => ({
  ...sample,
  states: [
    ...sample.states,
    { name, turn: 'nobody', about: 'End.', within: null, maxBody: 0, inFlight: false, says: new Map() },
  ],
})
const withValue = (name: string, number = 1): Contract =>
  withType('Odd', { base: 'enum', open: false, values: [{ name, number, about: 'A.' }] })

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

describe('a contract whose names could become code is refused', () => {
  test.each(hostile)('%j', (name) => {
    expect(() => generate(withMessage(name), hash, options)).toThrow('is no name')
    expect(() => generate(withType(name), hash, options)).toThrow('is no name')
    expect(() => generate(withField(name.toLowerCase()), hash, options)).toThrow('is no name')
    expect(() => generate(withState(name.toLowerCase().replace('.', '..')), hash, options)).toThrow(
      'is no name',
    )
    expect(() => generate(withValue(name.replace('.', ';')), hash, options)).toThrow('is no name')
    expect(() => generate({ ...sample, protocol: name }, hash, options)).toThrow('is no name')
  })

  test.each([
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'type',
    '__proto__',
    '__defineGetter__',
  ])('a field %s', (name) => expect(() => generate(withField(name), hash, options)).toThrow('is no name'))

  test.each([
    'Message',
    'Uint8Array',
    'Reader',
    'Object',
    'TellJson',
    'TellWire',
    'ColorNumber',
    'Tell',
    'Nick',
  ])('a message %s, which means something already', (name) =>
    expect(() => generate(withMessage(name), hash, options)).toThrow('is no name'),
  )

  test.each([0, -1, 1.5, 0x20000000, 19000, Number.NaN])('a tag %d', (tag) =>
    expect(() => generate(withField('odd', tag), hash, options)).toThrow('is no name'),
  )

  test.each([
    { tags: [0], names: [] },
    { tags: [19000], names: [] },
    { tags: [4, 4], names: [] },
    { tags: [1], names: [] },
    { tags: [], names: ['a"; option x = "'] },
    { tags: [], names: ['old', 'old'] },
    { tags: [], names: ['odd'] },
  ])('reserved %j', (reserved) => {
    const odd = message('Odd', 99, [field('odd', 1, bool)], { reserved })
    expect(() => generate({ ...sample, messages: [...sample.messages, odd] }, hash, options)).toThrow(
      'is no name',
    )
  })

  test.each([
    { numbers: [65536], names: [] },
    { numbers: [], names: ['Old\nimport "x";'] },
  ])('reserved in all %j', (reserved) =>
    expect(() => generate({ ...sample, reserved }, hash, options)).toThrow('is no name'),
  )

  test.each([0, -1, 0x80000000, 1.5])('a number %d of an enum', (number) =>
    expect(() => generate(withValue('ODD', number), hash, options)).toThrow('is no name'),
  )

  test('numbers and flags that are something else', () => {
    const code = '0; process.exit()' as unknown as number
    const string: Scalar = { base: 'string', minBytes: 0, maxBytes: code, rules: [], pattern: null }
    expect(() => generate(withType('Odd', string), hash, options)).toThrow('not what its type says')
    expect(() => generate(withType('Odd', { base: 'uint32', min: code, max: 1 }), hash, options)).toThrow()
    const odd = message('Odd', 99, [], { conversation: 'x' as unknown as boolean })
    expect(() => generate({ ...sample, messages: [...sample.messages, odd] }, hash, options)).toThrow()
    const [first, ...others] = sample.states
    if (first === undefined) throw new Error()
    expect(() =>
      generate({ ...sample, states: [{ ...first, maxBody: code }, ...others] }, hash, options),
    ).toThrow()
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
        scalar:
          type.scalar.base === 'enum'
            ? { ...type.scalar, values: type.scalar.values.map((value) => ({ ...value, about: words })) }
            : type.scalar,
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
    const contract = withType('Odd', odd)
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
