import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { framedType, strangerBy } from '../../src/transport/index.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const text = (sent: string): Buffer => Buffer.from(sent)

test.each([
  ['TLS', 'a ClientHello', hex('16 03 01 02 00 01 00 01 fc 03 03')],
  ['TLS', 'an alert', hex('15 03 03 00 02 02 46')],
  ['HTTP', 'a request', text('GET / HTTP/1.1\r\nHost: example.org\r\n')],
  ['HTTP', 'the preface of HTTP/2', text('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ['HTTP', 'a response', text('HTTP/1.1 400 Bad Request\r\n')],
  ['SSH', 'a banner', text('SSH-2.0-OpenSSH_9.2\r\n')],
  ['PROXY', 'a header of version 1', text('PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n')],
  ['PROXY', 'a header of version 2', hex('0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a 21 11 00 0c c0 00 02 01')],
  ['TELNET', 'a command', hex('ff fd 03 ff fb 18')],
  ['MAIL', 'the greeting of SMTP', text('220 mail.example.org ESMTP\r\n')],
  ['MAIL', 'the greeting of FTP', text('220-Welcome\r\n')],
  ['MAIL', 'the greeting of POP3', text('+OK ready\r\n')],
  ['MAIL', 'the greeting of IMAP', text('* OK IMAP4rev1 ready\r\n')],
  ['TEXT', 'a word', text('hello')],
  ['TEXT', 'a letter', text('h')],
  ['TEXT', 'a line end', text('\r\n')],
  ['TEXT', 'Russian, cut off in a letter', text('привет, сервер').subarray(0, 15)],
  ['TEXT', 'a method that is none', text('GETTING nearer')],
  [null, 'nothing', Buffer.alloc(0)],
  [null, 'zeros', Buffer.alloc(16)],
  [null, 'ones', Buffer.alloc(16, 0xff)],
  [null, 'no UTF-8', hex('41 c3 28 42 43 44 45 46')],
  [null, 'a Hello', hex('00 00 00 04 00 01 00 00 00 00 00 00 00 00 00 00')],
  [null, 'a TLS record of no version', hex('16 04 01 02 00')],
])('%s: %s', (stranger, _what, first) => {
  expect(strangerBy(first)).toBe(stranger)
})

test('whatever comes, it is looked at without a throw, and no frame is taken for somebody', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (first) => {
      strangerBy(first)
      if (framedType(first) !== null) expect(strangerBy(first)).toBeNull()
    }),
  )
})

describe('a control frame', () => {
  test.each([
    ['a Fault', hex('00 00 00 19 00 12 00 00 00 00 00 00 00 00 00 00 08 02'), 18],
    ['one of no body', hex('00 00 00 00 00 0c 00 00 00 00 00 00 00 00 00 00'), 12],
    ['a header that is cut off', hex('00 00 00 19 00 12 00 00 00 00 00 00 00 00 00'), null],
    ['a conversation message', hex('00 00 00 05 00 40 00 00 00 00 00 01 00 00 00 00'), null],
    ['flags', hex('00 00 00 19 00 12 00 01 00 00 00 00 00 00 00 00'), null],
    ['an id', hex('00 00 00 19 00 12 00 00 00 00 00 01 00 00 00 00'), null],
    ['much too long a body', hex('00 01 00 00 00 12 00 00 00 00 00 00 00 00 00 00'), null],
    ['text', text('hello, is anybody there?'), null],
  ])('%s', (_what, first, type) => {
    expect(framedType(first)).toBe(type)
  })
})
