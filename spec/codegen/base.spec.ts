import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { librariesFor } from '../codec/libraries.ts'
import { base as baseText } from '../contract/files.ts'
import { runsOf } from '../support/soak.ts'
import { contractOf, filesOf, running } from './generated.ts'
import { talkOnBase as talk } from './samples.ts'

const base = contractOf(baseText)
const files = filesOf(talk)
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('the base', () => {
  test('is colloquy@1: control messages that leave 26 to 63 free, and a conversation of both', () => {
    expect([base.protocol, base.version, base.base]).toEqual(['colloquy', 1, null])
    expect(base.messages.map(({ number }) => number)).toEqual([...Array(25).keys()].map((n) => n + 1))
  })

  test('takes later codes and reasons', () => {
    const open = base.types.flatMap(({ name, value }) => (value.base === 'enum' && value.open ? [name] : []))
    expect(open.sort()).toEqual(['AbortReason', 'ByeReason', 'DenialReason', 'FaultCode', 'SessionsResult'])
    expect(base.types.filter(({ value }) => value.base === 'enum')).toHaveLength(5)
  })
})

describe('talk', () => {
  test('says Say in converse, and lets what is on its way arrive', () => {
    const limits = talk.states.map(({ name, maxBody }) => [name, maxBody])
    expect(limits.slice(-4)).toEqual([
      ['converse', 65_540 + 8_193],
      ['close.client', 65_540 + 8_193],
      ['close.server', 65_540 + 8_193],
      ['close.done', 0],
    ])
    expect(talk.states.find(({ name }) => name === 'converse')?.says).toEqual(
      new Map([
        ...[
          'Ping',
          'Pong',
          'Ack',
          'Cancel',
          'More',
          'Aborted',
          'ListSessions',
          'SessionInfo',
          'RevokeSession',
          'SessionsAnswered',
        ].map((name) => [name, 'converse'] as const),
        ['Logout', 'close.client'],
        ['Say', 'converse'],
      ]),
    )
  })

  test.each([
    ['08 01', { type: 'Cancel', id: 1 }],
    ['08 ff ff ff ff 0f 10 40', { type: 'More', id: 4_294_967_295, messages: 64 }],
    ['08 07 10 01', { type: 'Aborted', id: 7, reason: 'OVERLOADED' }],
    ['08 07 10 09', { type: 'Aborted', id: 7, reason: 'UNKNOWN_9' }],
    ['', { type: 'ListSessions' }],
    [
      '0a 02 73 31 10 01 18 80 01 22 03 3a 3a 31 28 01',
      { type: 'SessionInfo', id: 's1', beganAtMs: 1, usedAtMs: 128, address: '::1', current: true },
    ],
    ['0a 02 73 31', { type: 'RevokeSession', id: 's1' }],
    ['08 03', { type: 'SessionsAnswered', result: 'UNAVAILABLE' }],
    ['08 0a', { type: 'SessionsAnswered', result: 'UNKNOWN_10' }],
    ['08 63', { type: 'Fault', code: 'UNKNOWN_99', detail: '', retryAfterMs: 0, offending: 0 }],
    [
      `08 02 10 03 2a 02 6b 76 32 20 ${'a5'.repeat(32)}`,
      { type: 'Hello', minVersion: 2, maxVersion: 3, protocol: 'kv', nonce: new Uint8Array(32).fill(0xa5) },
    ],
    ['0a 02 68 69', { type: 'Say', text: 'hi' }],
  ])('%s is %j', async (body, message) => {
    const { encode, decode } = await running(talk, files)
    expect(encode(message)).toEqual({ body: hex(body), fault: null })
    expect(decode(message.type, hex(body))).toEqual({ message, fault: null })
  })

  test.each([
    ['Hello', '08 02 10 03', 'MISSING_FIELD', 'Hello.protocol'],
    ['Hello', '08 02 10 03 2a 00', 'OUT_OF_RANGE', 'Hello.protocol'],
    ['Hello', '08 02 10 03 2a 03 6b 20 76', 'NO_MATCH', 'Hello.protocol'],
    ['Cancel', '', 'MISSING_FIELD', 'Cancel.id'],
    ['Cancel', '08 00', 'OUT_OF_RANGE', 'Cancel.id'],
    ['More', '08 01 10 00', 'OUT_OF_RANGE', 'More.messages'],
    ['Aborted', '08 01', 'MISSING_FIELD', 'Aborted.reason'],
    ['SessionInfo', '', 'MISSING_FIELD', 'SessionInfo.id'],
    ['RevokeSession', '0a 00', 'OUT_OF_RANGE', 'RevokeSession.id'],
    ['SessionsAnswered', '', 'MISSING_FIELD', 'SessionsAnswered.result'],
  ])('%s %s is %s at %s', async (type, body, reason, path) => {
    const { decode } = await running(talk, files)
    expect(decode(type, hex(body))).toEqual({ message: null, fault: { code: 'MALFORMED', reason, path } })
  })

  test('has the bodies that other libraries read and write', async () => {
    const { encode, decode, json, MessageArbitrary } = await running(talk, files)
    const protos = ['base/colloquy/v1/colloquy.proto', 'talk/v1/talk.proto'].map(
      (file) => files.get(file) ?? '',
    )
    const [ofBase, own] = protos.map(librariesFor)
    for (const index of [0, 1] as const) {
      fc.assert(
        fc.property(MessageArbitrary, (said) => {
          const library = (said.type === 'Say' ? own : ofBase)?.[index]
          const { body } = encode(said)
          if (body === null || library === undefined) throw new Error(said.type)
          // What a library has read it writes as it was: it holds all that was said.
          expect(decode(said.type, library.encode(said.type, library.decode(said.type, body)))).toEqual({
            message: said,
            fault: null,
          })
          expect(json.decode(JSON.parse(JSON.stringify(json.encode(said))))).toEqual(E.right(said))
        }),
        { numRuns: runsOf(400) },
      )
    }
  })
})
