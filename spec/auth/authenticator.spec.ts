import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { createHasher, type Denial, type Grant, mintToken, tokenHash } from '../../src/auth/index.ts'
import { memoryStore, openSqliteStore, type Store, storeFault } from '../../src/store/index.ts'
import { fail, succeed } from '../store/results.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { bench, quickHasher } from './bench.ts'

const hour = 3_600_000
const home = '192.0.2.1'

const stores: readonly (readonly [string, () => Promise<Store>])[] = [
  ['memory', async () => memoryStore()],
  ['SQLite', () => succeed(openSqliteStore(join(temporaryFolder(), 'store.sqlite')))],
]

describe.each(stores)('over a store in %s', (_, make) => {
  test('who registers is granted, and can log in by every form of the name', async () => {
    const { authenticator, clock } = bench({ store: await make() })
    const registered = await succeed(authenticator.register('Ann', 'long enough', home))
    expect(registered).toMatchObject({ name: 'Ann', expiresAtMs: clock.nowMs + 24 * hour })
    const grant = await succeed(authenticator.login('ＡＮＮ', 'long enough', home))
    expect(grant).toMatchObject({ name: 'Ann', accountId: registered.accountId })
    expect(grant.sessionRow).not.toBe(registered.sessionRow)
    expect(grant.token).not.toBe(registered.token)
  })

  test('of a hundred who register one name at once one is granted', async () => {
    const { authenticator, store } = bench({ store: await make() })
    const tries = Array.from({ length: 100 }, (__, index) =>
      authenticator.register(index % 2 ? 'ANN' : 'ann', 'long enough', home)(),
    )
    const results = await Promise.all(tries)
    expect(results.filter(E.isRight)).toHaveLength(1)
    expect(results.filter(E.isLeft).every(({ left }) => left.reason === 'NAME_TAKEN')).toBe(true)
    expect(await succeed(store.accounts.list())).toHaveLength(1)
    expect(await succeed(store.sessions.list())).toHaveLength(1)
  })

  test('every resumption gives a fresh token, and slides the expiry up to seven days', async () => {
    const { authenticator, clock } = bench({ store: await make() })
    let grant = await succeed(authenticator.register('Ann', 'long enough', home))
    const bornMs = clock.nowMs
    const seen = new Set([grant.token])
    for (let day = 0; day < 7; day += 1) {
      clock.nowMs += 24 * hour - 1
      grant = await succeed(authenticator.resume(grant.token, home))
      seen.add(grant.token)
      expect(grant).toMatchObject({
        name: 'Ann',
        expiresAtMs: Math.min(clock.nowMs + 24 * hour, bornMs + 168 * hour),
      })
    }
    expect(seen.size).toBe(8)
    clock.nowMs = bornMs + 168 * hour
    expect(await fail(authenticator.resume(grant.token, home))).toMatchObject({ reason: 'TOKEN_EXPIRED' })
  })

  test('a token that is not used for a day is expired', async () => {
    const { authenticator, clock } = bench({ store: await make() })
    const { token } = await succeed(authenticator.register('Ann', 'long enough', home))
    clock.nowMs += 24 * hour
    expect(await fail(authenticator.resume(token, home))).toMatchObject({ reason: 'TOKEN_EXPIRED' })
  })

  test('a client that never hears of the new token resumes with the old one, however often', async () => {
    const { authenticator, clock } = bench({ store: await make() })
    const { token } = await succeed(authenticator.register('Ann', 'long enough', home))
    for (let lost = 0; lost < 10; lost += 1) {
      clock.nowMs += hour
      await succeed(authenticator.resume(token, home))
    }
    const heard = await succeed(authenticator.resume(token, home))
    clock.nowMs += hour
    await succeed(authenticator.resume(heard.token, home))
    const again = await succeed(authenticator.resume(heard.token, home))
    expect(E.isRight(await authenticator.resume(again.token, home)())).toBe(true)
  })

  test('a dead token is expired; used more than 60 s after it died it revokes the session', async () => {
    const { authenticator, clock, store } = bench({ store: await make() })
    const first = await succeed(authenticator.register('Ann', 'long enough', home))
    const second = await succeed(authenticator.resume(first.token, home))
    const third = await succeed(authenticator.resume(second.token, home))
    const { cursor } = await succeed(store.sessions.revokedSince(null))
    clock.nowMs += 60_000
    const straggler = await fail(authenticator.resume(first.token, home))
    expect(straggler.reason).toBe('TOKEN_EXPIRED')
    expect(straggler).not.toHaveProperty('revokedSession')
    clock.nowMs += 1
    const thief = await fail(authenticator.resume(first.token, home))
    expect(thief).toMatchObject({ reason: 'TOKEN_EXPIRED', revokedSession: first.sessionRow })
    expect((await succeed(store.sessions.revokedSince(cursor))).sessions).toEqual([first.sessionRow])
    expect(await fail(authenticator.resume(third.token, home))).toMatchObject({ reason: 'TOKEN_EXPIRED' })
  })

  test('an unknown token is TOKEN_EXPIRED, and nothing else tells it from an expired one', async () => {
    const { authenticator, clock } = bench({ store: await make() })
    const { token } = await succeed(authenticator.register('Ann', 'long enough', home))
    const unknown = await fail(authenticator.resume(mintToken(), home))
    clock.nowMs += 24 * hour
    expect(unknown).toEqual(await fail(authenticator.resume(token, home)))
    expect(unknown).toMatchObject({ reason: 'TOKEN_EXPIRED', retryAfterMs: 0 })
  })

  test('what is revoked is good for nothing, and everywhere means everywhere', async () => {
    const { authenticator } = bench({ store: await make() })
    const phone = await succeed(authenticator.register('Ann', 'long enough', home))
    const desk = await succeed(authenticator.login('Ann', 'long enough', home))
    const other = await succeed(authenticator.register('Bob', 'long enough', home))
    await succeed(authenticator.revoke(phone.sessionRow))
    await succeed(authenticator.revoke(phone.sessionRow))
    expect(await fail(authenticator.resume(phone.token, home))).toMatchObject({ reason: 'TOKEN_EXPIRED' })
    const resumed = await succeed(authenticator.resume(desk.token, home))
    await succeed(authenticator.revokeEverywhere(desk.accountId))
    expect(await fail(authenticator.resume(resumed.token, home))).toMatchObject({ reason: 'TOKEN_EXPIRED' })
    await succeed(authenticator.resume(other.token, home))
  })
})

describe('denials', () => {
  test('a short password is weak by its bytes, a closed registration takes nobody', async () => {
    const { authenticator, made } = bench()
    expect(await fail(authenticator.register('Ann', '1234567', home))).toMatchObject({
      reason: 'WEAK_PASSWORD',
    })
    expect(made).toEqual([])
    await succeed(authenticator.register('Ann', 'éééé', home))
    const closed = bench({ registration: 'closed' }).authenticator
    expect(await fail(closed.register('Ann', 'long enough', home))).toMatchObject({
      reason: 'REGISTRATION_CLOSED',
    })
  })

  test('every detail is one sentence or two that fit the wire', async () => {
    const { authenticator } = bench()
    const denials = [
      await fail(authenticator.register('Ann', 'short', home)),
      await fail(authenticator.login('Ann', 'long enough', home)),
      await fail(authenticator.resume(mintToken(), home)),
    ]
    for (const { detail } of denials) expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(256)
  })

  test('an unknown name looks and costs the same as a wrong password', async () => {
    const { authenticator, checked, made } = bench()
    await succeed(authenticator.register('Ann', 'long enough', home))
    made.length = 0
    for (let tries = 0; tries < 8; tries += 1) {
      checked.length = 0
      const wrong = await fail(authenticator.login('Ann', 'wrong enough', home))
      const checkedForWrong = checked.splice(0)
      const unknown = await fail(authenticator.login('Nobody', 'wrong enough', home))
      expect(unknown).toEqual(wrong)
      // As many hashes, with the same parameters and lengths: only salt and digest differ.
      expect(checked.map(shape)).toEqual(checkedForWrong.map(shape))
      expect(checked).toHaveLength(tries < 5 ? 1 : 0)
    }
    expect(made).toEqual([])
  })

  const shape = (phc: string): readonly (string | number)[] => {
    const [, kind = '', version = '', parameters = '', salt = '', digest = ''] = phc.split('$')
    return [kind, version, parameters, salt.length, digest.length]
  }

  test('a name that fails too often waits, and is not hashed for while it does', async () => {
    const { authenticator, clock, checked } = bench()
    await succeed(authenticator.register('Ann', 'long enough', home))
    const wrong = () => fail(authenticator.login('Ann', 'wrong enough', home))
    for (let tries = 0; tries < 4; tries += 1)
      expect(await wrong()).toMatchObject({ reason: 'BAD_CREDENTIALS', retryAfterMs: 0 })
    expect(await wrong()).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 1000 })
    clock.nowMs += 400
    expect(await fail(authenticator.login('ann', 'long enough', home))).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
      retryAfterMs: 600,
    })
    expect(checked).toHaveLength(5)
    expect(E.isRight(await authenticator.login('Ann', 'long enough', '192.0.2.2')())).toBe(true)
    clock.nowMs += 600
    expect(await wrong()).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 2000 })
    clock.nowMs += 2000
    await succeed(authenticator.login('Ann', 'long enough', home))
    expect(await wrong()).toMatchObject({ reason: 'BAD_CREDENTIALS' })
  })

  test('no clock that is set makes a name wait longer, or less', async () => {
    const elapsed = { nowMs: 5 }
    const { authenticator, clock } = bench({ elapsed: () => elapsed.nowMs })
    await succeed(authenticator.register('Ann', 'long enough', home))
    for (let tries = 0; tries < 5; tries += 1) await fail(authenticator.login('Ann', 'wrong enough', home))
    for (const [setBy, passedMs, retryAfterMs] of [
      [-7 * 24 * hour, 0, 1000],
      [30 * 24 * hour, 400, 600],
      [-365 * 24 * hour, 599, 1],
    ] as const) {
      clock.nowMs += setBy
      elapsed.nowMs += passedMs
      expect(await fail(authenticator.login('Ann', 'long enough', home))).toMatchObject({
        reason: 'TOO_MANY_ATTEMPTS',
        retryAfterMs,
      })
    }
    elapsed.nowMs += 1
    await succeed(authenticator.login('Ann', 'long enough', home))
  })

  test('a registration that was cut off is a login with its password, and only with that', async () => {
    const store = memoryStore()
    const { authenticator, checked } = bench({ store })
    const first = await succeed(authenticator.register('Ann', 'long enough', home))
    expect(first).toMatchObject({ how: 'register' })
    const again = await succeed(authenticator.register('ANN', 'long enough', home))
    expect(again).toMatchObject({ how: 'login', name: 'Ann', accountId: first.accountId })
    expect(again.token).not.toBe(first.token)
    expect(await succeed(store.accounts.list())).toHaveLength(1)
    // A wrong one costs what a wrong login does, in time and in tries.
    const wrong = () => fail(authenticator.register('Ann', 'wrong enough', home))
    checked.length = 0
    for (let tries = 0; tries < 2; tries += 1) expect(await wrong()).toMatchObject({ reason: 'NAME_TAKEN' })
    for (let tries = 0; tries < 2; tries += 1)
      expect(await fail(authenticator.login('Ann', 'wrong enough', home))).toMatchObject({
        reason: 'BAD_CREDENTIALS',
      })
    expect(await wrong()).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS', retryAfterMs: 1000 })
    expect(checked).toHaveLength(5)
    expect(await fail(authenticator.register('Ann', 'long enough', home))).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
    })
    expect(checked).toHaveLength(5)
    // Nobody waits for a name that is free, and a closed registration or a short password comes first.
    await succeed(authenticator.register('Bob', 'long enough', home))
    expect(await fail(authenticator.register('Ann', 'short', home))).toMatchObject({
      reason: 'WEAK_PASSWORD',
    })
    const closed = bench({ store, registration: 'closed' }).authenticator
    expect(await fail(closed.register('Ann', 'long enough', home))).toMatchObject({
      reason: 'REGISTRATION_CLOSED',
    })
  })

  test('tries at once do not get past the fifth failure, registrations of a taken name included', async () => {
    const { authenticator, checked } = bench()
    await succeed(authenticator.register('Ann', 'long enough', home))
    const tries = Array.from({ length: 20 }, (_, index) =>
      (index % 2 ? authenticator.register : authenticator.login)('Ann', 'wrong enough', home)(),
    )
    const reasons = (await Promise.all(tries)).map((result) =>
      E.isLeft(result) ? result.left.reason : 'granted',
    )
    expect(reasons.filter((reason) => reason === 'TOO_MANY_ATTEMPTS')).toHaveLength(16)
    expect(checked).toHaveLength(5)
  })

  test('tries at once do not get past the fifth failure', async () => {
    const { authenticator, checked } = bench()
    const tries = Array.from({ length: 20 }, () => authenticator.login('Ann', 'wrong enough', home)())
    const reasons = (await Promise.all(tries)).map((result) =>
      E.isLeft(result) ? result.left.reason : 'granted',
    )
    expect(reasons.filter((reason) => reason === 'BAD_CREDENTIALS')).toHaveLength(4)
    expect(reasons.filter((reason) => reason === 'TOO_MANY_ATTEMPTS')).toHaveLength(16)
    expect(checked).toHaveLength(5)
  })

  test('a login whose password is set anew meanwhile is not granted', async () => {
    const store = memoryStore()
    const hasher = quickHasher()
    const { authenticator } = bench({
      store,
      hasher: {
        ...hasher,
        verify: (phc, password) => async () => {
          const fits = await hasher.verify(phc, password)()
          const ann = await succeed(store.accounts.find('Ann'))
          if (O.isSome(ann)) await succeed(store.accounts.setPasswordHash(ann.value.id, '$other'))
          return fits
        },
      },
    })
    await succeed(authenticator.register('Ann', 'long enough', home))
    expect(await fail(authenticator.login('Ann', 'long enough', home))).toMatchObject({
      reason: 'UNAVAILABLE',
    })
  })

  test('a hash of other parameters is made anew at the next login', async () => {
    const store = memoryStore()
    const dated = bench({ store }).authenticator
    await succeed(dated.register('Ann', 'long enough', home))
    const hasher = createHasher({ parameters: { memoryKiB: 16, passes: 1, lanes: 1 } })
    const { authenticator, made } = bench({ store, hasher, mintToken })
    await succeed(authenticator.login('Ann', 'long enough', home))
    expect(made).toHaveLength(1)
    const ann = await succeed(store.accounts.find('Ann'))
    expect(O.isSome(ann) && ann.value.passwordHash).toBe(made[0])
    await succeed(authenticator.login('Ann', 'long enough', home))
    expect(made).toHaveLength(1)
  })

  // é as one character and as e with an accent; a space that is none of ASCII; Å, which NFC writes as U+00C5.
  test.each([
    ['caf\u00e9-caf\u00e9', 'cafe\u0301-cafe\u0301'],
    ['correct\u3000horse', 'correct horse'],
    ['\u212bngstr\u00f6m', '\u00c5ngstro\u0308m'],
  ])('a password is the same however it is composed (%#)', async (one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const { authenticator } = bench({ store: memoryStore() })
      await succeed(authenticator.register('Ann', first, home))
      await succeed(authenticator.login('Ann', second, home))
      await succeed(authenticator.login('Ann', first, home))
      expect(await fail(authenticator.login('Ann', `${second} `, home))).toMatchObject({
        reason: 'BAD_CREDENTIALS',
      })
    }
  })

  test('a new password is weak by the bytes that are hashed: 8 as it was typed, 6 as it is composed', async () => {
    const { authenticator } = bench()
    expect(await fail(authenticator.register('Ann', 'e\u0301aaaaa', home))).toMatchObject({
      reason: 'WEAK_PASSWORD',
    })
    await succeed(authenticator.register('Ann', '\u00e9aaaaaa', home))
  })

  test('a password that was hashed as it was typed is good as it was, and then in every form', async () => {
    const store = memoryStore()
    const hasher = quickHasher()
    const { authenticator, checked, made } = bench({ store, hasher })
    const [typed, composed] = ['cafe\u0301-cafe\u0301', 'caf\u00e9-caf\u00e9']
    const passwordHash = await succeed(hasher.hash(typed))
    await succeed(store.accounts.add({ id: 'ann', name: 'Ann', passwordHash, createdAtMs: 0 }))
    await succeed(authenticator.login('Ann', typed, home))
    expect([checked.length, made.length]).toEqual([2, 1])
    await succeed(authenticator.login('Ann', composed, home))
    await succeed(authenticator.login('Ann', typed, home))
    expect([checked.length, made.length]).toEqual([4, 1])
  })

  test('an unknown name costs as many hashes as a wrong password, in either form', async () => {
    const { authenticator, checked } = bench()
    await succeed(authenticator.register('Ann', 'long enough', home))
    for (const [password, hashes] of [
      ['not this one', 1],
      ['cafe\u0301', 2],
    ] as const)
      for (const name of ['Ann', 'Nobody']) {
        const before = checked.length
        expect(await fail(authenticator.login(name, password, home))).toMatchObject({
          reason: 'BAD_CREDENTIALS',
        })
        expect(checked.length - before).toBe(hashes)
      }
  })

  test('a store that fails is UNAVAILABLE, told to the log, and no failure of the name', async () => {
    const store = memoryStore()
    const down = TE.left(storeFault('IO', 'the file', 'SQLITE_IOERR'))
    const broken: Store = { ...store, accounts: { ...store.accounts, find: () => down } }
    const { authenticator, faults } = bench({ store: broken })
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await fail(authenticator.login('Ann', 'long enough', home))).toMatchObject({
        reason: 'UNAVAILABLE',
      })
    }
    expect(faults).toHaveLength(6)
    expect(faults[0]).toMatchObject({ code: 'IO' })
  })
})

test('no password and no token is in a denial, a fault, or the file', async () => {
  const canary = 'canary-canary-canary'
  const token = 'canary'.padEnd(43, '0')
  const file = join(temporaryFolder(), 'store.sqlite')
  const store = await succeed(openSqliteStore(file))
  const hasher = createHasher({ parameters: { memoryKiB: 8, passes: 1, lanes: 1 }, queue: 0, atOnce: 1 })
  const { authenticator, faults } = bench({ store, hasher, mintToken: () => token })
  const results: E.Either<Denial, Grant>[] = []
  results.push(await authenticator.register('Ann', canary, home)())
  expect(E.isRight(results.pop() ?? E.left(undefined))).toBe(true)
  results.push(await authenticator.register('Ann', canary, home)())
  for (let tries = 0; tries < 7; tries += 1)
    results.push(await authenticator.login('Ann', `${canary}-wrong`, home)())
  results.push(
    ...(await Promise.all(['b', 'c', 'd'].map((name) => authenticator.login(name, canary, home)()))),
  )
  const ann = await succeed(store.accounts.find('Ann'))
  if (O.isSome(ann)) await succeed(store.accounts.setPasswordHash(ann.value.id, '$broken'))
  results.push(await authenticator.login('Ann', canary, '192.0.2.9')())
  results.push(await authenticator.resume(token.replace('0', '1'), home)())
  const { readFileSync } = await import('node:fs')
  for (const each of [file, `${file}-wal`]) expect(readFileSync(each, 'latin1')).not.toContain('canary')
  await succeed(store.close())
  results.push(await authenticator.login('Ann', canary, '192.0.2.10')())
  results.push(await authenticator.resume(token, home)())
  expect(results.every(E.isLeft)).toBe(true)
  expect(faults.length).toBeGreaterThan(3)
  expect(JSON.stringify([results, faults])).not.toContain('canary')
})

test('a token is 43 characters of the alphabet, and is stored as its SHA-256', () => {
  for (let count = 0; count < 200; count += 1) expect(mintToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  // FIPS 180-4, the example of one block.
  expect(tokenHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
