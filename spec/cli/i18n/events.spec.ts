import { describe, expect, test } from '@jest/globals'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { type Code, sentenceOf } from '../../../src/cli/i18n/events.ts'
import { languageFrom } from '../../../src/cli/i18n/language.ts'
import type { LogEvent } from '../../../src/cli/log/events.ts'
import { clientSamples, serverSamples } from '../log/events.ts'

const en = catalogues.en.events
const ru = catalogues.ru.events
const codes = Object.keys(en.codes) as Code[]

describe.each([
  ['en', en, /^[\p{Lu}“].*[.!]$/su],
  ['ru', ru, /^[А-ЯЁ«].*[.!]$/su],
] as const)('in %s', (_language, catalogue, isSentence) => {
  test('each event of a server and of a client is a sentence', () => {
    for (const event of Object.values(serverSamples).flat())
      expect(sentenceOf(catalogue.server, event)).toMatch(isSentence)
    for (const event of Object.values(clientSamples).flat())
      expect(sentenceOf(catalogue.client, event)).toMatch(isSentence)
  })

  test('each code is explained, and shown', () => {
    expect(new Set(Object.values(catalogue.codes)).size).toBe(codes.length)
    for (const code of codes) expect(catalogue.codes[code]).toMatch(isSentence)
    for (const event of [...serverSamples.refused, ...serverSamples.denied, ...serverSamples.disconnected]) {
      const code = event.event === 'denied' ? event.reason : event.code
      const said = sentenceOf(catalogue.server, event)
      expect(said).toContain(`(${code})`)
      expect(said).toContain(catalogue.codes[code]?.slice(0, -1))
    }
  })

  test('what was said beyond the meaning of a code stands in quotes; the meaning alone is not repeated', () => {
    const refused = (detail: string): string =>
      sentenceOf(catalogue.server, {
        ...(serverSamples.refused[0] as (typeof serverSamples.refused)[number]),
        detail,
      })
    const meaning = catalogue.codes.MALFORMED
    expect(refused('')).toBe(refused(en.codes.MALFORMED))
    expect(refused('')).toMatch(new RegExp(`: ${meaning}$`))
    expect(refused('The body is too short.')).toMatch(/: [“«]The body is too short[”»]\.$/)
  })
})

test('a weak password is one of too few bytes, as the contract counts them', () => {
  expect([en.codes.WEAK_PASSWORD, ru.codes.WEAK_PASSWORD]).toEqual([
    expect.stringContaining('8 bytes'),
    expect.stringContaining('8 байт'),
  ])
})

test('the translation has no word of the original', () => {
  for (const code of codes) expect((ru.codes[code] ?? '').replace(/\(.*?\)/g, '')).not.toMatch(/[a-z]/i)
})

test.each([
  [0, '0 bytes', '0 байт', '0 lines', 'Потеряно 0 строк'],
  [1, '1 byte', '1 байт', '1 line', 'Потеряна 1 строка'],
  [2, '2 bytes', '2 байта', '2 lines', 'Потеряны 2 строки'],
  [5, '5 bytes', '5 байт', '5 lines', 'Потеряно 5 строк'],
  [11, '11 bytes', '11 байт', '11 lines', 'Потеряно 11 строк'],
  [12, '12 bytes', '12 байт', '12 lines', 'Потеряно 12 строк'],
  [21, '21 bytes', '21 байт', '21 lines', 'Потеряна 21 строка'],
  [22, '22 bytes', '22 байта', '22 lines', 'Потеряны 22 строки'],
  [111, '111 bytes', '111 байт', '111 lines', 'Потеряно 111 строк'],
  [1_004, '1004 bytes', '1004 байта', '1004 lines', 'Потеряны 1004 строки'],
])('%d has the plural of its language', (count, bytes, байты, lines, строки) => {
  const received = { event: 'received', bytes: count, id: 0 } as const
  expect(sentenceOf(en.client, received)).toBe(`Received ${bytes}.`)
  expect(sentenceOf(ru.client, received)).toBe(`Получены данные: ${байты}.`)
  const lost: LogEvent = { event: 'lost', lines: count }
  expect(sentenceOf(en.log, lost)).toBe(`${lines} of the log lost.`)
  expect(sentenceOf(ru.log, lost)).toBe(`${строки} журнала.`)
})

test('data say which message they bring, and what it answers', () => {
  const said = (event: (typeof serverSamples.sent)[number]): readonly string[] => [
    sentenceOf(en.server, event),
    sentenceOf(ru.server, event),
  ]
  expect(serverSamples.sent.map(said)).toEqual([
    ['Sent 40 bytes.', 'Отправлены данные: 40 байт.'],
    [
      'Sent 22 bytes; the last message said is 7, which answers their 3.',
      'Отправлены данные: 22 байта; последнее сказанное сообщение — № 7, ответ на чужое № 3.',
    ],
  ])
})

test('the end of a connection says why, by whom, and what it carried', () => {
  const [event] = serverSamples.disconnected
  if (event === undefined) throw new Error('no sample')
  expect(sentenceOf(en.server, event)).toBe(
    'Disconnected (DONE): Everything was said. The other side ended it. In all 1 byte received, 21 bytes sent; 2 messages heard, 5 said, 3 of them acknowledged.',
  )
  expect(sentenceOf(ru.server, event)).toBe(
    'Соединение закрыто (DONE): Всё сказано. Разговор завершила другая сторона. Всего: получено — 1 байт, отправлено — 21 байт; услышано — 2 сообщения, сказано — 5, из них подтверждено — 3.',
  )
})

test.each([
  [undefined, {}, 'en'],
  [undefined, { LANG: 'ru_RU.UTF-8' }, 'ru'],
  [undefined, { LANG: 'ru' }, 'ru'],
  [undefined, { LANG: 'RU-ru' }, 'ru'],
  [undefined, { LANG: 'run' }, 'en'],
  [undefined, { LANG: 'C.UTF-8' }, 'en'],
  [undefined, { LANG: 'de_DE', LC_MESSAGES: 'ru_RU' }, 'ru'],
  [undefined, { LC_MESSAGES: 'ru_RU', LC_ALL: 'C' }, 'en'],
  [undefined, { LC_MESSAGES: 'ru_RU', LC_ALL: '' }, 'ru'],
  [undefined, { LANGUAGE: 'ru' }, 'en'],
  ['en', { LC_ALL: 'ru_RU' }, 'en'],
  ['ru', { LC_ALL: 'C' }, 'ru'],
] as const)('the language of %j and %j is %s', (flag, environment, expected) => {
  expect(languageFrom(flag, environment)).toBe(expected)
})
