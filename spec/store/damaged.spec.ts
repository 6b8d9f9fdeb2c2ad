import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { openSqliteStore, type Store, type StoreFault, tokenLife } from '../../src/store/index.ts'
import { faultFrom } from '../../src/store/sqlite/causes.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { succeed } from './results.ts'

jest.setTimeout(60_000)

const sha = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A store with something in every table, in which each kind of text can be found. */
let good: Buffer

beforeAll(async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const store = await succeed(openSqliteStore(file))
  for (let count = 0; count < 40; count += 1) {
    const accountId = `account-${count}`
    const times = { createdAtMs: 0, usedAtMs: 0, expiresAtMs: 1e12, address: '' }
    const tokens = { current: sha(`a${count}`), next: sha(`b${count}`), dead: [] }
    await succeed(
      store.accounts.add({
        id: accountId,
        name: `Name ${count}`,
        passwordHash: `$hash-${count}`,
        createdAtMs: 1,
      }),
    )
    await succeed(
      store.sessions.create({ id: `session-${count}`, accountId, ...times, ...tokens }, `$hash-${count}`),
    )
    await succeed(store.addresses.remember(`10.0.0.${count}`, `Guest ${count}`, count))
  }
  await succeed(store.sessions.revoke('session-3', 5))
  await succeed(store.close())
  good = readFileSync(file)
})

const flipped = (at: number, bit: number): Buffer => {
  const bytes = Buffer.from(good)
  bytes[at] = (bytes[at] as number) ^ (1 << bit)
  return bytes
}

const fileOf = (bytes: Buffer): string => {
  const file = join(temporaryFolder(), 'store.sqlite')
  writeFileSync(file, bytes, { mode: 0o600 })
  return file
}

/** Everything that is done with a store, in the end also writing. */
const useAll = async (store: Store): Promise<readonly StoreFault[]> => {
  const results: readonly E.Either<StoreFault, unknown>[] = [
    await store.accounts.list()(),
    await store.sessions.list()(),
    await store.accounts.find('Name 5')(),
    await store.addresses.find('10.0.0.7')(),
    await store.sessions.revokedSince(0)(),
    await store.sessions.resume(sha('a8'), sha('c8'), 10, tokenLife)(),
    await store.sessions.use('session-9', 10, tokenLife)(),
    await store.sessions.revokeAll('account-10', 10)(),
    await store.accounts.remove('account-11', 10)(),
    await store.accounts.setPasswordHash('account-12', '$new')(),
    await store.addresses.remember('10.9.9.9', 'New', 10)(),
    await store.sessions.purge(2e12)(),
  ]
  return results.filter(E.isLeft).map(({ left }) => left)
}

/** Opens a file and does everything with it: what it fails with, and whether it was written before it was refused. */
const tried = async (bytes: Buffer): Promise<readonly StoreFault[]> => {
  const file = fileOf(bytes)
  const opened = await openSqliteStore(file)()
  if (E.isLeft(opened)) {
    expect(readFileSync(file).equals(bytes)).toBe(true)
    return [opened.left]
  }
  const faults = await useAll(opened.right)
  await opened.right.close()()
  return faults
}

/** Whether a byte is in the counters that SQLite itself keeps, and mends without a word. */
const counts = (at: number): boolean => (at >= 24 && at < 28) || (at >= 40 && at < 44) || at >= 92

test('one flipped bit of the header is a fault with a sentence, and the file is left as it is', async () => {
  for (let at = 0; at < 100; at += 1)
    for (const bit of at >= 44 && at < 48 ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]) {
      const faults = await tried(flipped(at, bit))
      if (counts(at)) {
        expect([at, bit, faults]).toEqual([at, bit, []])
        continue
      }
      const code =
        at < 16 || (at >= 68 && at < 72) ? 'FOREIGN' : at >= 60 && at < 64 ? /NEWER|CORRUPT/ : 'CORRUPT'
      expect([at, bit, faults]).toEqual([
        at,
        bit,
        [
          expect.objectContaining({
            code: expect.stringMatching(code),
            remedy: expect.stringMatching(/; .*\.$/),
          }),
        ],
      ])
    }
})

test('one flipped bit anywhere else throws nothing and ends nobody', async () => {
  const codes = new Set<string>()
  // A prime, so that every bit of a byte has its turn.
  for (let bit = 800; bit < good.length * 8; bit += 9_973)
    for (const { code } of await tried(flipped(bit >> 3, bit & 7))) codes.add(code)
  expect([...codes].sort()).toEqual(['CORRUPT'])
})

describe('a text that is not UTF-8 any more', () => {
  test.each([
    ['a name', 'Name 5'],
    ['an id', 'account-10'],
    ['a password hash', '$hash-12'],
    ['the hash of a token', sha('b8')],
    ['the id of a session', 'session-9'],
    ['an address book entry', 'Guest 7'],
    ['a table', 'addresses'],
  ])('%s is CORRUPT, and does not end the process', async (_, text) => {
    for (let at = good.indexOf(text), found = 0; at >= 0; at = good.indexOf(text, at + 1), found += 1) {
      expect(found).toBeLessThan(20)
      const faults = await tried(flipped(at + 2, 7))
      // In an index alone it is not read, or found by the check of the whole.
      for (const { code } of faults) expect(code).toBe('CORRUPT')
    }
    const everywhere = Buffer.from(
      good.toString('latin1').replaceAll(text, text.replace(/.$/, '\u00ff')),
      'latin1',
    )
    expect((await tried(everywhere)).map(({ code }) => code)).toContain('CORRUPT')
  })
})

test('what the system says of a disk has a code and a sentence, whatever it is called', () => {
  const faultOf = (code: string, more: object = {}) =>
    faultFrom(Object.assign(new Error(code), { code, ...more }), 'the file')
  const expected = {
    READ_ONLY: ['EROFS', 'EACCES', 'EPERM', 'SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY'],
    FULL: ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'],
    IO: [
      'EMFILE',
      'ENFILE',
      'ENAMETOOLONG',
      'ENOTDIR',
      'EIO',
      'ELOOP',
      'ESTALE',
      'EFBIG',
      'ENXIO',
      'EUCLEAN',
      'ENOTCONN',
      'ETXTBSY',
      'EISDIR',
    ],
  }
  for (const [code, causes] of Object.entries(expected))
    for (const cause of causes)
      expect(faultOf(cause)).toMatchObject({ code, remedy: expect.stringMatching(/^.*the file.*; .*\.$/) })
  // Codes of SQLite that libsql has no name for: READONLY_DIRECTORY, CANTOPEN_SYMLINK, IOERR_CORRUPTFS, CORRUPT_INDEX.
  for (const [rawCode, code, cause] of [
    [1_544, 'READ_ONLY', 'SQLITE_READONLY'],
    [1_550, 'IO', 'SQLITE_CANTOPEN'],
    [8_458, 'IO', 'SQLITE_IOERR'],
    [779, 'CORRUPT', 'SQLITE_CORRUPT'],
  ] as const)
    expect(faultOf(`UNKNOWN_SQLITE_ERROR_${rawCode}`, { rawCode })).toMatchObject({ code, cause })
  // A mistake of ours is none of the disk's.
  for (const code of ['SQLITE_ERROR', 'SQLITE_MISUSE', 'ERR_INVALID_ARG_TYPE'])
    expect(faultOf(code)).toBeUndefined()
})
