import { expect, test } from '@jest/globals'
import { namesOf } from '../../src/codegen/index.ts'
import { colloquyBases } from '../contract/files.ts'
import { contractOf } from './generated.ts'

/** A contract of this name whose messages are called so. */
const named = (protocol: string, ...messages: readonly string[]) =>
  contractOf(
    [
      `protocol: ${protocol}`,
      'base: colloquy@1',
      'version: 1',
      'about: Names.',
      'messages:',
      ...messages.map((name, at) => `  ${name}: { number: ${64 + at}, from: client, about: One. }`),
    ].join('\n'),
    colloquyBases,
  )

test('no name that is generated for a protocol is that of one of its messages', () => {
  expect(namesOf(named('key-value', 'Get'))).toEqual({ value: 'keyValue', type: 'KeyValue' })
  expect(namesOf(named('class', 'Get'))).toEqual({ value: 'classContract', type: 'Class' })
  for (const name of ['Kv', 'KvClient', 'KvServerHandlers'])
    expect(namesOf(named('kv', name)).type).toBe('KvMessages')
  expect(namesOf(named('kv', 'Kv', 'KvMessages')).type).toBe('KvMessagesMessages')
  expect(namesOf(named('kv', 'KvServer', 'KvMessagesClientHandlers')).type).toBe('KvMessagesMessages')
})
