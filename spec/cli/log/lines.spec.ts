import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { sentenceOf } from '../../../src/cli/i18n/events.ts'
import { jsonLine, plainLine } from '../../../src/cli/log/line.ts'
import { isColoured } from '../../../src/cli/terminal/colours.ts'
import type { ServerEvent } from '../../../src/index.ts'
import { hostileCharacters, hostileText } from '../refusal.ts'
import { anyEvent, serverSamples } from './events.ts'

const nowMs = Date.UTC(2026, 1, 3, 4, 5, 6, 7)
const msgOf = (event: ServerEvent, lang: 'en' | 'ru' = 'en'): string =>
  sentenceOf(catalogues[lang].events.server, event)
const jsonOf = (event: ServerEvent): string => jsonLine(nowMs, event, msgOf(event))
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what colours are made of
const coloured = /^\u001b\[2m(.{8})\u001b\[22m \u001b\[(3[123]|90)m(.*\n)$/
const oneLine = /^[^\n]+\n$/

describe('whatever comes from outside', () => {
  test('a JSON line is one printable line, and parses to the very text', () => {
    fc.assert(
      fc.property(anyEvent, fc.constantFrom('en' as const, 'ru' as const), (event, lang) => {
        const msg = msgOf(event, lang)
        const line = jsonLine(nowMs, event, msg)
        expect(line).toMatch(oneLine)
        expect(line).not.toMatch(hostileCharacters)
        expect(line.isWellFormed()).toBe(true)
        const parsed: unknown = JSON.parse(line)
        const remote =
          'remote' in event ? { remote: expect.stringContaining(`:${event.remote.port}`) as unknown } : {}
        expect(parsed).toEqual({
          time: expect.any(String),
          level: expect.any(String),
          ...event,
          ...remote,
          msg,
        })
      }),
    )
  })

  test('a line for a person is one printable line', () => {
    fc.assert(
      fc.property(anyEvent, fc.constantFrom('en' as const, 'ru' as const), (event, lang) => {
        const line = plainLine(false, nowMs)(nowMs, event, msgOf(event, lang))
        expect(line).toMatch(oneLine)
        expect(line).not.toMatch(hostileCharacters)
        expect(line.isWellFormed()).toBe(true)
      }),
    )
  })

  test('only our own colours are in a coloured line', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const line = plainLine(true, nowMs)(nowMs, event, msgOf(event))
        const [, time, colour, rest] = coloured.exec(line) ?? []
        expect(time).toMatch(/^\d\d:\d\d:\d\d$/)
        expect(['31', '32', '33', '90']).toContain(colour)
        expect(rest?.replace('\u001b[39m', '')).not.toMatch(hostileCharacters)
      }),
    )
  })
})

test('a JSON line has time, level, event, session, remote, bytes, and what it means', () => {
  const [event] = serverSamples.sent.slice(1)
  if (event === undefined) throw new Error('no sample')
  expect(JSON.parse(jsonOf(event))).toEqual({
    time: '2026-02-03T04:05:06.007Z',
    level: 'info',
    event: 'sent',
    session: 'V1StGXR8_Z5jdHi6B-myT',
    remote: '127.0.0.1:54321',
    bytes: 22,
    id: 7,
    re: 3,
    msg: 'Sent 22 bytes; the last message said is 7, which answers their 3.',
  })
})

test('an IPv6 address stands in brackets', () => {
  const event = { event: 'connected', session: 's', remote: { address: '::1', port: 7 } } as const
  expect(JSON.parse(jsonOf(event))).toMatchObject({ remote: '[::1]:7' })
})

test('a line for a person has the time of day first, the level, the other side, and what happened', () => {
  const event = { event: 'refused', code: 'GAP', detail: hostileText, offending: 0 } as const
  const at = { session: 's', remote: { address: '10.0.0.1', port: 7 } }
  const line = plainLine(false, nowMs)(nowMs, { ...event, ...at }, msgOf({ ...event, ...at }))
  expect(line).toMatch(
    /^\d\d:\d\d:\d\d warn {2}10\.0\.0\.1:7 Refused \(GAP\): An id .*: “a\\u001b\[2Jb\\u009b31m/,
  )
  expect(line.slice(0, 8)).toBe(new Date(nowMs).toTimeString().slice(0, 8))
})

test('where a new day begins, its date stands on a line before', () => {
  const line = plainLine(false, new Date(2026, 11, 24, 23, 59, 58).getTime())
  const event = { event: 'stopped' } as const
  const lines = [59_000, 60_000, 61_000].map((ms) =>
    line(new Date(2026, 11, 24, 23, 59, 0).getTime() + ms, event, 'x'),
  )
  expect(lines).toEqual(['23:59:59 info  x\n', '2026-12-25\n00:00:00 info  x\n', '00:00:01 info  x\n'])
})

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('a terminal (%s) with %j is coloured: %s', (isTTY, environment, expected) => {
  expect(isColoured({ isTTY }, environment)).toBe(expected)
})
