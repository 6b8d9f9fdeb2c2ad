import type { GenerateOptions } from '../../src/codegen/options.ts'
import type { Contract, Field, Message, NamedType, Scalar } from '../../src/contract/contract.ts'

/** A small contract, built by hand, with every kind of field that the real one does not have. */

export const options: GenerateOptions = {
  source: 'sample.yaml',
  command: 'sample codegen',
  imports: {
    runtime: 'sample/codec',
    types: 'sample/types',
    io: 'sample/io',
    arbitraries: 'sample/arbitraries',
  },
}

export const named = (name: string, scalar: Scalar, secret = false): NamedType => ({
  name,
  about: `What ${name} is.`,
  secret,
  scalar,
})

export const field = (name: string, tag: number, scalar: Scalar, more: Partial<Field> = {}): Field => ({
  name,
  tag,
  about: `What ${name} is.`,
  since: 1,
  optional: false,
  secret: false,
  type: null,
  scalar,
  ...more,
})

export const message = (
  name: string,
  number: number,
  fields: readonly Field[],
  more: Partial<Message> = {},
): Message => ({
  name,
  number,
  from: 'both',
  conversation: false,
  about: `What ${name} says.`,
  since: 1,
  fields,
  ...more,
})

const nick: Scalar = { base: 'string', minBytes: 1, maxBytes: 8, rules: ['trimmed'], pattern: null }
const color: Scalar = {
  base: 'enum',
  open: false,
  values: [
    { name: 'RED', number: 7, about: 'Red.' },
    { name: 'DEEP_BLUE', number: 2, about: 'Blue.' },
  ],
}
const free: Scalar = { base: 'string', minBytes: 0, maxBytes: 300, rules: [], pattern: null }
const bool: Scalar = { base: 'bool' }

/** Fields named after words of the language, and every base plain, named and optional. */
export const sample: Contract = {
  protocol: 'sample',
  version: 3,
  about: 'A sample.',
  types: [
    named('Nick', nick),
    named('Color', color),
    named('Key', { base: 'bytes', minBytes: 0, maxBytes: 4 }, true),
    named('Flag', bool),
    named('Level', { base: 'uint64', min: 0, max: 9 }),
  ],
  messages: [
    message(
      'Tell',
      1,
      [field('nick', 1, nick, { type: 'Nick' }), field('text', 3, free, { optional: true })],
      {
        from: 'client',
      },
    ),
    message('Every', 2, [
      field('default', 1, { base: 'bytes', minBytes: 0, maxBytes: 40 }),
      field('key', 2, { base: 'bytes', minBytes: 0, maxBytes: 4 }, { type: 'Key', secret: true }),
      field('class', 3, color, { type: 'Color', optional: true }),
      field('flag', 4, bool, { type: 'Flag', optional: true }),
      field('level', 5, { base: 'uint64', min: 0, max: 9 }, { type: 'Level', optional: true }),
      field(
        'code',
        2000,
        { base: 'string', minBytes: 0, maxBytes: 9, rules: [], pattern: '[a-z]{2,4}' },
        { optional: true },
      ),
      field('last', 0x1fffffff, { base: 'bytes', minBytes: 2, maxBytes: 2 }, { optional: true }),
    ]),
    message(
      'Many',
      64,
      Array.from({ length: 70 }, (_, i) => field(`bit${i}`, i + 1, bool)),
      { conversation: true },
    ),
    message('Done', 65, [], { conversation: true, from: 'server', about: 'Ends.\n*/ export const x = 1 /*' }),
  ],
  states: [
    {
      name: 'talk.open',
      turn: 'client',
      about: 'Talk.',
      within: { ms: 1000 },
      maxBody: 512,
      inFlight: false,
      says: new Map([
        ['Tell', 'default'],
        ['Every', 'talk.open'],
      ]),
    },
    {
      name: 'default',
      turn: 'both',
      about: 'Talk.',
      within: { heartbeats: 3 },
      maxBody: 4096,
      inFlight: false,
      says: new Map([
        ['Many', 'default'],
        ['Done', 'end'],
      ]),
    },
    {
      name: 'end',
      turn: 'nobody',
      about: 'End.',
      within: null,
      maxBody: 0,
      inFlight: false,
      says: new Map(),
    },
  ],
  anytime: [{ message: 'Done', next: { client: 'end', server: 'end' } }],
}
