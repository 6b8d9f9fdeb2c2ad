import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { crc32c } from '../../../src/transport/proxy/crc32c.ts'
import { MAX_HEADER_BYTES, readProxyHeader } from '../../../src/transport/proxy/header.ts'
import { announcing, HEALTH_CHECK, hex, OVER_IPV4, OVER_IPV6, SIGNATURE } from './headers.ts'

const refused = (code: string) => ({ outcome: 'refused', code })

test('headers as HAProxy sends them', () => {
  expect(readProxyHeader(OVER_IPV4)).toEqual({
    outcome: 'proxied',
    bytes: 28,
    ends: { remote: { address: '127.0.0.1', port: 56_938 }, local: { address: '127.0.0.1', port: 17_700 } },
  })
  expect(readProxyHeader(OVER_IPV6)).toEqual({
    outcome: 'proxied',
    bytes: 52,
    ends: { remote: { address: '::1', port: 45_674 }, local: { address: '::1', port: 17_700 } },
  })
  expect(readProxyHeader(HEALTH_CHECK)).toEqual({ outcome: 'local', bytes: 16 })
})

test('what follows a header is not of it', () => {
  expect(readProxyHeader(Buffer.concat([OVER_IPV4, hex('16030100')]))).toMatchObject({ bytes: 28 })
})

test('an IPv4 address in IPv6 form is the IPv4 address', () => {
  const mapped = `${'00'.repeat(10)}ffff c0000207`
  const header = hex(`${SIGNATURE} 21 21 0024 ${mapped} ${mapped} 0001 0002`)
  expect(readProxyHeader(header)).toMatchObject({
    ends: { remote: { address: '192.0.2.7', port: 1 }, local: { address: '192.0.2.7', port: 2 } },
  })
})

test('the check values of CRC-32C', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  // RFC 3720, B.4.
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)))).toBe(0x46dd794e)
  expect(crc32c(Buffer.from('12345xxxx9'), 5, 9)).toBe(crc32c(Buffer.from('12345\0\0\0\0' + '9')))
})

test('fields are skipped, and the checksum is checked', () => {
  const authority = '02 0004 6b762e61'
  const padding = '04 0003 000000'
  expect(readProxyHeader(announcing(authority + padding))).toMatchObject({ outcome: 'proxied', bytes: 41 })
  const sum = crc32c(announcing(`${authority} 03 0004 00000000`))
    .toString(16)
    .padStart(8, '0')
  const whole = announcing(`${authority} 03 0004 ${sum}`)
  expect(readProxyHeader(whole)).toMatchObject({
    outcome: 'proxied',
    ends: { remote: { address: '192.0.2.7', port: 1_234 }, local: { address: '198.51.100.1', port: 7_707 } },
  })
  // All but the command, and the byte that says that it is a checksum.
  for (const at of whole.keys()) {
    if (at === 12 || at === 35) continue
    const flipped = Buffer.from(whole)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    // Another length may say that there is more to come.
    expect(['refused', 'incomplete']).toContain(readProxyHeader(flipped).outcome)
  }
})

test('each flaw has a code', () => {
  for (const [bytes, code] of [
    [hex('00'), 'PROXY_MISSING'],
    [hex('0d0a0d0b'), 'PROXY_MISSING'],
    [Buffer.from('PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\n'), 'PROXY_MISSING'],
    [hex(`${SIGNATURE} 11`), 'PROXY_VERSION'],
    [hex(`${SIGNATURE} 22`), 'PROXY_VERSION'],
    [hex(`${SIGNATURE} 21 00`), 'PROXY_FAMILY'],
    [hex(`${SIGNATURE} 21 12`), 'PROXY_FAMILY'],
    [hex(`${SIGNATURE} 21 31`), 'PROXY_FAMILY'],
    [hex(`${SIGNATURE} 21 11 0219`), 'PROXY_TOO_LONG'],
    [hex(`${SIGNATURE} 20 00 ffff`), 'PROXY_TOO_LONG'],
    [hex(`${SIGNATURE} 21 11 000b`), 'PROXY_TOO_SHORT'],
    [hex(`${SIGNATURE} 21 21 0023`), 'PROXY_TOO_SHORT'],
    [announcing('04'), 'PROXY_FIELDS'],
    [announcing('04 0001'), 'PROXY_FIELDS'],
    [announcing('04 ffff 00'), 'PROXY_FIELDS'],
    [announcing('03 0003 000000'), 'PROXY_FIELDS'],
    [announcing('03 0004 00000000'), 'PROXY_CHECKSUM'],
  ] as const)
    expect([bytes.toString('hex'), readProxyHeader(bytes)]).toEqual([bytes.toString('hex'), refused(code)])
})

test('the longest header is taken, and none that is longer', () => {
  const field = (length: number): string =>
    `04 ${length.toString(16).padStart(4, '0')} ${'00'.repeat(length)}`
  const longest = announcing(field(536 - 12 - 3))
  expect(longest).toHaveLength(MAX_HEADER_BYTES)
  expect(readProxyHeader(longest)).toMatchObject({ outcome: 'proxied', bytes: MAX_HEADER_BYTES })
  expect(readProxyHeader(announcing(field(536 - 12 - 2)))).toEqual(refused('PROXY_TOO_LONG'))
})

test('any beginning of a header is incomplete, and none that is refused in the end becomes anything else', () => {
  for (const header of [OVER_IPV4, OVER_IPV6, HEALTH_CHECK, announcing('04 0003 000000')])
    for (let length = 0; length < header.length; length++)
      expect(readProxyHeader(header.subarray(0, length))).toEqual({ outcome: 'incomplete' })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(80), (tail, cut) => {
      const bytes = Buffer.concat([hex(SIGNATURE), hex('21'), tail])
      const whole = readProxyHeader(bytes)
      const part = readProxyHeader(bytes.subarray(0, cut))
      if (part.outcome !== 'incomplete') expect(part).toEqual(whole)
    }),
  )
})
