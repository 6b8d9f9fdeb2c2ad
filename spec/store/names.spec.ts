import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { canonicalAddress, nameKey, networkOf } from '../../src/store/index.ts'

test('names compare by NFKC, lower case, NFKC', () => {
  for (const [a, b] of [
    ['Ann', 'aNN'],
    ['ＡＮＮ', 'ann'],
    ['ﬁn', 'FIN'],
    ['É', 'e\u0301'],
    ['Żółw', 'ŻÓŁW'],
    ['an na', 'an   na'],
    ['an na', 'an\u00a0\u2003na'],
    ['an na', 'an\u1680na'],
    ['an na', 'an\u3000na'],
  ] as const) {
    expect(nameKey(a)).toBe(nameKey(b))
  }
  expect(nameKey('STRASSE')).not.toBe(nameKey('straße'))
})

test('the comparison form of a comparison form is itself', () => {
  const codePoint = fc.integer({ min: 1, max: 0x10ffff }).filter((point) => point < 0xd800 || point > 0xdfff)
  fc.assert(
    fc.property(fc.array(codePoint, { maxLength: 8 }), (points) => {
      const form = nameKey(String.fromCodePoint(...points))
      expect(nameKey(form)).toBe(form)
    }),
  )
})

test('an address has one form', () => {
  for (const [written, form] of [
    ['127.0.0.2', '127.0.0.2'],
    ['::ffff:127.0.0.2', '127.0.0.2'],
    ['::FFFF:7f00:2', '127.0.0.2'],
    ['0:0:0:0:0:ffff:7f00:0002', '127.0.0.2'],
    ['::ffff:127.0.0.2%eth0', '127.0.0.2'],
    ['::1', '::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::127.0.0.2', '::7f00:2'],
    ['memory', 'memory'],
    ['', ''],
  ] as const) {
    expect(canonicalAddress(written)).toBe(form)
  }
})

test('every IPv4 address equals both of its mapped forms', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
      expect(canonicalAddress(`::ffff:${address}`)).toBe(address)
      expect(canonicalAddress(`::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`)).toBe(
        address,
      )
      expect(networkOf(address)).toBe(address)
    }),
  )
})

test('the form of an IPv6 address does not depend on how it is written', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
      const padded = groups.map((group) => group.toString(16).padStart(4, '0').toUpperCase()).join(':')
      const plain = groups.map((group) => group.toString(16)).join(':')
      expect(canonicalAddress(padded)).toBe(canonicalAddress(plain))
      expect(canonicalAddress(canonicalAddress(plain))).toBe(canonicalAddress(plain))
    }),
  )
})

test('penalties count against an IPv4 address, and against the /64 of an IPv6 address', () => {
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(networkOf('2001:db8:0:0:ffff::')).toBe('2001:db8:0:0::/64')
  expect(networkOf('2001:db8:0:1::')).not.toBe(networkOf('2001:db8::'))
})
