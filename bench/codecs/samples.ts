import type { ContractHash, PersonName, Token } from '../../protocol/base/messages.ts'
import { talk } from '../../protocol/talk/index.ts'
import type { Message } from '../../protocol/talk/messages.ts'

const sentence = 'The quick brown fox jumps over the lazy dog, 64 bytes, no more. '

/** What is encoded and decoded, by the name in the table. Brands are given where the values keep their rules. */
export const samples: Readonly<Record<string, Message>> = {
  'Say (64 B)': { type: 'Say', text: sentence },
  'Say (1 KiB)': { type: 'Say', text: sentence.repeat(16) },
  Granted: {
    type: 'Granted',
    name: 'Ada Lovelace' as PersonName,
    token: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE' as Token,
    expiresAtMs: 1_893_456_000_000,
    continued: true,
    received: 4_711,
  },
  Denied: {
    type: 'Denied',
    reason: 'BAD_CREDENTIALS',
    detail: 'The name and the password do not belong together.',
    attemptsLeft: 2,
    retryAfterMs: 1_500,
  },
  Welcome: {
    type: 'Welcome',
    version: 1,
    contract: new Uint8Array(Buffer.from(talk.tables.hash, 'hex')) as ContractHash,
    server: 'colloquy/0.1.0',
    session: 'V1StGXR8_Z5jdHi6B-myT',
    maxBody: 73_733,
    heartbeatMs: 30_000,
    protocol: 'talk',
  },
}
