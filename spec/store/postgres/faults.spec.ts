import { connect as connectTo, createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { openPostgresStore, type PostgresStoreOptions, type StoreFault } from '../../../src/exports/store.ts'
import { Authority, LOCAL } from '../../support/certificates.ts'
import { Cluster, PASSWORD } from '../../support/postgres.ts'
import { needs } from '../../support/tools/index.ts'
import { fail, succeed } from '../results.ts'

const { describe } = needs('postgres', 'openssl')

const account = (id: string) => ({ id, name: id, passwordHash: '$', createdAtMs: 1 })

const opening = (url: string, options: PostgresStoreOptions = {}) =>
  openPostgresStore(url, { password: PASSWORD, ...options })

/** The fault, which came in less than 2 s and tells no secret. */
const faultOf = async (operation: () => Promise<E.Either<StoreFault, unknown>>): Promise<StoreFault> => {
  const beforeMs = performance.now()
  const fault = await fail(operation)
  expect(performance.now() - beforeMs).toBeLessThan(2_000)
  expect(JSON.stringify(fault)).not.toContain(PASSWORD)
  return fault
}

const leaving: (() => unknown)[] = []
afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave()
})

/** A server on loopback that does with each connection what it is told. */
const listening = async (serve: (socket: Socket) => void): Promise<number> => {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  leaving.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The bytes of the simple query `commit`: its type, its length, its text (PostgreSQL, 55.7). */
const COMMIT = Buffer.from('510000000b636f6d6d697400', 'hex')

describe('a store in PostgreSQL', () => {
  let cluster: Cluster
  let authority: Authority
  beforeAll(async () => {
    authority = new Authority()
    cluster = await Cluster.start(authority.issue('/CN=localhost', LOCAL))
  })
  afterAll(() => cluster.end('SIGQUIT'))

  test('that cannot be opened says why, and never its password', async () => {
    const url = cluster.url('nowhere')
    expect(await faultOf(opening(url))).toMatchObject({ code: 'REFUSED', cause: '3D000', file: url })
    const withPassword = url.replace('postgres@', 'postgres:canary@')
    expect(await faultOf(openPostgresStore(withPassword))).toMatchObject({ code: 'REFUSED', file: url })
    const noPassword = await faultOf(openPostgresStore(url))
    expect(noPassword).toMatchObject({ code: 'REFUSED' })
    expect(await faultOf(opening('postgres://ann@/db?host=/nowhere'))).toMatchObject({
      code: 'UNREACHABLE',
      cause: 'ENOENT',
      file: 'postgres://ann@/db?host=/nowhere',
    })
  })

  test('is reached over TLS, and only with a certificate that is trusted', async () => {
    const url = cluster.url(await cluster.database())
    const verified = `${url}?sslmode=verify-full`
    for (const trusted of [`${url}?sslmode=require`, `${verified}&sslrootcert=${authority.root.certFile}`]) {
      const store = await succeed(opening(trusted))
      expect(await succeed(store.accounts.list())).toEqual([])
      await succeed(store.close())
    }
    const elsewhere = new Authority().root.certFile
    // A server that speaks no TLS says N.
    const plain = await listening((socket) => socket.on('data', () => socket.write('N')))
    for (const untrusted of [
      verified,
      `${verified}&sslrootcert=${elsewhere}`,
      `${verified}&sslrootcert=/nowhere`,
      `postgres://ann@127.0.0.1:${plain}/db?sslmode=require`,
    ])
      expect(await faultOf(opening(untrusted))).toMatchObject({ code: 'UNTRUSTED' })
  })

  test('is reached over a socket in the file system', async () => {
    const store = await succeed(opening(cluster.socketUrl(await cluster.database())))
    expect(await succeed(store.accounts.list())).toEqual([])
    await succeed(store.close())
  })

  test('whose schema is newer, or of somebody else, is refused and left as it is', async () => {
    const newer = await cluster.database()
    const store = await succeed(opening(cluster.url(newer)))
    await succeed(store.close())
    await cluster.query(newer, 'update colloquy.version set number = 99')
    expect(await faultOf(opening(cluster.url(newer)))).toMatchObject({ code: 'NEWER' })
    expect(await cluster.query(newer, 'select number from colloquy.version')).toEqual([{ number: 99 }])
    const foreign = await cluster.database()
    await cluster.query(foreign, 'create schema colloquy')
    expect(await faultOf(opening(cluster.url(foreign)))).toMatchObject({ code: 'FOREIGN' })
    const latin = await cluster.database(`encoding 'LATIN1' template template0`)
    expect(await faultOf(opening(cluster.url(latin)))).toMatchObject({ code: 'FOREIGN', cause: 'ENCODING' })
  })

  test('that accepts and never answers is UNREACHABLE', async () => {
    const port = await listening(() => undefined)
    expect(await faultOf(opening(`postgres://ann@127.0.0.1:${port}/db`))).toMatchObject({
      code: 'UNREACHABLE',
    })
    const other = await listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await faultOf(opening(`postgres://ann@127.0.0.1:${other}/db`))).toMatchObject({
      code: 'UNREACHABLE',
    })
  })

  test('that is slow is UNREACHABLE for whoever waits, and heals', async () => {
    const database = await cluster.database()
    const store = await succeed(opening(cluster.url(database), { patienceMs: 300 }))
    leaving.push(() => store.close()())
    const other = new pg.Client({
      host: '127.0.0.1',
      port: cluster.port,
      user: 'postgres',
      password: PASSWORD,
      database,
    })
    await other.connect()
    leaving.push(() => other.end())
    await other.query('begin; lock table colloquy.accounts in access exclusive mode')
    // More than there are connections.
    const faults = await Promise.all(
      Array.from({ length: 15 }, (_, at) => faultOf(store.accounts.add(account(`a${at}`)))),
    )
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['UNREACHABLE']))
    expect(await succeed(store.addresses.list())).toEqual([])
    await other.query('rollback')
    expect(await succeed(store.accounts.add(account('after')))).toBe('added')
  })

  test('heals after a restart and a crash, and every fault meanwhile is a known one', async () => {
    const store = await succeed(opening(cluster.url(await cluster.database()), { patienceMs: 200 }))
    leaving.push(() => store.close()())
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      const outcomes: Promise<E.Either<StoreFault, unknown>>[] = []
      const ask = () => {
        outcomes.push(store.accounts.list()(), store.accounts.add(account(`${signal}-${outcomes.length}`))())
      }
      ask()
      const ended = cluster.end(signal)
      ask()
      await ended
      ask()
      expect(await faultOf(store.accounts.list())).toMatchObject({ code: 'UNREACHABLE' })
      await cluster.begin()
      const codes = (await Promise.all(outcomes)).map((each) => (E.isLeft(each) ? each.left.code : 'DONE'))
      expect(new Set([...codes, 'DONE', 'UNREACHABLE'])).toEqual(new Set(['DONE', 'UNREACHABLE']))
      expect(await succeed(store.accounts.add(account(`${signal}-after`)))).toBe('added')
    }
  })

  test('is not seen to restart by whoever can wait for it', async () => {
    const store = await succeed(opening(cluster.url(await cluster.database()), { patienceMs: 20_000 }))
    leaving.push(() => store.close()())
    await cluster.end()
    const added = succeed(store.accounts.add(account('a')))
    await cluster.begin()
    expect(await added).toBe('added')
  })

  test('takes a conversation that is put, though it restarts for longer than others wait', async () => {
    const store = await succeed(opening(cluster.url(await cluster.database()), { patienceMs: 800 }))
    leaving.push(() => store.close()())
    if (store.held === undefined) throw new Error('this store holds no conversations')
    await cluster.end()
    const conversation = { session: 'c', owner: 'north', epoch: 0, account: null, login: null }
    const put = store.held.put({ ...conversation, expiresAtMs: 1, state: new Uint8Array(9) })()
    expect(await faultOf(store.accounts.list())).toMatchObject({ code: 'UNREACHABLE' })
    await cluster.begin()
    expect(await put).toEqual(E.right('held'))
  })

  test('writes once, though the connection breaks in the commit', async () => {
    const database = await cluster.database()
    const store = await succeed(opening(cluster.url(database)))
    await succeed(store.close())
    let cuts: ('before' | 'after')[] = []
    const port = await listening((socket) => {
      const upstream = connectTo(cluster.port, '127.0.0.1')
      upstream.on('error', () => undefined)
      let isCut = false
      socket.on('data', (chunk) => {
        const cut = chunk.includes(COMMIT) ? cuts.shift() : undefined
        if (cut === 'before') {
          socket.destroy()
          upstream.destroy()
          return
        }
        isCut ||= cut === 'after'
        upstream.write(chunk)
      })
      upstream.on('data', (chunk) => (isCut ? socket.destroy() : socket.write(chunk)))
      socket.on('close', () => upstream.destroy())
    })
    const cutting = await succeed(opening(`postgres://postgres@127.0.0.1:${port}/${database}`))
    leaving.push(() => cutting.close()())
    cuts = ['after', 'before', 'after']
    expect(await succeed(cutting.accounts.add(account('a')))).toBe('added')
    expect(cuts).toEqual(['before', 'after'])
    expect(await succeed(cutting.accounts.add(account('b')))).toBe('added')
    expect(cuts).toEqual([])
    expect((await succeed(cutting.accounts.list())).map(({ id }) => id)).toEqual(['a', 'b'])
  })
})
