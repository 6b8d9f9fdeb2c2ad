import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { MessageForms } from '../../../src/cli/messages/message-forms.ts'
import { Reader, Writer } from '../../../src/codec/index.ts'
import type { Contract } from '../../../src/contract/index.ts'
import { filesOf, running } from '../../codegen/generated.ts'
import { colors, keyValue, numbers, rooms, shapes, work } from '../../codegen/samples.ts'
import { generatedFrom } from '../../support/generated.ts'
import { runsOf } from '../../support/soak.ts'

const contracts = { kv: keyValue, chat: rooms, jobs: work }
const forms = (contract: Contract) => new MessageForms(contract, 'client')
const kv = forms(keyValue)
const jobs = new MessageForms(work, 'client')

const read = (line: string, by = kv) => {
  const message = by.read(line)
  return E.isLeft(message) ? message.left(catalogues.en.errors) : message.right
}

describe('a message is written', () => {
  test('as its name, and its fields by their names', () => {
    expect(read('Get key=a')).toEqual({ type: 'Get', key: 'a' })
    expect(read('  Get   key="two \\"words\\""  ')).toEqual({ type: 'Get', key: 'two "words"' })
    expect(read('Get key=a=b')).toEqual({ type: 'Get', key: 'a=b' })
    expect(read('Watch prefix=a/ after=7')).toEqual({ type: 'Watch', prefix: 'a/', after: 7 })
  })

  test('as JSON, behind its name or with it', () => {
    const message = { type: 'Put', key: 'a', value: new Uint8Array([0x68, 0x69]), ttl: 5 }
    expect(read('Put {"key":"a","value":"6869","ttl":5}')).toEqual(message)
    expect(read('{"ttl":5,"type":"Put","key":"a","value":"6869"}')).toEqual(message)
    expect(read('Put key=a value=6869 ttl=5')).toEqual(message)
    expect(read('Put key=a value="hi" ttl=5')).toEqual(message)
  })

  test('without what is left out on the wire, too', () => {
    expect(read('Watch')).toEqual({ type: 'Watch', prefix: '', after: 0 })
    expect(read('Put key=a')).toEqual({ type: 'Put', key: 'a', value: new Uint8Array(0) })
    expect(read('Work slots=1', jobs)).toEqual({ type: 'Work', queues: [], slots: 1 })
  })

  test('with records, lists and unions by the parts of their paths, or as JSON', () => {
    expect(read('Work queues.1=b queues.0=a slots=2', jobs)).toEqual({
      type: 'Work',
      queues: ['a', 'b'],
      slots: 2,
    })
    expect(read('Work queues=["a", "b"] slots=2', jobs)).toEqual({
      type: 'Work',
      queues: ['a', 'b'],
      slots: 2,
    })
    expect(read('Ended outcome.exit=3', jobs)).toEqual({ type: 'Ended', outcome: { case: 'exit', value: 3 } })
    expect(read('Ended outcome=cancelled', jobs)).toEqual({ type: 'Ended', outcome: { case: 'cancelled' } })
    const json = 'Ended outcome={"case": "exit", "value": 3}'
    expect(read(json, jobs)).toEqual({ type: 'Ended', outcome: { case: 'exit', value: 3 } })
    expect(read('Output stream=STDOUT data="a"', jobs)).toMatchObject({ stream: 'STDOUT' })
  })

  test.each([
    ['Gett key=a', 'There is no message “Gett” to be said; there are: Get, Put, Delete, List, Watch.'],
    ['', 'There is no message “” to be said; there are: Get, Put, Delete, List, Watch.'],
    ['Found', 'There is no message “Found” to be said; there are: Get, Put, Delete, List, Watch.'],
    ['Get kee=a', 'Get has no field “kee”; it has: key.'],
    ['Get {"kee":"a"}', 'Get has no field “kee”; it has: key.'],
    ['Get key=a key=b', 'Get.key is given twice; leave one out.'],
    ['Get key=a key.x=b', 'Get.key.x is given twice; leave one out.'],
    ['Get key.x=b', 'Get.key is not what it must be; give text.'],
    ['Get key', '“key” is no field with a value; write name=value, and text with spaces in quotes.'],
    ['Get key = a', '“key” is no field with a value; write name=value, and text with spaces in quotes.'],
    ['Get key="a', 'The value of key does not end; close its quotes or brackets, and put a space behind.'],
    ['Get key="a"b', 'The value of key does not end; close its quotes or brackets, and put a space behind.'],
    ['Get key="\\x"', 'The value of key does not end; close its quotes or brackets, and put a space behind.'],
    ['Put key=a ttl=soon', 'Put.ttl is not what it must be; give a whole number.'],
    ['Put key=a ttl=1.5', 'Put.ttl is not what it must be; give a whole number.'],
    [
      'Put key=a value=hello',
      'Put.value is not what it must be; give bytes: pairs of hexadecimal digits, or text in quotes.',
    ],
    ['{"type":"Get"', 'That is no message in JSON; write {"type": "Name", "field": "value"}.'],
    ['Get [1]', '“[1]” is no field with a value; write name=value, and text with spaces in quotes.'],
    ['{"key":"a"}', 'There is no message “” to be said; there are: Get, Put, Delete, List, Watch.'],
    ['Get {"key":7}', 'Get.key is not what it must be; give text.'],
    ['Get __proto__=a', 'Get has no field “__proto__”; it has: key.'],
    [
      'constructor key=a',
      'There is no message “constructor” to be said; there are: Get, Put, Delete, List, Watch.',
    ],
  ])('not as %s, of which one sentence says why', (line, why) => {
    expect(read(line)).toBe(why)
  })

  test.each([
    ['Ended', 'Ended.outcome is missing; give it.'],
    ['Ended outcome=lost', 'Ended.outcome is none of its names; give one of: exit, signal, cancelled.'],
    ['Ended outcome.exit=1 outcome.signal=x', 'Ended.outcome.exit is missing; give it.'],
    ['Ended outcome={"case":"exit"}', 'Ended.outcome.exit is missing; give it.'],
    ['Output stream=STDIN data=00', 'Output.stream is none of its names; give one of: STDOUT, STDERR.'],
    [
      'Work queues.0=a queues.2=b slots=1',
      'Work.queues is not what it must be; give a list: .0, .1 and so on behind its name, or JSON.',
    ],
    [
      'Work queues=a slots=1',
      'Work.queues is not what it must be; give a list: .0, .1 and so on behind its name, or JSON.',
    ],
    ['Drain now=1', 'Drain has no fields; leave out “now”.'],
  ])('not as %s', (line, why) => {
    expect(read(line, jobs)).toBe(why)
  })
})

const negativeZero = (_: string, value: unknown): unknown => (Object.is(value, -0) ? '-0' : value)

describe.each(Object.entries({ ...contracts, numbers, shapes, colors }))(
  'every message of %s',
  (_, contract) => {
    // A contract without conversation messages is read as if it had them: the forms are those of any fields.
    const conversing = {
      ...contract,
      messages: contract.messages.map((one) => ({ ...one, conversation: true })),
    }
    const both = (['client', 'server'] as const).map((side) => new MessageForms(conversing as Contract, side))

    test('is the same again when it is read as the line and the JSON that it is shown as', async () => {
      const { MessageArbitrary } = await running(contract, filesOf(contract))
      fc.assert(
        fc.property(MessageArbitrary, (message) => {
          const by = both.find(({ names }) => names.includes(message.type))
          // What cannot be said, and what JSON cannot tell from 0.
          if (by === undefined || /"unknown"|"-0"/.test(JSON.stringify(by.json(message), negativeZero)))
            return
          expect(by.read(by.line(message))).toEqual(E.right(message))
          expect(by.read(JSON.stringify(by.json(message)))).toEqual(E.right(message))
        }),
        { numRuns: runsOf(300) },
      )
    })

    test('is written and read by the code that is evaluated as by the modules', async () => {
      const { MessageArbitrary, encode } = await running(contract, filesOf(contract))
      const { encodeBody, decodeBody, numbers } = generatedFrom(contract)
      const writer = new Writer(64)
      fc.assert(
        fc.property(MessageArbitrary, (message) => {
          writer.pos = 0
          // The arbitrary is of this contract.
          expect(encodeBody(writer, message as never)).toBe(true)
          const body = Buffer.from(writer.buffer.subarray(0, writer.pos))
          expect(body).toEqual(encode(message).body)
          expect(decodeBody(numbers[message.type] ?? 0, new Reader().reset(body))).toEqual(message)
        }),
        { numRuns: 50 },
      )
    })
  },
)

test('a message is shown as it would be typed', () => {
  const entry = {
    key: 'a b',
    value: new Uint8Array(Buffer.from('hello')),
    revision: 3,
    labels: [{ name: 'x', text: '' }],
  }
  const found = { type: 'Found', entry }
  expect(kv.line(found)).toBe(
    'Found entry.key="a b" entry.value="hello" entry.revision=3 entry.labels.0.name=x entry.labels.0.text=""',
  )
  const binary = { type: 'Put', key: '"', value: new Uint8Array([0, 255]), ifRevision: 0 }
  expect(kv.line(binary)).toBe('Put key="\\"" value=00ff ifRevision=0')
  expect(kv.json(binary)).toEqual({ type: 'Put', key: '"', value: '00ff', ifRevision: 0 })
  const changed = { type: 'Changed', revision: 1, change: { case: 'deleted', value: 'k' } }
  expect(kv.line(changed)).toBe('Changed revision=1 change.deleted=k')
})

test('names of messages, and then of their fields, complete a line', () => {
  expect(kv.completions('')).toEqual(['Get ', 'Put ', 'Delete ', 'List ', 'Watch '])
  expect(kv.completions('P')).toEqual(['Put '])
  expect(kv.completions('Put ')).toEqual(['Put key=', 'Put value=', 'Put ifRevision=', 'Put ttl='])
  expect(kv.completions('Put key=a v')).toEqual(['Put key=a value='])
  expect(kv.completions('Put key=a k')).toEqual([])
  expect(jobs.completions('Ended ')).toEqual(['Ended outcome.'])
  expect(kv.completions('Nobody ')).toEqual([])
})
