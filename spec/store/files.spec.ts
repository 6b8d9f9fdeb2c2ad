import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import Database from 'libsql'
import { lockForServing, openSqliteStore, type Store } from '../../src/store/index.ts'
import { openDatabase, storeOver } from '../../src/store/sqlite/open.ts'
import { APPLICATION_ID, migrations, SCHEMA_VERSION } from '../../src/store/sqlite/schema.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { firstLine, runChild } from './children/run.ts'
import { fail, succeed } from './results.ts'

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

const openAndClose = async (file: string): Promise<void> => {
  const store = await succeed(openSqliteStore(file))
  await succeed(store.close())
}

/** A store file with something in it, which this process has not looked at under this name. */
const storeFile = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
  const made = join(temporaryFolder(), 'store.sqlite')
  const store = await succeed(openSqliteStore(made))
  for (let count = 0; count < 50; count += 1) {
    await succeed(store.addresses.remember(`10.0.0.${count}`, 'x'.repeat(64), count))
  }
  await succeed(store.close())
  const copy = join(temporaryFolder(), 'store.sqlite')
  writeFileSync(copy, change(readFileSync(made)), { mode: 0o600 })
  return copy
}

describe('files', () => {
  test('the folder is made 0700, and every file in it 0600', async () => {
    const data = join(temporaryFolder(), 'deeper', 'data')
    const store = await succeed(openSqliteStore(join(data, 'store.sqlite')))
    await succeed(store.addresses.remember('192.0.2.1', 'Ann', 1))
    const lock = await succeed(lockForServing(data))
    expect(mode(data)).toBe('700')
    const files = readdirSync(data)
    expect(files).toEqual(
      expect.arrayContaining(['serve.lock', 'store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']),
    )
    expect(new Set(files.map((file) => mode(join(data, file))))).toEqual(new Set(['600']))
    lock.release()
    await succeed(store.close())
  })

  test('a store that others could read is taken from them', async () => {
    const file = await storeFile((bytes) => bytes)
    chmodSync(file, 0o664)
    await openAndClose(file)
    expect(mode(file)).toBe('600')
  })

  test('what was stored is there when the store is opened again, fsynced on every commit', async () => {
    const file = await storeFile((bytes) => bytes)
    const opened = openDatabase(file)
    if (E.isLeft(opened)) throw new Error(opened.left.code)
    expect(opened.right.prepare('pragma synchronous').all()).toEqual([{ synchronous: 2 }])
    expect(opened.right.prepare('pragma journal_mode').all()).toEqual([{ journal_mode: 'wal' }])
    const store = storeOver(opened.right, file, 100, 100)
    expect(await succeed(store.addresses.find('10.0.0.49'))).toEqual(
      O.some({ name: 'x'.repeat(64), lastSeenMs: 49 }),
    )
    await succeed(store.close())
  })
})

describe('a store of version 1', () => {
  test('folds the white space in compared names, and loses nobody whose name is another’s by that', async () => {
    const file = join(temporaryFolder(), 'store.sqlite')
    const database = new Database(file)
    database.exec(migrations[0] as string)
    database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = 1`)
    const insert = database.prepare('insert into accounts values (?, ?, ?, ?, 1)')
    for (const [id, name, form] of [
      ['many', `A${' '.repeat(62)}b`, `a${' '.repeat(62)}b`],
      ['ogham', 'c\u1680\u1680D', 'c\u1680\u1680d'],
      ['one', 'an na', 'an na'],
      ['two', 'An  Na', 'an  na'],
    ] as const)
      insert.run([id, name, form, '$argon2id$'])
    database.close()
    const store = await succeed(openSqliteStore(file))
    const idOf = async (name: string) => O.toUndefined(await succeed(store.accounts.find(name)))?.id
    expect(await Promise.all(['a b', 'A  B', 'c d', 'an na', 'AN   NA', 'an  na'].map(idOf))).toEqual([
      'many',
      'many',
      'ogham',
      'one',
      'one',
      'two',
    ])
    for (const name of ['a    b', 'c d', 'an \u2003na'])
      expect(
        await succeed(store.accounts.add({ id: 'new', name, passwordHash: '$argon2id$', createdAtMs: 2 })),
      ).toBe('taken')
    await succeed(store.close())
  })
})

describe('what is refused is left as it is', () => {
  const refused = async (file: string, code: string): Promise<void> => {
    const before = readFileSync(file)
    const permissions = mode(file)
    const fault = await fail(openSqliteStore(file))
    expect(fault).toMatchObject({ code, file })
    expect(fault.remedy).toContain(file)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(mode(file)).toBe(permissions)
  }

  test('a file that is no database is FOREIGN', async () => {
    for (const content of ['hello', 'x'.repeat(9000)]) {
      const file = join(temporaryFolder(), 'notes.txt')
      writeFileSync(file, content, { mode: 0o644 })
      await refused(file, 'FOREIGN')
      expect(existsSync(`${file}-wal`)).toBe(false)
    }
  })

  test('a database of another program is FOREIGN', async () => {
    const file = join(temporaryFolder(), 'other.sqlite')
    const database = new Database(file)
    database.exec('pragma journal_mode = wal; create table accounts (id text); pragma user_version = 1')
    database.close()
    await refused(file, 'FOREIGN')
  })

  test('a store of a newer version is NEWER', async () => {
    const newer = await storeFile((bytes) => {
      bytes.writeInt32BE(SCHEMA_VERSION + 1, 60)
      return bytes
    })
    await refused(newer, 'NEWER')
  })

  test('a newer version that stands only in the log beside the file is NEWER', async () => {
    const file = join(temporaryFolder(), 'store.sqlite')
    await openAndClose(file)
    const database = new Database(file)
    database.exec(`pragma user_version = ${SCHEMA_VERSION + 1}`)
    expect(await fail(openSqliteStore(file))).toMatchObject({ code: 'NEWER', file })
    database.close()
  })

  test('a damaged store is CORRUPT', async () => {
    await refused(await storeFile((bytes) => bytes.subarray(0, bytes.length - 8192)), 'CORRUPT')
    await refused(await storeFile((bytes) => bytes.fill(0xff, 4096, 12_288)), 'CORRUPT')
    await refused(await storeFile((bytes) => bytes.fill(0xff, 100, 4096)), 'CORRUPT')
  })

  test.each([-1, 2 ** 53])('a time of %d ms, which no wire carries, is a damaged row', async (ms) => {
    const file = join(temporaryFolder(), 'store.sqlite')
    const store = await succeed(openSqliteStore(file))
    await succeed(store.addresses.remember('192.0.2.1', 'anna', 1))
    const database = new Database(file)
    database.exec(`update addresses set last_seen_ms = ${ms}`)
    database.close()
    expect(await fail(store.addresses.find('192.0.2.1'))).toMatchObject({ code: 'CORRUPT' })
    await succeed(store.close())
  })

  test('a store that may not be written is READ_ONLY', async () => {
    const file = await storeFile((bytes) => bytes)
    // Root may write everything; the child is somebody else then.
    const nobody = process.getuid?.() === 0 ? 65_534 : undefined
    if (nobody !== undefined) {
      chownSync(join(file, '..'), nobody, nobody)
      chownSync(file, nobody, nobody)
    }
    chmodSync(file, 0o400)
    const before = readFileSync(file)
    const fault: unknown = JSON.parse(await firstLine(runChild('./open.ts', [file], nobody)))
    expect(fault).toMatchObject({ code: 'READ_ONLY', file })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(mode(file)).toBe('400')
  })

  test('a path that cannot be a file is IO', async () => {
    const path = join(temporaryFolder(), 'folder')
    mkdirSync(path)
    expect(await fail(openSqliteStore(path))).toMatchObject({ code: 'IO', file: path })
    const under = join(temporaryFolder(), 'file')
    writeFileSync(under, '')
    expect(await fail(openSqliteStore(join(under, 'store.sqlite')))).toMatchObject({ code: 'IO' })
  })
})

describe('a store that is open', () => {
  const openRaw = (): { readonly database: Database.Database; readonly store: Store } => {
    const file = join(temporaryFolder(), 'store.sqlite')
    const opened = openDatabase(file)
    if (E.isLeft(opened)) throw new Error(opened.left.code)
    return { database: opened.right, store: storeOver(opened.right, file, 100, 100_000) }
  }

  test('a full disk is FULL, keeps what was stored, and recovers by itself', async () => {
    const { database, store } = openRaw()
    const pages = Object.values(database.prepare('pragma page_count').all()[0] ?? {})[0]
    database.prepare(`pragma max_page_count = ${pages}`).all()
    let stored = 0
    const add = () =>
      store.addresses.remember(`10.0.${stored >> 8}.${stored & 255}`, 'x'.repeat(64), stored)()
    let result = await add()
    for (; E.isRight(result); result = await add()) stored += 1
    expect(result.left).toMatchObject({ code: 'FULL' })
    expect(O.isSome(await succeed(store.addresses.find('10.0.0.0')))).toBe(true)
    database.prepare('pragma max_page_count = 10000').all()
    expect(E.isRight(await add())).toBe(true)
    await succeed(store.close())
  })

  test('a row that is not what it should be is CORRUPT, and its value is not told', async () => {
    const { database, store } = openRaw()
    await succeed(store.accounts.add({ id: 'a', name: 'Ann', passwordHash: '$canary', createdAtMs: 1 }))
    database.exec(`update accounts set name = '' where id = 'a'`)
    const fault = await fail(store.accounts.find('Ann'))
    expect(fault).toMatchObject({ code: 'CORRUPT' })
    expect(JSON.stringify(fault)).not.toContain('canary')
    await succeed(store.close())
  })

  test('a file that bears our mark is one that the mark was written into', async () => {
    const { database, store } = openRaw()
    expect(database.prepare('pragma application_id').all()).toEqual([{ application_id: APPLICATION_ID }])
    await succeed(store.close())
  })
})
