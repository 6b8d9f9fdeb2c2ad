import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { contract as tables } from '../../protocol/talk/contract.ts'
import { MessageJson } from '../../protocol/talk/io.ts'
import {
  type Capture,
  type CaptureEntry,
  captureBounds,
  captureText,
  readCapture,
} from '../../src/capture/index.ts'
import { codePoint } from '../../src/codec/arbitraries.ts'
import { contract } from '../support/contract.ts'
import { record } from '../support/recording.ts'
import { World } from '../support/world.ts'
import { breachesIn } from './conduct.ts'
import { recordConversation } from './recorded.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const recorded = at('docs/recordings/conversation.jsonl')
const hostile = at('spec/fixtures/hostile.jsonl')

const read = (text: string): Capture => {
  const capture = readCapture(text)
  if (E.isLeft(capture)) throw new Error(JSON.stringify(capture.left))
  return capture.right
}

const opening = '{"capture":1,"protocol":"talk","version":1,"contract":"f3ae5271f5ada67f"}'
const say = '{"at":3,"side":"client","does":"says","message":{"type":"Say","text":"x"},"id":1,"re":0}'

describe('the recorded conversation', () => {
  test('is what the same conversation gives again; COLLOQUY_RECORD=1 writes it', async () => {
    const text = await recordConversation()
    if (process.env.COLLOQUY_RECORD === '1') writeFileSync(recorded, text)
    expect(text).toBe(readFileSync(recorded, 'utf8'))
  })

  test('is one of this contract, holds no secret, and every message of it is one', () => {
    const text = readFileSync(recorded, 'utf8')
    const { protocol, version, contract: hash, incidents } = read(text)
    expect([protocol, version, hash]).toEqual([tables.protocol, tables.version, tables.hash])
    expect(text).not.toMatch(/made up for this|made-up/)
    const secrets = incidents.flatMap((one) =>
      !('message' in one)
        ? []
        : [one.message.password, one.message.token].filter((value) => value !== undefined),
    )
    expect(secrets).toEqual(['***', '***', '***', '***'])
    for (const one of incidents) {
      if (!('message' in one) || Object.values(one.message).includes('***')) continue
      expect(E.isRight(MessageJson.decode(one.message))).toBe(true)
    }
  })

  test('keeps the contract, and no other of its order does', () => {
    const { incidents } = read(readFileSync(recorded, 'utf8'))
    expect(breachesIn(incidents)).toEqual([])
    expect(breachesIn(incidents.slice(1))).toContain('the client hears Welcome in connect.hello')
    expect(breachesIn([...incidents, ...incidents])).toContain('the client says Hello in close.done')
  })

  test('has everything that was said heard later at the other side', () => {
    const { incidents } = read(readFileSync(recorded, 'utf8'))
    for (const side of ['client', 'server'] as const) {
      const of = (does: string, whose: boolean) =>
        incidents.flatMap((one) =>
          one.does === does && (one.side === side) === whose && 'message' in one ? [one.message] : [],
        )
      expect(of('hears', false)).toEqual(of('says', true))
      expect(of('says', true).map(({ type }) => type)).toContain('Say')
    }
    expect(incidents.some((one) => one.does === 'says' && one.message.type === 'Ack')).toBe(true)
    expect(incidents.some((one) => one.does === 'says' && one.message.type === 'Ping')).toBe(true)
    expect(incidents.some((one) => one.does === 'says' && one.message.type === 'Logout')).toBe(true)
  })
})

test.each([
  ['cut', ['cut', 'deadline', 'deadline']],
  ['reset', ['lost']],
] as const)('a %s is recorded at both ends, and what follows from it', async (how, expected) => {
  const world = new World()
  const recording = record(world.clock)
  const { caller, link } = world.pair({}, {}, {}, recording.tap)
  await world.pass(100)
  link()[how]()
  await world.pass(200_000)
  await caller.over
  recording.stop()
  const { incidents } = read(recording.texts()[0] ?? '')
  for (const side of ['client', 'server'])
    expect(
      incidents.flatMap((one) => (one.does === 'meets' && one.side === side ? [one.event] : [])),
    ).toEqual(expected)
})

test('texts that would write over a page or a terminal are kept as they are', () => {
  const text = readFileSync(hostile, 'utf8')
  const said = read(text).incidents.flatMap((one) =>
    'message' in one ? [String(one.message.text ?? '')] : [],
  )
  for (const part of [
    '<img src=x onerror=',
    '</script>',
    '\u001b]0;',
    '\u202e',
    '\u2066',
    '\u2028',
    '\u2029',
    '\u0000',
  ])
    expect(said.some((one) => one.includes(part))).toBe(true)
  expect(read(captureText(contract, tables.hash, read(text).incidents))).toEqual(read(text))
})

test('whatever happens, what is written is read again as the same', () => {
  const side = fc.constantFrom('client' as const, 'server' as const)
  const whole = fc.nat(4_294_967_295)
  const incident: fc.Arbitrary<CaptureEntry> = fc.oneof(
    fc.record({
      at: fc.nat(),
      side,
      does: fc.constantFrom('says' as const, 'hears' as const),
      message: fc.oneof(
        fc.record({ type: fc.constant('Say'), text: fc.string({ unit: codePoint }) }),
        fc.record({ type: fc.constant('Ready') }),
        fc.record({ type: fc.constant('Ping'), nonce: whole }),
        fc.record({ type: fc.constant('Logout'), everywhere: fc.boolean() }),
      ),
      id: whole,
      re: whole,
    }),
    fc.record({
      at: fc.nat(),
      side,
      does: fc.constant('meets' as const),
      event: fc.constantFrom('lost' as const, 'deadline' as const, 'cut' as const),
    }),
  )
  fc.assert(
    fc.property(fc.array(incident), (incidents) => {
      const text = captureText(contract, tables.hash, incidents)
      expect(text.split('\n')).toHaveLength(incidents.length + 2)
      expect(read(text).incidents).toEqual(incidents)
    }),
  )
})

test('a secret is written as ***, and of an unknown message nothing but its type', () => {
  const login = { type: 'Login', name: 'anna', password: 'canary of anna' }
  const unknown = { type: 'Whisper', text: 'canary of nobody' }
  const says = (message: typeof login | typeof unknown): CaptureEntry => ({
    at: 0,
    side: 'client',
    does: 'says',
    message,
    id: 0,
    re: 0,
  })
  const text = captureText(contract, tables.hash, [says(login), says(unknown)])
  expect(text).not.toContain('canary')
  expect(read(text).incidents).toMatchObject([
    { message: { type: 'Login', name: 'anna', password: '***' } },
    { message: { type: 'Whisper' } },
  ])
})

test.each([
  ['', 'NOT_JSON', 1],
  ['[', 'NOT_JSON', 1],
  ['null', 'NO_CAPTURE', 1],
  [say, 'NO_CAPTURE', 1],
  [opening.replace('"capture":1', '"capture":2'), 'NEWER', 1],
  [opening.replace('f3ae', 'F3AE'), 'NO_CAPTURE', 1],
  [opening.replace('}', ',"more":1}'), 'NO_CAPTURE', 1],
  [`${opening}\n${say}\n\n${say}`, 'NOT_JSON', 3],
  [`${opening}\n${say.replace('"at":3', '"at":-3')}`, 'NO_INCIDENT', 2],
  [`${opening}\n${say.replace('client', 'nobody')}`, 'NO_INCIDENT', 2],
  [`${opening}\n${say.replace('"id":1', '"id":4294967296')}`, 'NO_INCIDENT', 2],
  [`${opening}\n${say.replace('"text":"x"', '"text":[null,"canary"]')}`, 'NO_INCIDENT', 2],
  [`${opening}\n${say.replace('"text"', '"__proto__"')}`, 'NO_INCIDENT', 2],
  [`${opening}\n${say.replace('"type":"Say",', '')}`, 'NO_INCIDENT', 2],
  [`${opening}\n${say.replace('"re":0', '"re":0,"event":"lost"')}`, 'NO_INCIDENT', 2],
  [`${opening}\n{"at":0,"side":"client","does":"meets","event":"canary"}`, 'NO_INCIDENT', 2],
  [`${opening}\n`.repeat(captureBounds.lines + 1), 'TOO_LARGE', captureBounds.lines + 1],
  [`${opening}\n${'['.repeat(captureBounds.line + 1)}`, 'TOO_LARGE', 2],
])('what is no capture is refused with its line and a remedy, and not repeated: %#', (text, code, line) => {
  const capture = readCapture(text)
  if (E.isRight(capture)) throw new Error('it was taken')
  expect([capture.left.code, capture.left.line]).toEqual([code, line])
  expect(capture.left.remedy.length).toBeGreaterThan(20)
  expect(JSON.stringify(capture.left)).not.toContain('canary')
})
