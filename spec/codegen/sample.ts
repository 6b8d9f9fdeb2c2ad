import type { GenerateOptions } from '../../src/codegen/options.ts'
import type { Contract, Field, Message, NamedType, Scalar } from '../../src/contract/contract.ts'
import { contractOf } from './generated.ts'

export const options: GenerateOptions = {
  source: 'sample.yaml',
  command: 'sample codegen',
  imports: {
    runtime: 'sample/codec',
    types: 'sample/types',
    io: 'sample/io',
    arbitraries: 'sample/arbitraries',
    engine: 'sample/engine',
  },
}

export const named = (name: string, value: Scalar, secret = false): NamedType => ({
  name,
  ofBase: false,
  about: `What ${name} is.`,
  secret,
  distinct: false,
  value,
})

export const field = (name: string, tag: number, value: Scalar, more: Partial<Field> = {}): Field => ({
  name,
  tag,
  about: `What ${name} is.`,
  since: 1,
  optional: false,
  deprecated: null,
  secret: false,
  type: null,
  value,
  list: null,
  ...more,
})

export const message = (
  name: string,
  number: number,
  fields: readonly Field[],
  more: Partial<Message> = {},
): Message => ({
  name,
  ofBase: false,
  number,
  from: 'both',
  conversation: false,
  answer: null,
  deprecated: null,
  example: null,
  about: `What ${name} says.`,
  since: 1,
  fields,
  ...more,
})

/** Every base plain, named and optional. */
export const sample: Contract = contractOf(`
protocol: sample
version: 3
about: A sample.
types:
  Nick: { base: string, minBytes: 1, maxBytes: 8, rules: [trimmed], distinct: true, about: What Nick is. }
  Color:
    base: enum
    about: What Color is.
    values: { RED: { number: 7, about: Red. }, DEEP_BLUE: { number: 2, about: Blue. } }
  Key: { base: bytes, maxBytes: 4, secret: true, about: What Key is. }
  Flag: { base: bool, about: What Flag is. }
  Level: { base: uint64, max: 9, about: What Level is. }
messages:
  Tell:
    number: 1
    from: client
    about: What Tell says.
    fields:
      nick: { tag: 1, type: Nick, about: What nick is. }
      text: { tag: 3, type: string, maxBytes: 300, optional: true, about: What text is. }
  Every:
    number: 2
    from: both
    about: What Every says.
    fields:
      raw: { tag: 1, type: bytes, maxBytes: 40, about: What raw is. }
      key: { tag: 2, type: Key, secret: true, about: What key is. }
      shade: { tag: 3, type: Color, optional: true, about: What shade is. }
      flag: { tag: 4, type: Flag, optional: true, about: What flag is. }
      level: { tag: 5, type: Level, optional: true, about: What level is. }
      code: { tag: 2000, type: string, maxBytes: 9, pattern: '[a-z]{2,4}', optional: true, about: What code is. }
      last: { tag: 536870911, type: bytes, minBytes: 2, maxBytes: 2, optional: true, about: What last is. }
  Many:
    number: 64
    from: both
    conversation: true
    about: What Many says.
    fields:
${Array.from({ length: 70 }, (_, i) => `      bit${i}: { tag: ${i + 1}, type: bool, about: What bit${i} is. }`).join('\n')}
  Done: { number: 65, from: server, conversation: true, about: "Ends.\\n*/ export const x = 1 /*" }
states:
  talk.open: { turn: client, within: 1 s, maxBody: 512, about: Talk., says: { Tell: default, Every: talk.open } }
  default: { turn: both, within: 3 heartbeats, maxBody: 4 KiB, about: Talk., says: { Many: default, Done: end } }
  end: { turn: nobody, about: End. }
anytime:
  Done: end
`)
