import { afterEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { jsonOutput, plainOutput } from '../../../src/cli/client/client-output.ts'
import { Delivery } from '../../../src/cli/client/delivery.ts'
import { InteractiveClient } from '../../../src/cli/client/interactive-client.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { sentenceOf } from '../../../src/cli/i18n/events.ts'
import { isoMoment, localMoment } from '../../../src/cli/i18n/time.ts'
import { jsonLine, plainLine } from '../../../src/cli/log/line.ts'
import type { ClientEvent, ServerEvent } from '../../../src/index.ts'
import { clientSamples, serverSamples } from './events.ts'

const UINT32_MAX = 2 ** 32 - 1
/** The last millisecond of JavaScript's calendar. */
const LAST_MS = 8_640_000_000_000_000

const uint32 = fc.oneof(fc.constantFrom(0, 1, 2, 5, 2 ** 31, UINT32_MAX), fc.nat(UINT32_MAX))
const uint64 = fc.oneof(
  fc.constantFrom(0, 1, LAST_MS, LAST_MS + 1, Number.MAX_SAFE_INTEGER),
  fc.nat(Number.MAX_SAFE_INTEGER),
)

/** Events of which every number is any that is legal. */
const numbered = <Event extends object>(samples: readonly Event[]): fc.Arbitrary<Event> =>
  fc.constantFrom(...samples).chain((sample) =>
    fc
      .record(
        Object.fromEntries(
          Object.entries(sample)
            .filter(([, value]) => typeof value === 'number')
            .map(([name]) => [name, /(At|Seen)Ms$|Bytes$/.test(name) ? uint64 : uint32]),
        ),
      )
      .map((numbers) => ({ ...sample, ...numbers })),
  )

const anyClientEvent = numbered<ClientEvent>(Object.values(clientSamples).flat())
const anyServerEvent = numbered<ServerEvent>(Object.values(serverSamples).flat())
const nonsense = /NaN|undefined|Invalid|null/
const languages = ['en', 'ru'] as const

afterEach(() => {
  jest.restoreAllMocks()
})

describe.each(languages)('every number that is legal is shown, in %s', (lang) => {
  test('in the log of a server', () => {
    fc.assert(
      fc.property(anyServerEvent, (event) => {
        const msg = sentenceOf(catalogues[lang].events.server, event)
        expect(msg).not.toMatch(nonsense)
        expect(JSON.parse(jsonLine(0, event, msg))).toMatchObject({ event: event.event, msg })
        expect(plainLine(false, 0)(0, event, msg)).not.toMatch(nonsense)
      }),
    )
  })

  test('by a client: off a terminal, as JSON, and on a terminal', () => {
    const written: string[] = []
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    const screens = [plainOutput(lang), jsonOutput(lang), new InteractiveClient(lang, new Delivery())]
    fc.assert(
      fc.property(anyClientEvent, (event) => {
        for (const screen of screens) screen.log.write(event)
      }),
    )
    expect(written.length).toBeGreaterThan(100)
    expect(written.join('')).not.toMatch(nonsense)
  })
})

test('a moment beyond the calendar is told in milliseconds', () => {
  expect(isoMoment(LAST_MS)).toBe('+275760-09-13T00:00:00.000Z')
  expect([isoMoment(LAST_MS + 1), localMoment(LAST_MS + 1)]).toEqual(['8640000000000001', '8640000000000001'])
  const greeting = { event: 'greeting', name: 'anna', known: true, lastSeenMs: LAST_MS + 1 } as const
  expect(languages.map((lang) => sentenceOf(catalogues[lang].events.client, greeting))).toEqual([
    'Hello anna, last here 8640000000000001 ms after 1970.',
    'Здравствуйте, anna! Прошлый визит: 8640000000000001 мс от начала 1970 года.',
  ])
})
