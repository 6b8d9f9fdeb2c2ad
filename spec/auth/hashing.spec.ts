import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createHasher } from '../../src/auth/index.ts'
import { fail, succeed } from '../store/results.ts'
import { quickHasher } from './bench.ts'

test('passwords are hashed with argon2id, 19 MiB, 2 passes, 1 lane, and a salt of their own', async () => {
  const hasher = createHasher()
  const phc = await succeed(hasher.hash('pässwörd'))
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await succeed(hasher.hash('pässwörd'))).not.toBe(phc)
  expect(await succeed(hasher.verify(phc, 'pässwörd'))).toBe(true)
  expect(await succeed(hasher.verify(phc, 'pässword'))).toBe(false)
  expect(hasher.isDated(phc)).toBe(false)
})

test('the dummy is a hash of the same parameters that no password fits', async () => {
  const hasher = createHasher()
  expect(hasher.dummy).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await succeed(hasher.verify(hasher.dummy, 'any password'))).toBe(false)
  expect(hasher.isDated(hasher.dummy)).toBe(false)
})

test('the reference vector of the argon2 library verifies', async () => {
  // phc-winner-argon2, src/test.c: argon2id, version 19, m=256, t=2, p=1.
  const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  expect(await succeed(quickHasher().verify(phc, 'password'))).toBe(true)
  expect(quickHasher().isDated(phc)).toBe(true)
})

test('a stored hash that cannot be read is a value', async () => {
  for (const phc of ['', '$', '$argon2id$v=19$m=8,t=1,p=1$junk']) {
    expect(await fail(quickHasher().verify(phc, 'canary'))).toMatchObject({ code: 'UNREADABLE' })
  }
})

test('beyond the queue a password is refused at once', async () => {
  const hasher = createHasher({ parameters: { memoryKiB: 8, passes: 1, lanes: 1 }, atOnce: 2, queue: 32 })
  const results = await Promise.all(Array.from({ length: 50 }, () => hasher.hash('password')()))
  expect(results.filter(E.isRight)).toHaveLength(34)
  expect(results.slice(34).every((result) => E.isLeft(result) && result.left.code === 'UNAVAILABLE')).toBe(
    true,
  )
  await succeed(hasher.hash('password'))
})

test('passwords of one source do not make those of another wait for all of them', async () => {
  const hasher = createHasher({ parameters: { memoryKiB: 8, passes: 1, lanes: 1 }, atOnce: 1 })
  const order: string[] = []
  const hash = async (source: string): Promise<void> => {
    await succeed(hasher.hash('password', { source }))
    order.push(source)
  }
  await Promise.all([...Array.from({ length: 30 }, () => hash('flood')), hash('honest'), hash('honest')])
  expect([order.indexOf('honest'), order.lastIndexOf('honest')]).toEqual([2, 4])
})

test('of a password that nobody waits for any more no hash is made', async () => {
  const hasher = createHasher({ parameters: { memoryKiB: 8, passes: 1, lanes: 1 }, atOnce: 1 })
  const unwanted = new AbortController()
  const running = hasher.hash('password')()
  const dropped = hasher.hash('password', { signal: unwanted.signal })()
  const waiting = hasher.hash('password')()
  unwanted.abort()
  expect(await dropped).toMatchObject(E.left({ code: 'UNAVAILABLE' }))
  expect([await running, await waiting].every(E.isRight)).toBe(true)
})
