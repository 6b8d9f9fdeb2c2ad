import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { needs } from '../../support/tools/index.ts'
import { Terminals } from '../terminals.ts'

const tmux = needs('tmux', 'linux')
const { describe } = tmux
const programs = new Programs()
const terminals = new Terminals()

const LISTEN_HOST = 'Which address to listen on?'
const LISTEN_PORT = 'Which port to listen on?'
const HOST = 'On which host is the server?'
const PORT = 'On which port does the server listen?'
const BAD_HOST = '▲  Give a host name, an IPv4 or an IPv6 address.'
const BAD_LISTEN_PORT = '▲  Give a whole number from 0 to 65535.'
const BAD_PORT = '▲  Give a whole number from 1 to 65535.'

const open = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  terminals.open(args, { folder: programs.folder(), env })

/** A port on which nobody listens any more. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

describe('serve on a terminal', () => {
  test('asks for host and port, and no answer is the usual one', async () => {
    const terminal = open(['serve'])
    await terminal.until(`◆  ${LISTEN_HOST}`)
    expect(terminal.screen).toMatch(/listen on\?\n127\.0\.0\.1\n/)
    await terminal.answer(LISTEN_HOST, '')
    await terminal.until(`◆  ${LISTEN_PORT}`)
    expect(terminal.screen).toMatch(/any that is free\.\n7707\n/)
    await terminal.answer(LISTEN_PORT, '')
    await terminal.until('listening on 127.0.0.1:77')
    await terminal.until('\nLog: colloquy-data/server.log. Ctrl-C stops it. In another terminal: node ')
    expect(terminal.screen).toMatch(/cli\.js connect 127\.0\.0\.1 77\d\d\n/)
    terminal.press('C-c')
    expect(await terminal.end()).toBe(0)
  })

  test('explains what is no host and no port, and asks again', async () => {
    const terminal = open(['serve'])
    for (const host of ['my host', 'a\u202eb', 'x'.repeat(10_000)]) await terminal.answer(LISTEN_HOST, host)
    await terminal.answer(LISTEN_HOST, ' localhost ')
    for (const port of ['abc', '65536', '-1', '7707.5', '1e3', '7'.repeat(10_000)])
      await terminal.answer(LISTEN_PORT, port)
    await terminal.answer(LISTEN_PORT, '0')
    await terminal.until('listening on 127.0.0.1:')
    const { screen } = terminal
    expect([screen.split(BAD_HOST).length - 1, screen.split(BAD_LISTEN_PORT).length - 1]).toEqual([3, 6])
    terminal.press('C-c')
    expect(await terminal.end()).toBe(0)
  })

  test('moves on from a port that is taken, and takes it from an address that holds it', async () => {
    const server = await programs.serve({ mode: 'echo' })
    const terminal = open(['serve'])
    await terminal.answer(LISTEN_HOST, `127.0.0.1:${server.port}`)
    await terminal.until(`(${server.port} is taken)`)
    expect(terminal.screen).not.toContain(LISTEN_PORT)
    terminal.press('C-c')
    expect(await terminal.end()).toBe(0)
  })

  test('asks nothing where there is any flag', async () => {
    for (const args of [['--port', '0'], ['--mode', 'echo'], ['--no-input']]) {
      const terminal = open(['serve', ...args])
      await terminal.until('In another terminal: ')
      terminal.press('C-c')
      expect(await terminal.end()).toBe(0)
      expect(terminal.screen).not.toContain('◆')
    }
  })

  test.each([['--json'], ['--quiet']])(
    'prints nothing but the line that it listens with %s',
    async (flag) => {
      const terminal = open(['serve', '--port', '0', flag])
      await terminal.until('listening')
      terminal.press('C-c')
      expect(await terminal.end()).toBe(0)
      expect(terminal.screen).not.toContain('Ctrl-C')
    },
  )

  test('refuses what the flags say before it asks', async () => {
    const terminal = open(['serve', '--mode', 'none'])
    expect(await terminal.end()).toBe(2)
    expect(terminal.screen).not.toContain('◆')
  })

  test('asks in Russian by the flag or the locale', async () => {
    for (const [args, env, asks] of [
      [['connect', '--lang', 'ru'], {}, 'На каком узле работает сервер?'],
      [['serve'], { LC_ALL: 'ru_RU.UTF-8' }, 'Какой адрес слушать?'],
    ] as const) {
      const terminal = open(args, env)
      await terminal.answer(asks, 'мой узел')
      await terminal.until('▲  Введите имя узла, адрес IPv4 или IPv6.')
      terminal.press('C-c')
      expect(await terminal.end()).toBe(130)
    }
  })
})

describe('connect on a terminal', () => {
  test('asks for host and port; 0 is no port to connect to', async () => {
    const server = await programs.serve({ mode: 'echo' })
    const terminal = open(['connect', '--message', 'well met'])
    await terminal.answer(HOST, '')
    await terminal.until(`◆  ${PORT}`)
    expect(terminal.screen).toMatch(/server listen\?\n7707\n/)
    for (const port of ['0', '65536', '-1', 'abc', ' ', '9'.repeat(10_000)]) await terminal.answer(PORT, port)
    await terminal.answer(PORT, String(server.port))
    expect(await terminal.end()).toBe(0)
    expect(terminal.screen.split(BAD_PORT)).toHaveLength(7)
    await terminal.until('\nwell met\n')
  })

  test('takes the port from an address that holds it', async () => {
    const server = await programs.serve({ mode: 'echo' })
    const terminal = open(['connect', '--message', 'well met'])
    for (const host of ['300.1.2.3:7707', `[::1`]) await terminal.answer(HOST, host)
    await terminal.answer(HOST, '127.0.0.1:99999')
    await terminal.until(BAD_PORT)
    await terminal.answer(HOST, `127.0.0.1:${server.port}`)
    expect(await terminal.end()).toBe(0)
    expect(terminal.screen.split(BAD_HOST)).toHaveLength(3)
    expect(terminal.screen).not.toContain(PORT)
    await terminal.until('\nwell met\n')
  })

  test('asks for the port alone when the host is given, and for neither when both are', async () => {
    const port = String(await freePort())
    const half = open(['connect', 'localhost'])
    await half.answer(PORT, port)
    expect(await half.end()).toBe(3)
    expect(half.screen).not.toContain(HOST)
    const whole = open(['connect', 'localhost', port])
    expect(await whole.end()).toBe(3)
    expect(whole.screen).not.toContain('◆')
  })

  test('takes several answers that are typed at once, and hands on what is left', async () => {
    const server = await programs.serve({ mode: 'echo' })
    const terminal = open(['connect'])
    await terminal.until(`◆  ${HOST}`)
    terminal.type(`127.0.0.1\r${server.port}\rhello, stranger\r`)
    await programs.logged(server.data, 'ready')
    await terminal.until('#1')
    await terminal.until('hello, stranger')
    terminal.press('C-d')
    expect(await terminal.end()).toBe(0)
  })
})

tmux.test('connect --no-input asks nothing, and tells what is missing', async () => {
  const server = await programs.serve()
  const terminal = open(['connect', `127.0.0.1:${server.port}`, '--no-input'])
  expect(await terminal.end()).toBe(4)
  expect(terminal.screen).not.toContain('◆')
  await terminal.until('The server asks for a name, or for its password; give --name')
})

describe('an open question', () => {
  test.each([['serve'], ['connect']])(
    '%s: Ctrl-C leaves the terminal as it was, and ends with 130',
    async (command) => {
      const terminal = open([command])
      await terminal.until('◆')
      terminal.type('half an ans')
      terminal.press('C-c')
      expect(await terminal.end()).toBe(130)
    },
  )

  test.each([['serve'], ['connect']])('%s: the end of the input is told in one sentence', async (command) => {
    const terminal = open([command])
    await terminal.until('◆')
    terminal.type('half an ans')
    terminal.press('C-d')
    expect(await terminal.end()).toBe(1)
    expect(terminal.screen).toContain(
      '\nThe input ended before host and port were known; give both on the command line.\n',
    )
  })

  test('does not outlive its terminal', async () => {
    const terminal = terminals.open(['connect'], { folder: programs.folder(), through: ['setsid', '-w'] })
    await terminal.until('◆')
    expect(await terminal.vanish()).toBe('1')
  })
})

describe('without a terminal', () => {
  test('nothing is asked: what is usual is taken', async () => {
    const server = programs.start(['serve', '--mode', 'echo', '--data', join(programs.folder(), 'data')])
    expect(await server.firstLine()).toMatch(/^listening on 127\.0\.0\.1:77\d\d/)
    const port = /:(\d+)/.exec(server.stdout)?.[1] as string
    const connect = await programs.start(['connect', '127.0.0.1', port]).typeLast('hello\n').end()
    expect([connect.code, connect.stdout]).toEqual([0, 'hello\n'])
    server.signal('SIGTERM')
    const { code, stdout, stderr } = await server.end()
    expect(code).toBe(0)
    expect(`${stdout}${stderr}${connect.stderr}`).not.toContain('◆')
  })
})
