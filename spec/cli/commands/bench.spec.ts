import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore } from '../../../src/exports/store.ts'
import { createServer, type Server, type ServerOptions } from '../../../src/index.ts'
import { type Ended, Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const quick = ['--duration', '100ms', '--warm-up', '1ms']

const servers: Pick<Server, 'close'>[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0)
})

const serve = async (more: Partial<ServerOptions> = {}): Promise<Server> => {
  const server = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    log: { data: false, write: () => {} },
    ...more,
  })
  servers.push(server)
  return server
}

const bench = ({ port }: Pick<Server, 'port'>, ...more: readonly string[]): Promise<Ended> =>
  programs.run(['bench', `127.0.0.1:${port}`, ...quick, ...more])

describe('what is measured', () => {
  test('is told with how it was measured', async () => {
    const { code, stdout, stderr } = await bench(await serve(), '--connections', '2', '--in-flight', '3')
    const [setting, rate, latency, core, ...more] = stdout.trimEnd().split('\n')
    expect(setting).toMatch(
      /^127\.0\.0\.1:\d+: 2 connections, 3 messages of 64 bytes in flight on each, \d\.\d s\.$/,
    )
    expect(rate).toMatch(/^[1-9]\d* messages? answered, [1-9]\d* a second; 0 unanswered\.$/)
    expect(latency).toMatch(
      /^An answer took [\d.]+ ms \(p50\), [\d.]+ ms \(p99\), [\d.]+ ms \(p99\.9\), at most [\d.]+ ms\.$/,
    )
    expect(core).toMatch(/^This client took \d+ % of a core/)
    expect({ code, stderr, more }).toEqual({ code: 0, stderr: '', more: [] })
  })

  test('is what the server heard, in JSON', async () => {
    let heard = 0
    let most = 0
    let size = 0
    const server = await serve({
      converse: {
        Say: ({ text }, peer) => {
          heard += 1
          size = text.length
          most = Math.max(most, [...server.peers].length)
          return peer.reply({ type: 'Say', text })
        },
      },
    })
    const { code, stdout } = await bench(server, '--connections', '3', '--size', '1000', '--json')
    const told = JSON.parse(stdout)
    expect(told).toMatchObject({ event: 'measured', connections: 3, inFlight: 1, size: 1_000, unanswered: 0 })
    expect({ code, most, size, ending: told.ending }).toEqual({ code: 0, most: 3, size: 1_000, ending: null })
    expect(told.answered).toBeGreaterThan(0)
    // Those of the warm-up, and the last of each connection, are in no figure.
    expect(told.answered).toBeLessThanOrEqual(heard)
    const { p50, p90, p99, p999, max } = told.latencyMs
    expect([p50, p90, p99, p999, max]).toEqual([p50, p90, p99, p999, max].sort((a, b) => a - b))
    expect(told.perSecond).toBeCloseTo((told.answered * 1_000) / told.tookMs, -1)
  })

  test('is told in Russian', async () => {
    const { stdout } = await bench(await serve(), '--lang', 'ru')
    expect(stdout).toMatch(/^127\.0\.0\.1:\d+: 1 соединение, в каждом одновременно 1 сообщение по 64 байта, /)
    expect(stdout).toMatch(/\nВремя ответа: [\d.]+ мс \(p50\), /)
  })
})

test('at a rate all that is due is said and counted, and so is how late the answers are', async () => {
  let stalls = true
  const server = await serve({
    converse: {
      Say: async ({ text }, peer) => {
        if (stalls) await new Promise((resolve) => setTimeout(resolve, 60))
        stalls = false
        return peer.reply({ type: 'Say', text })
      },
    },
  })
  const { code, stdout } = await bench(server, '--rate', '500', '--duration', '200ms', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ rate: 500, inFlight: null, answered: 100, unanswered: 0 })
  expect(code).toBe(0)
  const told = await bench(server, '--rate', '500', '--lang', 'ru')
  expect(told.stdout).toMatch(/: 1 соединение, всего в секунду 500 сообщений по 64 байта, 0\.\d с\.\n/)
  expect((await bench(server, '--rate', '500')).stdout).toMatch(
    /: 1 connection, 500 messages of 64 bytes a second in all, 0\.\d s\.\n/,
  )
  expectRefusal(
    await bench(server, '--rate', '5', '--in-flight', '2'),
    2,
    /^--in-flight means nothing with --rate; /,
  )
  expectRefusal(await bench(server, '--rate', '0'), 2, /^--rate is “0”; give a whole number from 1 to 100000/)
})

describe('a message of another contract', () => {
  const kv = ['--contract', join(process.cwd(), 'examples/kv/kv.yaml')]
  /** An entry for each key, three of a prefix. */
  const serveKv = async (): Promise<Pick<Server, 'port'>> => {
    const { loadSpoken } = await import('../../../src/cli/files/spoken-contract.ts')
    const { runnable } = await loadSpoken('examples/kv/kv.yaml')
    const entry = { key: 'a', value: new Uint8Array(3), revision: 1 }
    const server = await createServer({
      port: 0,
      mode: 'echo',
      contract: runnable,
      log: { data: false, write: () => {} },
      converse: {
        Get: () => ({ type: 'Found', entry }),
        Put: () => ({ type: 'Done', revision: 1 }),
        Delete: () => ({ type: 'Done', revision: 1 }),
        List: async function* () {
          for (let many = 0; many < 3; many++) yield { type: 'Found', entry }
          return { type: 'Done', revision: 1 }
        },
        Watch: async function* () {
          await new Promise((resolve) => setTimeout(resolve, 60_000).unref())
          yield { type: 'Refused', trouble: 'FULL', detail: '' }
        },
      } as never,
    })
    servers.push(server)
    return server
  }

  test('is measured until its answer, its last one if it has many', async () => {
    const server = await serveKv()
    const get = await bench(server, ...kv, '--message', 'Get', '--body', '{"key": "a"}')
    expect(get.stdout).toMatch(
      /^127\.0\.0\.1:\d+: 1 connection, 1 × Get in flight on each, 0\.\d s\.\n[1-9]\d* messages? answered, /,
    )
    expect(get.code).toBe(0)
    const list = await bench(server, ...kv, '--message', 'List', '--body', 'prefix=a', '--json')
    expect(JSON.parse(list.stdout)).toMatchObject({ message: 'List', size: null, unanswered: 0 })
    expect(JSON.parse(list.stdout).answered).toBeGreaterThan(0)
    // It has an example, and so needs no fields.
    const put = await bench(server, ...kv, '--message', 'Put', '--rate', '100', '--json')
    expect(JSON.parse(put.stdout)).toMatchObject({ message: 'Put', rate: 100, answered: 10 })
  })

  test('that is never answered to its end is none that was', async () => {
    const watch = await bench(await serveKv(), ...kv, '--message', 'Watch', '--rate', '50', '--timeout', '1s')
    expect(watch.code).toBe(1)
    expect(watch.stderr).toMatch(/^No Watch was answered in that time; /)
    expect(watch.stdout).toMatch(/\n0 messages answered, 0 a second; [1-9]\d* unanswered\.\n/)
  })

  test('2: what cannot be said', async () => {
    const server = await serveKv()
    const say = (...more: readonly string[]): Promise<Ended> => bench(server, ...kv, ...more)
    expectRefusal(await say(), 2, /^--contract means nothing without --message; give both\./)
    expectRefusal(await bench(server, '--message', 'Get'), 2, /^--message means nothing without --contract; /)
    expectRefusal(await bench(server, '--body', '{}'), 2, /^--body means nothing without --contract; /)
    expectRefusal(await say('--message', 'Get', '--size', '3'), 2, /^--size means nothing with --contract; /)
    expectRefusal(await say('--message', 'Found'), 2, /“Found”.* Get, Put, Delete, List/)
    expectRefusal(await say('--message', 'Get', '--body', '{"kee": "a"}'), 2, /kee/)
    expectRefusal(await say('--message', 'Get', '--body', '{"key":'), 2, /JSON/)
    // Within the form, and against the bounds.
    expectRefusal(await say('--message', 'Get', '--body', '{"key": ""}'), 2, /key/)
    expectRefusal(
      await say('--message', 'Found', '--lang', 'ru'),
      2,
      /^Сообщения «Found» здесь сказать нельзя/,
    )
  })
})

test('in mode auth each connection logs in, and its session is revoked at the end', async () => {
  const store = memoryStore()
  const server = await serve({ mode: 'auth', store })
  const password = programs.secret()
  const file = join(programs.folder(), 'password')
  writeFileSync(file, password, { mode: 0o600 })
  const { connect } = await import('../../../src/index.ts')
  const client = await connect({
    port: server.port,
    name: 'ada',
    credentials: { name: 'ada', password, register: true },
  })
  await client.logout()
  const { code, stdout } = await bench(
    server,
    ...['--connections', '2', '--name', 'ada', '--password-file', file, '--json'],
  )
  expect(code).toBe(0)
  expect(JSON.parse(stdout).answered).toBeGreaterThan(0)
  expect(await store.sessions.list()()).toMatchObject({ right: [] })
  expectRefusal(await bench(server), 4, /^The server asks for a name, or for its password; /)
})

describe('what goes wrong', () => {
  test('1: a conversation that ends before its time, with what was measured until then', async () => {
    const server = await serve()
    const running = bench(server, '--duration', '20s', '--json')
    while ([...server.peers].length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await server.close()
    const { code, stdout, stderr } = await running
    expect(stderr).toMatch(/^A conversation ended before its time \(SHUTTING_DOWN\): /)
    expect(JSON.parse(stdout)).toMatchObject({ ending: 'SHUTTING_DOWN' })
    expect(code).toBe(1)
  })

  test('1: a server that does not answer', async () => {
    const server = await serve({ converse: { Say: () => {} } })
    const { code, stdout, stderr } = await bench(server, '--timeout', '50ms', '--json')
    expect(stderr).toMatch(/^Nothing was answered in that time; /)
    expect(JSON.parse(stdout)).toMatchObject({ answered: 0, latencyMs: null })
    expect(code).toBe(1)
  })

  test('3: nobody listens, and 2: what cannot be', async () => {
    const server = await serve()
    await server.close(0)
    expectRefusal(await bench(server), 3, /^Nobody listens on port /)
    expectRefusal(await bench(server, '--in-flight', '0'), 2, /^--in-flight is “0”; give/)
  })
})

programs.keepSecrets()
