import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { createHasher } from '../../src/auth/index.ts'
import { createTurns } from '../../src/auth/keyed-mutex.ts'
import { createSlots } from '../../src/auth/semaphore.ts'
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

/** A work that ends when it is told to. */
const held = () => {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const state = { begun: false }
  const work = (): Promise<void> => {
    state.begun = true
    return ended
  }
  return { work, state, end: () => end() }
}

test('few run at once, the rest in the order in which they came', async () => {
  const slots = createSlots(2, 2)
  const works = [held(), held(), held(), held(), held()]
  const runs = works.map(({ work }) => slots.run(work))
  const begun = () => works.map(({ state }) => state.begun)
  expect(runs[4]).toBeUndefined()
  await Promise.resolve()
  expect(begun()).toEqual([true, true, false, false, false])
  works[1]?.end()
  await runs[1]
  await Promise.resolve()
  expect(begun()).toEqual([true, true, true, false, false])
  for (const { end } of works) end()
  await Promise.all(runs)
  expect(begun()).toEqual([true, true, true, true, false])
  expect(slots.idle()).toBe(true)
})

test('a work that fails gives its slot back', async () => {
  const slots = createSlots(1, 1)
  await expect(slots.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(slots.idle()).toBe(true)
  await expect(slots.run(() => Promise.resolve(1))).resolves.toBe(1)
})

test('what has another key does not wait', async () => {
  const turns = createTurns(1)
  const [first, second, other, refused] = [held(), held(), held(), held()]
  const runs = [turns.run('a', first.work), turns.run('a', second.work), turns.run('b', other.work)]
  expect(turns.run('a', refused.work)).toBeUndefined()
  await Promise.resolve()
  expect([first, second, other].map(({ state }) => state.begun)).toEqual([true, false, true])
  for (const { end } of [first, second, other]) end()
  await Promise.all(runs)
  expect(second.state.begun).toBe(true)
})
