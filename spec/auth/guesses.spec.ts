import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { AuthenticatorOptions } from '../../src/auth/index.ts'
import { fail, succeed } from '../store/results.ts'
import { bench } from './bench.ts'

const [home, office, abroad] = ['192.0.2.1', '2001:db8::1', '198.51.100.1']

const withAnn = async (options: Omit<Partial<AuthenticatorOptions>, 'store'> = {}) => {
  const made = bench(options)
  await succeed(made.authenticator.register('Ann', 'long enough', home))
  return made
}

describe('guessing', () => {
  test('one password that is tried with many names is slowed down, for its source alone', async () => {
    const { authenticator, clock, checked } = await withAnn()
    const spray = (name: string, address = abroad) => fail(authenticator.login(name, 'Summer2026', address))
    for (let tries = 0; tries < 20; tries += 1)
      expect(await spray(`user ${tries}`)).toMatchObject({ reason: 'BAD_CREDENTIALS' })
    expect(await spray('user 20')).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 1_000 })
    const hashes = checked.length
    expect(await spray('user 21')).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
      retryAfterMs: 1_000,
      detail: 'Too many proofs failed from this address.',
    })
    expect(checked).toHaveLength(hashes)
    expect(await spray('user 22', office)).toMatchObject({ reason: 'BAD_CREDENTIALS' })
    clock.nowMs += 1_000
    expect(await spray('user 23')).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 2_000 })
    // A failure is forgotten each minute.
    clock.nowMs += 10 * 60_000
    expect(await spray('user 24')).toMatchObject({ reason: 'BAD_CREDENTIALS' })
  })

  test('registering many taken names is guessing, too', async () => {
    const { authenticator } = await withAnn()
    const names = Array.from({ length: 21 }, (_, index) => `user ${index}`)
    for (const name of names) await succeed(authenticator.register(name, 'long enough', home))
    for (const name of names.slice(0, 20))
      expect(await fail(authenticator.register(name, 'Summer2026', abroad))).toMatchObject({
        reason: 'NAME_TAKEN',
      })
    expect(await fail(authenticator.register('user 20', 'Summer2026', abroad))).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
    })
  })

  test('whoever comes with a token, or was there before, is not locked out by others of the source', async () => {
    const { authenticator } = await withAnn()
    const { token } = await succeed(authenticator.login('Ann', 'long enough', home))
    for (let tries = 0; tries < 40; tries += 1)
      await fail(authenticator.login(`user ${tries}`, 'Summer2026', home))
    expect(await fail(authenticator.login('Bob', 'long enough', home))).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
    })
    await succeed(authenticator.login('ANN', 'long enough', home))
    await succeed(authenticator.resume(token, home))
  })

  test('the same wrong password again is no other guess', async () => {
    const { authenticator } = bench({ freeFailures: 2 })
    const names = ['a', 'b'] as const
    for (let tries = 0; tries < 4; tries += 1)
      for (const name of names)
        expect(await fail(authenticator.login(name, 'as configured', abroad))).toMatchObject({
          reason: 'BAD_CREDENTIALS',
        })
    expect(await fail(authenticator.login('c', 'as configured', abroad))).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
    })
  })
})

describe('registering', () => {
  test('so many names of a source are taken in an hour; then a free name looks and costs as a taken one', async () => {
    const { authenticator, clock, checked, made } = await withAnn({ registrationsPerHour: 3 })
    const register = (name: string, address = abroad) => authenticator.register(name, 'long enough', address)
    for (const name of ['a', 'b', 'c']) await succeed(register(name))
    checked.length = made.length = 0
    const free = await fail(register('d'))
    expect(free).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 1_200_000 })
    const taken = await fail(authenticator.register('Ann', 'another one', abroad))
    expect(taken).toEqual(free)
    expect([checked.length, made.length]).toEqual([2, 0])
    // A person who never heard of the registration still logs in by it.
    expect(await succeed(register('a'))).toMatchObject({ how: 'login' })
    await succeed(register('d', office))
    clock.nowMs += 1_200_000
    await succeed(register('d2'))
    expect(E.isLeft(await register('e')())).toBe(true)
  })

  test('a registration that comes to nothing is not counted, and exempt addresses are not', async () => {
    const { authenticator } = await withAnn({
      registrationsPerHour: 2,
      isExempt: (address) => address === office,
    })
    for (let times = 0; times < 5; times += 1)
      await fail(authenticator.register('Ann', 'another one', abroad))
    await succeed(authenticator.register('a', 'long enough', abroad))
    for (const name of ['b', 'c', 'd', 'e'])
      await succeed(authenticator.register(name, 'long enough', office))
  })
})

test('an account has so many sessions; the one that was used longest ago makes room', async () => {
  const { authenticator, clock } = await withAnn({ sessionsPerAccount: 2 })
  const tokens: string[] = []
  for (let times = 0; times < 3; times += 1) {
    clock.nowMs += 1
    tokens.push((await succeed(authenticator.login('Ann', 'long enough', home))).token)
  }
  const [first = '', second = '', third = ''] = tokens
  expect(await fail(authenticator.resume(first, home))).toMatchObject({ reason: 'TOKEN_EXPIRED' })
  await succeed(authenticator.resume(second, home))
  await succeed(authenticator.resume(third, home))
})
