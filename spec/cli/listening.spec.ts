import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { isSoak } from '../support/soak.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()
const data = (): string => join(programs.folder(), 'data')

/** A port that somebody else listens on. */
const takenPort = async (): Promise<{ readonly port: number; readonly free: () => void }> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, free: () => server.close() }
}

test('a server that is ready says so in one line, and stops with 0', async () => {
  const program = programs.start(['serve', '--port', '0', '--data', data(), '--log-level', 'silent'])
  const ready = await program.firstLine()
  expect(ready).toMatch(/^listening on 127\.0\.0\.1:\d+$/)
  const peer = await TcpPeer.to(Number(ready.split(':')[1]))
  peer.socket.destroy()
  program.signal('SIGTERM')
  expect(await program.end()).toEqual({ code: 0, signal: null, stdout: `${ready}\n`, stderr: '' })
})

test('with --json the line is an object', async () => {
  const { program, port, stop } = await programs.serve({ mode: 'identify' })
  expect(JSON.parse(await program.firstLine())).toEqual({
    event: 'listening',
    host: '127.0.0.1',
    port,
    mode: 'identify',
  })
  expect((await stop()).stdout.split('\n')).toHaveLength(2)
})

test('a taken port is left for the next free one, and the line says so', async () => {
  const { port, free } = await takenPort()
  const program = programs.start(['serve', '--port', String(port), '--data', data()])
  const [, listening, taken] = /^listening on 127\.0\.0\.1:(\d+) \((\d+) is taken\)$/.exec(
    await program.firstLine(),
  ) as RegExpExecArray
  expect(Number(taken)).toBe(port)
  expect(Number(listening)).toBeGreaterThan(port)
  expect(Number(listening)).toBeLessThanOrEqual(port + 100)
  program.signal('SIGINT')
  expect((await program.end()).code).toBe(0)
  free()
})

test('with --strict-port a taken port is not left: 3, and what to do', async () => {
  const { port, free } = await takenPort()
  const refused = await programs.run(['serve', '--port', String(port), '--strict-port', '--data', data()])
  expectRefusal(refused, 3, new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is taken; stop who uses it, or `))
  free()
})

test('an IPv6 address stands in brackets', async () => {
  const program = programs.start(['serve', '--host', '::1', '--port', '0', '--data', data()])
  expect(await program.firstLine()).toMatch(/^listening on \[::1\]:\d+$/)
  program.signal('SIGTERM')
  expect((await program.end()).code).toBe(0)
})

test('a stdout that nobody reads is no reason to end', async () => {
  const folder = data()
  const program = programs.start(['serve', '--port', '0', '--data', folder, '--mode', 'echo'], {
    alone: true,
  })
  program.child.stdout?.destroy()
  const port = await programs.logged(folder, 'listening').then((line) => Number(line.port))
  const peer = await (await TcpPeer.to(port)).converse()
  peer.socket.destroy()
  program.signal('SIGTERM')
  expect(await program.end()).toMatchObject({ code: 0, stderr: '' })
})

test.each([
  ['abc', /^--port is “abc”; give a whole number from 0 to 65535\.$/m],
  ['-1', /^--port is “-1”; give/m],
  ['65536', /^--port is “65536”; give/m],
  ['', /^--port is nothing; give/m],
  ['1e3', /^--port is “1e3”; give/m],
  [' 80', /^--port is “ 80”; give/m],
  ['８０', /^--port is “８０”; give/m],
  ['\u001b[31m80', /^--port is “\\u001b\[31m80”; give/m],
])('a port that is none is wrong usage (%j)', async (port, why) => {
  expectRefusal(await programs.run(['serve', '--data', data(), '--port', port]), 2, why)
})

test('a port of 10,000 characters is not repeated whole', async () => {
  const refused = await programs.run(['serve', '--data', data(), '--port', '7'.repeat(10_000)])
  expectRefusal(refused, 2, /^--port is “7{40}…”; give/)
  expect(refused.stderr.length).toBeLessThan(200)
})

test.each([
  [['--host', 'a b'], 2, /^--host is “a b”; give/],
  [['--host', ''], 2, /^--host is nothing; give/],
  [['--host', 'x'.repeat(10_000)], 2, /^--host is “x{40}…”; give/],
  [['--host', 'nobody.invalid'], 3, /^Nobody knows the host nobody\.invalid; /],
  [['--host', '192.0.2.1'], 3, /^192\.0\.2\.1 is no address of this machine; /],
  [['--mode', 'loud'], 2, /^--mode is “loud”; give /],
  [['--log-level', 'loud'], 2, /^--log-level is “loud”; give /],
  [['--registration', 'ajar'], 2, /^--registration is “ajar”; give /],
  [['--max-sessions', '0'], 2, /^--max-sessions is “0”; give /],
  [
    ['--mode', 'raw', '--reply', 'echo'],
    2,
    /^--reply means nothing with --mode raw; leave one of them out\.$/m,
  ],
  [['--registration', 'open', '--mode', 'raw'], 2, /^--registration means nothing with --mode raw; /],
  [['--mode', 'raw', '--max-sessions', '9'], 2, /^--max-sessions means nothing with --mode raw; /],
  [['--mode', 'raw', '--insecure-password'], 2, /^--insecure-password means nothing with --mode raw; /],
  [['--prot', '80'], 2, /unknown option '--prot'/],
  [['--\u001b[31m'], 2, /unknown option '--\\u001b\[31m'/],
  [['more'], 2, /too many arguments/],
  [['--port'], 2, /argument missing/],
])('serve %j ends with %d', async (args, exit, why) => {
  const port = (args as string[]).includes('--port') ? [] : ['--port', '0']
  const refused = await programs.run(['serve', '--data', data(), ...port, ...(args as string[])])
  expectRefusal(refused, exit as number, why as RegExp)
})

test('with all 101 ports taken, nobody listens', async () => {
  const { free, first } = await takenRow(101)
  const refused = await programs.run(['serve', '--data', data(), '--port', String(first)])
  free()
  expectRefusal(refused, 3, /^Port \d+ of 127\.0\.0\.1 is taken; /)
})

/** A row of ports that somebody listens on. */
const takenRow = async (count: number): Promise<{ readonly first: number; readonly free: () => void }> => {
  for (let first = 20_000; ; first += count) {
    const servers = Array.from({ length: count }, () => createServer())
    const free = (): void => {
      for (const server of servers) server.close()
    }
    const listening = await Promise.allSettled(
      servers.map(
        (server, index) =>
          new Promise<void>((resolve, reject) =>
            server.once('error', reject).listen(first + index, '127.0.0.1', resolve),
          ),
      ),
    )
    if (listening.every(({ status }) => status === 'fulfilled')) return { first, free }
    free()
    if (first > 30_000) throw new Error('no row of free ports')
  }
}

// `npm run soak` measures more of them.
const starts = isSoak ? 20 : 1

test('how long it takes from the start to the line', async () => {
  const took: number[] = []
  for (let round = 0; round < starts; round += 1) {
    const { program, stop } = await programs.serve({ alone: true })
    took.push(Math.round(performance.now() - program.startedAtMs))
    await stop()
  }
  process.stdout.write(`serve listens after ${took.join(', ')} ms\n`)
  expect(took).toHaveLength(starts)
}, 60_000)

programs.keepSecrets()
