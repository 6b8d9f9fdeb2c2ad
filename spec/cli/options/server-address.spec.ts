import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { formatHostPort } from '../../../src/address.ts'
import { type Catalogue, catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { connectAddress, listenAddress } from '../../../src/cli/options/answers.ts'
import { givenEndpoint } from '../../../src/cli/options/endpoint.ts'
import { parseServerAddress, socketPath } from '../../../src/cli/options/server-address.ts'
import { connectPort, readValue, serverAddress } from '../../../src/cli/options/value-types.ts'

test.each([
  ['127.0.0.1', null, '127.0.0.1', null],
  ['127.0.0.1:7708', null, '127.0.0.1', '7708'],
  ['127.0.0.1 7708', null, '127.0.0.1', '7708'],
  ['LocalHost:7708', null, 'localhost', '7708'],
  ['talk.example.:1', null, 'talk.example.', '1'],
  ['bücher.example:1', null, 'bücher.example', '1'],
  ['under_score:1', null, 'under_score', '1'],
  ['::1', null, '::1', null],
  ['::1 7708', null, '::1', '7708'],
  ['::1:7708', null, '::1:7708', null],
  ['[::1]', null, '::1', null],
  ['[::1]:7708', null, '::1', '7708'],
  ['[::1] 7708', null, '::1', '7708'],
  ['[2001:DB8::1]:7708', null, '2001:db8::1', '7708'],
  ['[::ffff:127.0.0.1]:7708', null, '::ffff:127.0.0.1', '7708'],
  ['fe80::1%Eth0', null, 'fe80::1%Eth0', null],
  ['[fe80::1%eth0]:7708', null, 'fe80::1%eth0', '7708'],
  ['colloquy://localhost', null, 'localhost', null],
  ['colloquy://localhost:7708/', null, 'localhost', '7708'],
  ['COLLOQUY://anna@localhost:7708', 'anna', 'localhost', '7708'],
  ['colloquy://%D0%AF%D0%BD%D0%B0@[::1]:7708', 'Яна', '::1', '7708'],
  ['colloquy://anna@[fe80::1%25eth0]:7708', 'anna', 'fe80::1%eth0', '7708'],
  // Words and numbers out of range are kept as they were typed, and judged elsewhere.
  ['localhost:http', null, 'localhost', 'http'],
  ['localhost:99999', null, 'localhost', '99999'],
])('%j is an address', (typed, name, host, port) => {
  expect(parseServerAddress(typed)).toEqual({ name, host, port, tls: false })
})

test.each([
  '',
  ' ',
  ':',
  ':7708',
  'localhost:',
  'a:1:2',
  'my host',
  'a b 7708',
  '7708',
  '127.0.0',
  '300.0.0.1',
  '1.2.3.4.5',
  '0x7f.1',
  '[::1',
  '::1]',
  '[::1]7708',
  '[::1]:',
  '[localhost]:7708',
  '[127.0.0.1]:7708',
  '[]:7708',
  '[:::]:7708',
  'fe80::1%eth0:7708',
  '-a:7708',
  'a-:7708',
  'a..b',
  `${'x'.repeat(64)}:1`,
  `${'a.'.repeat(127)}a:1`,
  'http://localhost:7708',
  'http://localhost',
  'colloquy://',
  'colloquy://anna@',
  'colloquy://anna:secret@localhost',
  'colloquy://a@b@localhost',
  'colloquy://%FF@localhost',
  'colloquy://localhost:7708/path',
  'colloquy://localhost:7708?query',
  'colloquy://colloquy://localhost',
  'a\u202eb',
  'a\u0000b',
  'a\nb',
])('%j is none', (typed) => {
  expect(parseServerAddress(typed)).toBeNull()
})

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
const host = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV6(), label).map(([address, zone]) => `${address}%${zone}`),
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
)

test('an address may say that TLS is spoken there, or be the path of a socket', () => {
  expect(parseServerAddress('colloquy+tls://anna@localhost:7708')).toEqual({
    name: 'anna',
    host: 'localhost',
    port: '7708',
    tls: true,
  })
  expect(parseServerAddress('colloquy+ssl://localhost')).toBeNull()
  expect(parseServerAddress('unix:./a b:1.sock')).toEqual({
    name: null,
    host: 'unix:./a b:1.sock',
    port: null,
    tls: false,
  })
  expect(socketPath('unix:./a b:1.sock')).toBe('./a b:1.sock')
  for (const host of ['unix:', 'localhost', 'unix:a\0b']) expect(socketPath(host)).toBeNull()
})

test('what is printed is read again', () => {
  fc.assert(
    fc.property(host, fc.integer({ min: 0, max: 65_535 }), (host, port) => {
      const read = parseServerAddress(formatHostPort(host, port))
      expect(read).toEqual({
        name: null,
        host: host.replace(/^[^%]*/, (a) => a.toLowerCase()),
        port: String(port),
        tls: false,
      })
    }),
  )
})

test('whatever is typed is taken as an address that is printed and read as the same, or not at all', () => {
  const piece = fc.constantFrom(
    'a',
    '1',
    '::',
    ':',
    '[',
    ']',
    '.',
    '%',
    ' ',
    '@',
    '//',
    'colloquy://',
    '77',
    '-',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const read = parseServerAddress(pieces.join(''))
      if (read !== null)
        expect(parseServerAddress(formatHostPort(read.host, 1))).toEqual({
          ...read,
          name: null,
          port: '1',
        })
    }),
  )
})

describe('on the command line', () => {
  const given = (host: string | undefined, port: string | undefined) =>
    givenEndpoint(
      { flag: 'host', value: host === undefined ? host : readValue('host', host, serverAddress) },
      { flag: 'port', value: port === undefined ? port : readValue('port', port, connectPort) },
      connectPort,
    )

  test('one word and two are the same place', () => {
    const place = { name: null, overTls: false, host: 'localhost', port: 7707 }
    for (const words of [['localhost', '7707'], ['localhost:7707'], ['localhost 7707'], ['LOCALHOST:07707']])
      expect(given(words[0], words[1])).toEqual(place)
  })

  test.each([
    ['localhost:7708', '7709', 'port is given twice, as “7708” and as “7709”; leave one out.'],
    ['localhost:7708', '7708', 'port is given twice, as “7708” and as “7708”; leave one out.'],
    ['localhost:0', undefined, 'port is “0”; give a whole number from 1 to 65535.'],
    ['localhost:http', undefined, 'port is “http”; give a whole number from 1 to 65535.'],
    ['300.0.0.1:7708', undefined, 'host is “300.0.0.1:7708”; give a host name, an IPv4 or an IPv6 address.'],
  ])('%j and %j are refused', (host, port, sentence) => {
    expect(() => given(host, port)).toThrow(sentence)
  })
})

describe('at a prompt', () => {
  test('an address may hold its port, and a name where somebody connects', () => {
    expect(connectAddress(' 127.0.0.1:7708 ')).toEqual(
      E.right({ host: '127.0.0.1', port: 7708, name: null, overTls: false }),
    )
    expect(connectAddress('colloquy://anna@[::1]')).toEqual(
      E.right({ host: '::1', port: null, name: 'anna', overTls: false }),
    )
    expect(listenAddress('[::]:0')).toEqual(E.right({ host: '::', port: 0, name: null, overTls: false }))
  })

  test.each([
    [connectAddress, 'my host', 'Give a host name, an IPv4 or an IPv6 address.'],
    [connectAddress, '300.1.1.1', 'Give a host name, an IPv4 or an IPv6 address.'],
    [connectAddress, 'localhost:0', 'Give a whole number from 1 to 65535.'],
    [
      connectAddress,
      'colloquy://%00@localhost',
      'Give a name of 1 to 64 bytes, without control or invisible characters.',
    ],
    [listenAddress, 'localhost:65536', 'Give a whole number from 0 to 65535.'],
    [listenAddress, 'colloquy://anna@localhost', 'Give a host name, an IPv4 or an IPv6 address.'],
  ])('what breaks a rule is told what it must be (%#)', (rule, typed, sentence) => {
    expect(E.mapLeft((say: (catalogue: Catalogue) => string) => say(catalogues.en))(rule(typed))).toEqual(
      E.left(sentence),
    )
  })
})
