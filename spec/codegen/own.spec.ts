import { describe, expect, test } from '@jest/globals'
import { expectAgreement, expectJudgement } from './differential.ts'
import { blockOf, contractOf, filesOf, running } from './generated.ts'
import { keyValue, rooms, work } from './samples.ts'

describe.each([
  ['kv', keyValue],
  ['chat', rooms],
  ['jobs', work],
])('the codec of %s', (_, contract) => {
  const files = filesOf(contract)

  test('agrees with other libraries', async () => {
    expectAgreement(contract, files, await running(contract, files), 60)
  })

  test('judges any bytes', async () => {
    expectJudgement(contract, await running(contract, files), 300)
  })
})

describe('of a message with an answer, an example, or one that is deprecated', () => {
  const contract = contractOf(`
protocol: old
version: 2
about: Old.
messages:
  Ask:
    number: 64
    from: client
    about: Asks.
    deprecated: Use Look.
    answer: [Yes, No]
    example: { text: "a */ b" }
    fields: { text: { tag: 1, type: string, maxBytes: 9, deprecated: Say less., about: What. } }
  Look: { number: 65, from: client, about: Looks., answer: { each: [Yes], end: [No], window: 8 } }
  Yes: { number: 66, from: server, about: Agrees. }
  No: { number: 67, from: server, about: Does not. }
states:
  converse: { turn: both, within: 1 s, about: Talk., says: { No: done } }
  done: { turn: nobody, about: Done. }
`)
  const files = filesOf(contract)

  test('the doc comment says so', () => {
    expect(blockOf(files, 'messages.ts', '/**')).toBe(
      [
        '/**',
        ' * Asks. Client to server, number 64, a conversation message, since version 1. Answered by Yes or No.',
        ' * @deprecated Use Look.',
        ' * @example {"type":"Ask","text":"a * / b"}',
        ' */',
        'export interface Ask {',
        "  readonly type: 'Ask'",
        '  /**',
        '   * What. At most 9 bytes.',
        '   * @deprecated Say less.',
        '   */',
        '  readonly text: string',
        '}',
      ].join('\n'),
    )
    expect(files.get('messages.ts')?.replace(/\n \* /g, ' ')).toContain(
      'Answered by any number of Yes, then No.',
    )
  })

  test('the .proto and the tables have it', () => {
    expect(blockOf(files, 'old/v2/old.proto', 'message Ask')).toBe(
      [
        'message Ask {',
        '  option deprecated = true;',
        '  // What. At most 9 bytes.',
        '  string text = 1 [deprecated = true];',
        '}',
      ].join('\n'),
    )
    const facts =
      "number: 65, from: 'client', conversation: true, answer: { each: ['Yes'], end: ['No'], window: 8 }"
    expect(files.get('contract.ts')).toContain(`    { name: 'Look', ${facts} },\n`)
    expect(files.get('contract.ts')).toContain(
      "    { name: 'Yes', number: 66, from: 'server', conversation: true },\n",
    )
  })
})
