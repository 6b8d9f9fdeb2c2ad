import { beforeEach, describe, expect, test } from '@jest/globals'
import * as O from 'fp-ts/lib/Option.js'
import type { Store } from '../../../src/store/index.ts'
import { succeed } from '../results.ts'
import { account } from './data.ts'

/** The promises of every address book. The one that is made remembers three addresses. */
export const addressBookContract = (store: () => Store): void => {
  describe('address book', () => {
    test('an address nobody came from is unknown', async () => {
      expect(await succeed(store().addresses.find('192.0.2.1'))).toEqual(O.none)
    })

    test('the last name from an address wins', async () => {
      await succeed(store().addresses.remember('192.0.2.1', 'Ann', 1))
      await succeed(store().addresses.remember('192.0.2.1', 'Żółw 🐢', 2))
      expect(await succeed(store().addresses.find('192.0.2.1'))).toEqual(
        O.some({ name: 'Żółw 🐢', lastSeenMs: 2 }),
      )
    })

    test('an IPv4-mapped address is the IPv4 address', async () => {
      await succeed(store().addresses.remember('::ffff:7f00:2', 'Ann', 1))
      expect(await succeed(store().addresses.find('127.0.0.2'))).toEqual(
        O.some({ name: 'Ann', lastSeenMs: 1 }),
      )
      expect(await succeed(store().addresses.find('::FFFF:127.0.0.2'))).not.toEqual(O.none)
    })

    test('beyond the capacity the entry seen longest ago goes', async () => {
      for (const [at, address] of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.1', '10.0.0.4'].entries()) {
        await succeed(store().addresses.remember(address, 'Ann', at))
      }
      const known = async (address: string) => O.isSome(await succeed(store().addresses.find(address)))
      expect(await known('10.0.0.1')).toBe(true)
      expect(await known('10.0.0.2')).toBe(false)
      expect(await known('10.0.0.3')).toBe(true)
      expect(await known('10.0.0.4')).toBe(true)
    })
  })

  describe('the address book is looked after', () => {
    beforeEach(async () => {
      await succeed(store().addresses.remember('192.0.2.1', 'Ann', 1))
      await succeed(store().addresses.remember('::ffff:192.0.2.2', 'ＡＮＮ', 3))
      await succeed(store().addresses.remember('2001:db8::1', 'Bob', 2))
    })
    const known = async (): Promise<readonly string[]> =>
      (await succeed(store().addresses.list())).map(({ address }) => address)

    test('it lists the last visit first, addresses in their canonical form', async () => {
      expect(await succeed(store().addresses.list())).toEqual([
        { address: '192.0.2.2', name: 'ＡＮＮ', lastSeenMs: 3 },
        { address: '2001:db8::1', name: 'Bob', lastSeenMs: 2 },
        { address: '192.0.2.1', name: 'Ann', lastSeenMs: 1 },
      ])
    })

    test('an address is forgotten in any of its forms, once', async () => {
      expect(await succeed(store().addresses.forget('2001:DB8:0:0::1'))).toBe(true)
      expect(await succeed(store().addresses.forget('2001:db8::1'))).toBe(false)
      expect(await known()).toEqual(['192.0.2.2', '192.0.2.1'])
    })

    test('a name is forgotten in any of its forms, wherever it was seen', async () => {
      expect(await succeed(store().addresses.forgetName('ann'))).toBe(2)
      expect(await succeed(store().addresses.forgetName('ann'))).toBe(0)
      expect(await known()).toEqual(['2001:db8::1'])
    })

    test('a removed account takes the addresses of its name with it, and no others', async () => {
      await succeed(store().accounts.add(account('a', 'ann')))
      await succeed(store().accounts.add(account('b', 'Cleo')))
      await succeed(store().accounts.remove('b', 5))
      expect(await known()).toHaveLength(3)
      await succeed(store().accounts.remove('a', 5))
      expect(await known()).toEqual(['2001:db8::1'])
    })
  })
}
