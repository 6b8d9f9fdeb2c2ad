import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Client, connect } from '../../src/index.ts'
import { Cluster, PASSWORD } from '../support/postgres.ts'
import { Programs, type Serving, within } from '../support/program.ts'
import { isSoak } from '../support/soak.ts'
import { needs } from '../support/tools/index.ts'
import { expectRefusal } from './refusal.ts'

const { describe, test: testWithPostgres } = needs('postgres')
const programs = new Programs()

/** So often the database server restarts. */
const RESTARTS = isSoak ? 5 : 1

/** Long enough for a busy machine; on an idle one it takes some 10 ms. */
const AT_ONCE_MS = 1_000

test('a URL of --store that cannot be is refused, and not told: it may hold a password', async () => {
  for (const [url, sentence] of [
    ['postgres://ann:canary@host/db', /holds a password.*COLLOQUY_STORE_PASSWORD.*--store-password-file/],
    ['mysql://canary@host/db', /is no URL of a database; give postgres:/],
    ['postgres://canary@host', /names no database/],
    ['postgres://canary@host/db?sslmode=maybe', /disable, require or verify-full/],
    ['postgres://canary@host/db?other=1', /“other”/],
  ] as const) {
    const ended = await programs.run(['users', 'list', '--store', url])
    expectRefusal(ended, 2, sentence)
    expect(ended.stderr).not.toContain('canary')
  }
  expectRefusal(
    await programs.run(['serve', '--mode', 'echo', '--store', 'postgres://ann@host/db']),
    2,
    /--store means nothing with --mode echo/,
  )
})

describe('two servers on one PostgreSQL store', () => {
  let cluster: Cluster
  let url: string
  let north: Serving
  let south: Serving
  let database: readonly string[]
  beforeAll(async () => {
    cluster = await Cluster.start()
    url = cluster.url(await cluster.database())
    const passwordFile = join(programs.folder(), 'password')
    writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 })
    database = ['--store', url, '--store-password-file', passwordFile]
    ;[north, south] = await Promise.all([
      programs.serve({ more: database }),
      programs.serve({ more: database }),
    ])
  })
  afterAll(() => cluster.end('SIGQUIT'))

  const come = (server: Serving, name: string, register = false): Promise<Client> =>
    connect({
      port: server.port,
      credentials: { name, password: 'eight or more', register },
      reconnect: false,
    })

  const hears = async (client: Client): Promise<boolean> =>
    (await client.ask({ type: 'Say', text: 'hello' })).text === 'hello'

  const command = (...args: readonly string[]) => programs.run([...args, ...database])

  /** Revokes all of a user's sessions, and sees that each client is told at once. */
  const revokes = async (name: string, clients: readonly Client[]): Promise<void> => {
    const { code, stdout } = await command('sessions', 'revoke', '--user', name)
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Sessions revoked: ${clients.length}.\n` })
    const endings = Promise.all(clients.map(({ over }) => over))
    for (const ending of await within('the end', endings, AT_ONCE_MS))
      expect(ending).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'them' })
  }

  testWithPostgres('share accounts, and obey a revocation at once', async () => {
    const clients = [await come(north, 'Ada', true), await come(south, 'Ada')]
    const { stdout } = await command('users', 'list', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Ada', sessions: 2 })
    await revokes('Ada', clients)
  })

  testWithPostgres('are filled from a folder, and copied into one', async () => {
    const [file, again] = [join(programs.folder(), 'a.jsonl'), join(programs.folder(), 'b.jsonl')]
    expect(await command('store', 'migrate')).toMatchObject({ code: 0 })
    expect(await command('store', 'export', file)).toMatchObject({ code: 0 })
    const folder = ['--data', join(programs.folder(), 'data')]
    expect(await programs.run(['store', 'import', file, ...folder])).toMatchObject({ code: 0 })
    expect(await programs.run(['store', 'export', again, ...folder])).toMatchObject({ code: 0 })
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'))
    expectRefusal(await command('store', 'import', again), 1, /holds users/)
    const empty = ['--store', cluster.url(await cluster.database()), ...database.slice(2)]
    expect(await programs.run(['store', 'import', again, ...empty])).toMatchObject({ code: 0 })
    expect((await programs.run(['users', 'list', ...empty])).stdout).toBe(
      (await command('users', 'list')).stdout,
    )
  })

  testWithPostgres('lose no conversation when it restarts, and go on as before', async () => {
    const clients = [await come(north, 'Bob', true), await come(south, 'Bob')]
    let isOver = false
    const talking = Promise.all(
      clients.map(async (client) => {
        while (!isOver) expect(await hears(client)).toBe(true)
      }),
    )
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      await cluster.end()
      const refused = [north, south].map(async (server) => {
        const beforeMs = performance.now()
        await expect(come(server, 'Bob')).rejects.toMatchObject({
          code: 'DENIED',
          failure: { reason: 'UNAVAILABLE' },
        })
        expect(performance.now() - beforeMs).toBeLessThan(4_000)
      })
      expectRefusal(await command('users', 'list'), 1, /cannot be reached, or does not answer/)
      await Promise.all(refused)
      await cluster.begin()
      clients.push(await come(north, 'Bob'))
    }
    isOver = true
    await talking
    await revokes('Bob', clients)
    for (const { log } of [north, south]) {
      const failed = log().filter(({ event, what }) => event === 'failed' && what === 'revocations')
      expect(failed.length).toBeLessThanOrEqual(RESTARTS)
    }
  })

  testWithPostgres('never tell the password of the database', async () => {
    for (const { program, data } of [north, south]) {
      expect(program.output.includes(PASSWORD)).toBe(false)
      expect(readFileSync(join(data, 'server.log'), 'utf8')).not.toContain(PASSWORD)
      const args =
        process.platform === 'linux' ? readFileSync(`/proc/${program.child.pid}/cmdline`, 'utf8') : ''
      expect(args).not.toContain(PASSWORD)
    }
    for (const { stop } of [north, south]) expect(await stop()).toMatchObject({ code: 0 })
  })
})
