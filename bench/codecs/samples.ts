import type { ContractHash, PersonName, Token } from '../../protocol/base/messages.ts'
import { talk } from '../../protocol/talk/index.ts'
import type { Message } from '../../protocol/talk/messages.ts'
import { type Message as KvMessage, kv, type Label } from '../../spec/support/kv/index.ts'
import type { Fields, Work } from './codec.ts'
import { colloquy } from './colloquy.ts'

/** A message, and what Colloquy does with it. */
export interface Sample {
  readonly name: string
  /** The name in the .proto. */
  readonly fullName: string
  readonly message: Fields & { readonly type: string }
  readonly ours: Work
}

const sentence = 'The quick brown fox jumps over the lazy dog, 64 bytes, no more. '

const ofTalk = (name: string, message: Message, fullName = `colloquy.v1.${message.type}`): Sample => ({
  name,
  fullName,
  message: { ...message },
  ours: colloquy(talk, message),
})

const ofKv = (name: string, message: KvMessage): Sample => ({
  name,
  fullName: `kv.v1.${message.type}`,
  message: { ...message },
  ours: colloquy(kv, message),
})

const found = (labels: readonly Label[]): KvMessage => ({
  type: 'Found',
  entry: { key: 'users/4711/profile', value: Buffer.from(sentence), revision: 4_711, labels },
})

const labels = (textOf: (i: number) => string): readonly Label[] =>
  Array.from({ length: 16 }, (_, i) => ({ name: `label-${i}`, text: textOf(i) }))

/** The messages that are encoded and decoded. Brands are given where the values keep their rules. */
export const samples: readonly Sample[] = [
  ofTalk('Say (64 B)', { type: 'Say', text: sentence }, 'talk.v1.Say'),
  ofTalk('Say (1 KiB)', { type: 'Say', text: sentence.repeat(16) }, 'talk.v1.Say'),
  ofTalk('Granted', {
    type: 'Granted',
    name: 'Ada Lovelace' as PersonName,
    token: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE' as Token,
    expiresAtMs: 1_893_456_000_000,
    continued: true,
    received: 4_711,
  }),
  ofTalk('Denied', {
    type: 'Denied',
    reason: 'BAD_CREDENTIALS',
    detail: 'The name and the password do not belong together.',
    attemptsLeft: 2,
    retryAfterMs: 1_500,
  }),
  ofTalk('Welcome', {
    type: 'Welcome',
    version: 1,
    contract: new Uint8Array(Buffer.from(talk.tables.hash, 'hex')) as ContractHash,
    server: 'colloquy/0.1.0',
    session: 'V1StGXR8_Z5jdHi6B-myT',
    maxBody: 73_733,
    heartbeatMs: 30_000,
    protocol: 'talk',
  }),
  ofKv('Found (16 records, words)', found(labels((i) => `region-${i}`))),
  ofKv(
    'Found (16 records, sentences)',
    found(labels((i) => `What is said of it by label ${i}, in a sentence.`)),
  ),
]
