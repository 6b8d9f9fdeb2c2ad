import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { canonicalAddress, isLoopback, networks, sourceOf } from '../src/address.ts'

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
      expect(sourceOf(address)).toBe(address)
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

test('a source is an IPv4 address, or the /64 of an IPv6 address', () => {
  expect(sourceOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(sourceOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(sourceOf('2001:db8:0:0:ffff::')).toBe('2001:db8:0:0::/64')
  expect(sourceOf('2001:db8:0:1::')).not.toBe(sourceOf('2001:db8::'))
})

test('a Unix socket is a source for each user that it names', () => {
  expect(sourceOf('unix:1000')).toBe('unix:1000')
  expect(sourceOf('unix:1001')).not.toBe(sourceOf('unix:1000'))
  expect(sourceOf('')).toBe('')
})

test('loopback is loopback, however it is written', () => {
  for (const address of [
    '127.0.0.1',
    '127.255.0.9',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
  ])
    expect([address, isLoopback(address)]).toEqual([address, true])
  for (const address of [
    '128.0.0.1',
    '::2',
    '::127.0.0.1',
    '::ffff:8000:1',
    '127.0.0.1.example',
    '127.1',
    '',
  ])
    expect([address, isLoopback(address)]).toEqual([address, false])
})

test('an address is within a network in whatever form it is written', () => {
  const isWithin = networks(['192.0.2.0/24', '198.51.100.7', '2001:db8::/32', '::1'])
  const within = [
    '192.0.2.1',
    '::ffff:192.0.2.255',
    '::ffff:c000:201',
    '198.51.100.7',
    '2001:db8:ffff::1',
    '::1',
  ]
  expect(within.filter((address) => isWithin?.(address))).toEqual(within)
  for (const address of ['192.0.3.1', '198.51.100.8', '2001:db9::1', '::2', 'unix:1000', ''])
    expect([address, isWithin?.(address)]).toEqual([address, false])
})

test.each([
  '192.0.2.0/33',
  '2001:db8::/129',
  '192.0.2',
  '192.0.2.0/24/24',
  '192.0.2.0/',
  '::1%lo',
  'example.org',
  '',
])('is no network: %s', (network) => expect(networks(['192.0.2.1', network])).toBeNull())
