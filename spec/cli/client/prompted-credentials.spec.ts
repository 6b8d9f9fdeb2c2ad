import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Programs, type Serving } from '../../support/program.ts'
import { fakeServer } from '../../support/tcp-peer.ts'
import { needs } from '../../support/tools/index.ts'
import { len, message } from '../../support/wire.ts'
import { type Terminal, Terminals } from '../terminals.ts'

const { describe } = needs('tmux', 'linux')
const programs = new Programs()
const terminals = new Terminals()

const NAME = 'What is your name?'
const BAD_NAME = '▲  Give a name of 1 to 64 bytes'
const BEGUN = 'The conversation has begun'
const SAME = 'The same password again?'

let server: Serving
beforeAll(async () => {
  server = await programs.serve()
})

const connect = (
  args: readonly string[] = [],
  { port = server.port, folder = programs.folder(), env = {} } = {},
): Terminal => terminals.open(['connect', '127.0.0.1', String(port), ...args], { folder, env })

const leave = async (terminal: Terminal): Promise<number> => {
  await terminal.until(BEGUN)
  terminal.press('C-d')
  return terminal.end()
}

const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

/** A fake server that is gone at the end of the file. */
const fakes: typeof fakeServer = async (treat) => {
  const fake = await fakeServer(treat)
  closers.push(fake.close)
  return fake
}

/** Registers at a server, from the command line. */
const register = async (serving: Serving, name: string): Promise<string> => {
  const password = programs.secret()
  const args = ['127.0.0.1', String(serving.port), '--no-tokens', '--message', 'x']
  const env = { COLLOQUY_PASSWORD: password }
  const { code } = await programs.run(['connect', ...args, '--name', name, '--register'], { env })
  expect(code).toBe(0)
  return password
}

describe('a name', () => {
  test('is asked for until it is one', async () => {
    const identifier = await programs.serve({ mode: 'identify' })
    const terminal = connect([], { port: identifier.port })
    const bad = ['', 'я'.repeat(33), 'a\u202eb', 'a\u200bb', 'x'.repeat(10_000)]
    for (const name of bad) await terminal.answer(NAME, name)
    await terminal.until(BAD_NAME, bad.length)
    // What an Escape sequence does to the terminal is no part of the answer.
    terminal.type('\u001b[31mAn')
    terminal.press('Escape')
    await terminal.answer(NAME, 'na')
    expect(await leave(terminal)).toBe(0)
    expect(await programs.logged(identifier.data, 'identified')).toMatchObject({ name: 'Anna' })
  })

  test('of the command line is not asked for', async () => {
    const identifier = await programs.serve({ mode: 'identify' })
    const terminal = connect(['--name', 'Bob'], { port: identifier.port })
    expect(await leave(terminal)).toBe(0)
    expect(terminal.screen).not.toContain('◆')
    await terminal.until('Hello Bob.')
  })

  test('that the server suggests is the usual one, and is shown so that it cannot act on the terminal', async () => {
    const hostile = 'A\u001b]0;mine\u0007b'
    const fake = await fakes(async (peer) => {
      peer.say(
        message('Welcome'),
        message('Greeting'),
        message('Challenge', Buffer.concat([len(1, hostile), Buffer.from([0x10, 1])])),
      )
      await peer.hear('Bye')
      peer.say(message('Bye'))
      peer.socket.end()
    })
    const terminal = connect([], { port: fake.port })
    await terminal.answer(NAME, 'Eve')
    await terminal.until('◆  Is Eve registered here?')
    terminal.press('C-c')
    expect(await terminal.end()).toBe(130)
    expect(terminal.screen).not.toContain('mine')
  })
})

describe('a new account', () => {
  test('takes a password of 8 bytes, twice the same, that is never seen', async () => {
    const fresh = await programs.serve()
    const folder = programs.folder()
    const password = programs.secret()
    const terminal = connect([], { port: fresh.port, folder })
    await terminal.answer(NAME, 'Greta')
    await terminal.answer('Is Greta registered here?', '')
    const asks = 'New password of Greta?'
    const bad = ['', 'seven..', 'x'.repeat(257), 'x'.repeat(10_000)]
    for (const weak of bad) await terminal.answer(asks, weak)
    await terminal.until('▲  Give a password of 8 to 256 bytes.', bad.length)
    await terminal.answer(asks, password)
    await terminal.answer(SAME, `${password}!`)
    await terminal.until('▲  The two passwords differ')
    await terminal.answer(asks, password)
    expect(terminal.call).not.toContain(password)
    await terminal.answer(SAME, password)
    expect(await leave(terminal)).toBe(0)
    await terminal.until('Registered: Greta is a new account')
    expect(terminal.screen).not.toContain(password)
    expect(terminal.screen).not.toContain('seven')

    // The token is used without a word, and the password when it is no longer good.
    const again = connect([], { port: fresh.port, folder })
    expect(await leave(again)).toBe(0)
    await again.until('showed the token of last time')
    expect(again.screen).not.toContain('◆')
  })

  test('of a taken name is explained, and name and password are asked for again', async () => {
    const fresh = await programs.serve()
    const password = await register(fresh, 'Hans')
    const terminal = connect(['--register', '--no-tokens'], { port: fresh.port })
    await terminal.answer(NAME, '')
    await terminal.answer('New password of Hans?', 'another password')
    await terminal.answer(SAME, 'another password')
    await terminal.until('NAME_TAKEN')
    await terminal.answer(NAME, '')
    await terminal.answer('Is Hans registered here?', '')
    await terminal.answer('Password of Hans?', password)
    expect(await leave(terminal)).toBe(0)
  })
})

describe('a password', () => {
  test('that is wrong is explained and asked for again, while there are attempts left', async () => {
    const password = await register(server, 'Ida')
    const first = connect(['--name', 'Ida'])
    await first.answer('Is Ida registered here?', '')
    for (const left of ['2 attempts', '1 attempt', '0 attempts']) {
      await first.answer('Password of Ida?', 'not the password')
      await first.until(left)
    }
    expect(await first.end()).toBe(4)
    await first.until('The name and the password do not belong together.')

    const second = connect(['--name', 'Ida'])
    await second.answer('Is Ida registered here?', '')
    for (const wrong of ['not this', 'nor that']) await second.answer('Password of Ida?', wrong)
    await second.until('TOO_MANY_ATTEMPTS')
    expect(second.screen).toMatch(/the\s+(│ )?next\s+(│ )?one\s+(│ )?not\s+(│ )?before\s+(│ )?1000\s+(│ )?ms/)
    await second.answer('Password of Ida?', password)
    expect(await leave(second)).toBe(0)
  })

  test('is asked for when the token is no longer good', async () => {
    const fresh = await programs.serve()
    const folder = programs.folder()
    const password = await register(fresh, 'Jan')
    const first = connect(['--name', 'Jan'], { port: fresh.port, folder })
    await first.answer('Is Jan registered here?', '')
    await first.answer('Password of Jan?', password)
    expect(await leave(first)).toBe(0)
    await programs.run(['sessions', 'revoke', '--user', 'Jan', '--data', fresh.data])
    const second = connect(['--name', 'Jan'], { port: fresh.port, folder })
    await second.until('TOKEN_EXPIRED')
    await second.answer('Is Jan registered here?', '')
    await second.until('◆  Password of Jan?')
    second.press('C-c')
    expect(await second.end()).toBe(130)
  })

  test('that is given is not asked for, but the name is', async () => {
    const fresh = await programs.serve()
    const password = await register(fresh, 'Kim')
    const terminal = connect(['--no-tokens'], { port: fresh.port, env: { COLLOQUY_PASSWORD: password } })
    await terminal.answer(NAME, '')
    expect(await leave(terminal)).toBe(0)
    await terminal.until('gave the right password')
  })

  test('is asked for in Russian', async () => {
    const terminal = connect(['--name', 'Яна', '--lang', 'ru'])
    await terminal.answer('Имя Яна здесь уже зарегистрировано?', '')
    await terminal.until('◆  Новый пароль для имени Яна?')
    terminal.type('тайна')
    terminal.press('C-c')
    expect(await terminal.end()).toBe(130)
    expect(terminal.screen).not.toContain('тайна')
  })

  test('that is typed too early is not seen, and is taken all the same', async () => {
    const password = await register(server, 'Lea')
    const terminal = connect(['--name', 'Lea', '--no-tokens'])
    await terminal.until('◆  Is Lea registered here?')
    terminal.type(`\r${password}\rwell met\r`)
    await terminal.until('well met')
    expect(await leave(terminal)).toBe(0)
    expect(terminal.screen).not.toContain(password)
  })
})

describe('an open question', () => {
  test('is given up at the end of the input, with one sentence', async () => {
    const terminal = connect(['--name', 'Mia'])
    await terminal.answer('Is Mia registered here?', '')
    await terminal.until('◆  New password of Mia?')
    terminal.type('half a pass')
    terminal.press('C-d')
    expect(await terminal.end()).toBe(4)
    expect(terminal.screen).toMatch(/\nThe server asks for a name, or for its password; give --name, .+\n/)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('is taken away by %s', async (signal) => {
    const terminal = connect(['--name', 'Nik'])
    await terminal.until('◆  Is Nik registered here?')
    terminal.signal(signal)
    expect(await terminal.end()).toBe(130)
  })

  test('is taken away when the connection is gone, with the reason', async () => {
    let leave = (): void => {}
    const fake = await fakes((peer) => {
      peer.say(message('Welcome'), message('AskName'))
      leave = () => peer.socket.end()
    })
    const terminal = connect([], { port: fake.port })
    await terminal.until(`◆  ${NAME}`)
    terminal.type('An')
    await terminal.until('\nAn')
    leave()
    expect(await terminal.end()).toBe(1)
    expect(terminal.screen).toMatch(/Disconnected \(BROKEN\)/)
    expect(terminal.screen).toMatch(/No conversation began \(BROKEN\)/)
    expect(terminal.screen.indexOf('An\n')).toBeLessThan(terminal.screen.indexOf('Disconnected'))
  })
})

describe('without a terminal', () => {
  test('nothing is asked', async () => {
    const { code, stdout, stderr } = await programs.run(['connect', '127.0.0.1', String(server.port)])
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('The server asks for a name, or for its password; give --name, ')
    expect(stderr).not.toContain('◆')
  })

  test('nor where a program reads the output', async () => {
    const terminal = connect(['--json'])
    expect(await terminal.end()).toBe(4)
    expect(terminal.screen).not.toContain('◆')
  })
})

programs.keepSecrets()
